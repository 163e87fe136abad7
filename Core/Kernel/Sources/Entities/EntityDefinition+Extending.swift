extension EntityDefinition {
    /// The entity with what was added to it at run time: further fields, and further options of its choices by their field.
    public func extended(by further: [FieldDefinition], options: [String: [Option]]) -> EntityDefinition {
        let common = Set(Common.fields(isOwned: isOwned, isLine: isLine).map(\.key))
        let own = fields.filter { !common.contains($0.key) }.map { $0.extended(by: options[$0.key] ?? []) }
        return EntityDefinition(name: name, plural: plural, title: title, icon: icon, traits: traits, fields: own + further, layout: layout)
    }
}

extension FieldDefinition {
    fileprivate func extended(by options: [Option]) -> FieldDefinition {
        let kind: any FieldKind
        switch self.kind {
        case let choice as ChoiceKind where !options.isEmpty: kind = ChoiceKind(choice.options + options, controlledBy: choice.controller)
        case let choices as ChoicesKind where !options.isEmpty: kind = ChoicesKind(choices.options + options)
        default: return self
        }
        return FieldDefinition(key, kind, traits: traits, isRequired: isRequired, standard: standard)
    }
}
