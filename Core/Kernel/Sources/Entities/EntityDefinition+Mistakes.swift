extension EntityDefinition {
    /// What cannot be right in a declaration, in words for the programmer who wrote it.
    public var mistakes: [String] {
        var mistakes: [String] = []
        if Set(fields.map(\.key)).count != fields.count { mistakes.append("\(name): two fields have the same key") }
        if !traits.contains(.custom), name.hasPrefix(Option.customPrefix) { mistakes.append("\(name): names of that form are for run time") }
        for field in fields where !field.traits.contains(.custom) && field.key.hasPrefix(Option.customPrefix) {
            mistakes.append("\(name).\(field.key): keys of that form are for run time")
        }
        if self[title] == nil { mistakes.append("\(name): the title \(title) is no field") }
        if let parent, !(self[parent]?.kind is ReferenceKind) { mistakes.append("\(name): \(parent) is no reference") }
        for case .told(let key) in traits where !(self[key]?.kind is ReferenceKind) { mistakes.append("\(name): \(key) is no reference") }
        for case .names(let key, _) in traits where !(self[key]?.kind is ReferenceKind) { mistakes.append("\(name): \(key) is no reference") }
        mistakes += Pooled.mistakes(in: self) + openMistakes + lineMistakes + survivorshipMistakes
        return mistakes + layoutMistakes + sharedColumns + fields.flatMap(formulaMistakes) + fields.flatMap(optionMistakes)
            + dependent.flatMap(dependencyMistakes)
    }

    /// `price_currency` belongs to the money `price` and would to a field `priceCurrency`.
    private var sharedColumns: [String] {
        var owners: [String: String] = [:]
        var mistakes: [String] = []
        for field in fields {
            for column in field.columns {
                if let other = owners.updateValue(field.key, forKey: column), other != field.key {
                    mistakes.append("\(name): \(other) and \(field.key) share the column \(column)")
                }
            }
        }
        return mistakes
    }

    /// Formulas are computed in the order of the fields, so one that reads a later one would read its former value.
    private func formulaMistakes(_ field: FieldDefinition) -> [String] {
        guard let formula = (field.kind as? FormulaKind)?.formula else { return [] }
        let earlier = Set(computed.prefix { $0.key != field.key }.map(\.key))
        return formula.fields.sorted().compactMap { key in
            guard let read = self[key] else { return "\(name).\(field.key): the formula reads \(key), which is no field" }
            guard read.kind is FormulaKind, !earlier.contains(key) else { return nil }
            return "\(name).\(field.key): the formula reads \(key), which is computed later"
        }
    }

    /// The signs between several choices cannot stand in one of them.
    private func optionMistakes(_ field: FieldDefinition) -> [String] {
        let options = (field.kind as? ChoiceKind)?.options ?? (field.kind as? ChoicesKind)?.options ?? []
        let bad = options.filter {
            $0.key.isEmpty || !$0.key.utf8.allSatisfy { $0.isLetter || $0.isDigit || "_-.".utf8.contains($0) }
        }
        let repeated = Set(options.map(\.key)).count != options.count ? ["\(name).\(field.key): an option occurs twice"] : []
        return bad.map { "\(name).\(field.key): the option \($0.key) has other signs than letters and digits" } + repeated
    }
}

extension EntityDefinition {
    /// What everybody may use stands on fields that must be there, with the options that the rules know.
    fileprivate var openMistakes: [String] {
        var mistakes: [String] = []
        if let publishing {
            let options = (self[publishing.audience]?.kind as? ChoiceKind)?.options.map(\.key)
            if options != Audience.allCases.map(\.rawValue) { mistakes.append("\(name): \(publishing.audience) is no audience") }
            if !(self[publishing.roles]?.kind is ReferencesKind) { mistakes.append("\(name): \(publishing.roles) refers to no roles") }
            if !isOwned { mistakes.append("\(name): what is published has an owner") }
        }
        if let attachment {
            let keys = [attachment.record, attachment.entity]
            let isFixed = keys.allSatisfy { self[$0].map { $0.isFixed && $0.isRequired } ?? false }
            if !isFixed || !(self[attachment.record]?.kind is IDKind) || isOwned { mistakes.append("\(name): it hangs on no record") }
        }
        return mistakes
    }

    /// A line has one header and belongs to nobody by itself.
    fileprivate var lineMistakes: [String] {
        let lines = fields.filter(\.isLine)
        var mistakes = lines.dropFirst().map { "\(name).\($0.key): its records are the lines of \(lines[0].key) already" }
        for field in lines {
            if !(field.kind is ReferenceKind) || !(field.isRequired || field.traits.contains(.custom)) {
                mistakes.append("\(name).\(field.key): a header is a required reference")
            }
            if field.target == name { mistakes.append("\(name).\(field.key): a record is no line of its like") }
        }
        if isLine, isOwned || isOpen { mistakes.append("\(name): lines belong to their header alone") }
        return mistakes
    }

    /// What hangs on other records goes with them, and lines with their header: neither is merged by itself.
    fileprivate var survivorshipMistakes: [String] {
        guard let survivorship else { return [] }
        let unknown = survivorship.keys.filter { self[$0] == nil }.map { "\(name): its survivorship names \($0), which is no field" }
        return isLine || isOpen ? unknown + ["\(name): lines and what everybody may use cannot be merged"] : unknown
    }

    /// What was made at run time was checked when it was made; a later release may have dropped what it rests on.
    fileprivate func dependencyMistakes(_ field: FieldDefinition) -> [String] {
        guard !field.traits.contains(.custom), let kind = field.kind as? ChoiceKind, let key = kind.controller else { return [] }
        guard key != field.key, let controller = self[key]?.kind as? ChoiceKind else {
            return ["\(name).\(field.key): it depends on \(key), which is no other choice"]
        }
        let known = Set(controller.options.map(\.key))
        return kind.options.filter { !$0.isCustom }.flatMap(\.under).filter { !known.contains($0) }
            .map { "\(name).\(field.key): \(key) has no option \($0)" }
    }

    fileprivate var layoutMistakes: [String] {
        let keys = layout.sections.flatMap(\.fields)
        let unknown = Set(keys + layout.facts + layout.chips).filter { self[$0] == nil || self[$0]?.isSecret == true }.sorted()
        var mistakes = unknown.map { "\(name): its layout names \($0), which is no field" }
        if Set(keys).count != keys.count { mistakes.append("\(name): a field stands in two sections") }
        if Set(layout.sections.map(\.key)).count != layout.sections.count { mistakes.append("\(name): two sections have the same key") }
        if layout.facts.count > EntityLayout.maximumFacts { mistakes.append("\(name): too many facts") }
        return mistakes
    }
}
