import Kernel

/// What a scope means for an entity: a rule over its own fields, or over those of the record that it belongs to.
extension Rights {
    func rule(_ scopes: Set<Scope>, _ verb: Verb, _ entity: EntityDefinition, _ catalogue: Catalogue) -> Rule {
        guard !scopes.contains(.all) else { return .always }
        let own = Anchor(entity).map { rule(scopes, verb, $0) }
        guard let reference = entity.parent, let parent = (entity[reference]?.kind as? ReferenceKind).flatMap({ catalogue[$0.target] }) else {
            // What belongs to nobody is seen by all who see the entity.
            return own ?? .always
        }
        // What belongs to a record goes with it; what belongs to none yet, with who made it.
        let orphan = Rule.all([.empty([reference]), .oneOf([Common.createdBy], people.map(Value.reference))])
        return .any([own ?? orphan, .whose(reference, rule(scopes, verb, parent, catalogue))])
    }

    private func rule(_ scopes: Set<Scope>, _ verb: Verb, _ anchor: Anchor) -> Rule {
        var rules: [Rule] = []
        if let owner = anchor.owner {
            let owners = Set(people + (scopes.contains(.team) ? mates : [])).sorted()
            rules.append(.oneOf(owner, owners.map(Value.reference)))
        }
        let units = scopes.contains(.subtree) ? subtree : scopes.contains(.unit) ? units : []
        if !units.isEmpty { rules.append(.oneOf(anchor.unit, units.map(Value.reference))) }
        if anchor.isShared, verb == .read || verb == .edit || (verb.isAction && !Verb.common.contains(verb)), !grantees.isEmpty {
            rules.append(.shared([Common.id], with: grantees, toChange: verb != .read))
        }
        return .any(rules)
    }

    /// Where an entity says whose its records are.
    private struct Anchor {
        let owner: FieldPath?
        let unit: FieldPath
        var isShared = false

        init?(_ entity: EntityDefinition) {
            if entity.isOwned {
                (owner, unit, isShared) = ([Common.owner], [Common.unit], true)
            } else if entity.name == Common.userEntity {
                (owner, unit) = ([Common.id], [Common.unit])
            } else if entity.name == Common.unitEntity {
                (owner, unit) = (nil, [Common.id])
            } else {
                return nil
            }
        }
    }
}
