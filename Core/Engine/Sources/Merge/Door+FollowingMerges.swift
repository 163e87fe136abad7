import Kernel

/// What was put away before the record that it refers to went into another one, and comes back afterwards.
extension Door {
    /// Hangs a restored record on the survivors of those to which it refers, by a change of its own that its history tells. Where a survivor
    /// is gone as well it comes back as it was.
    func followMerges(_ change: Change, _ after: inout Values, _ entity: EntityDefinition) throws {
        guard change.kind == .restore, let id = after[Common.id]?.reference else { return }
        let before = after, values = try trusting { try valuesOfSurvivors(before, entity) }
        guard !values.isEmpty else { return }
        try trusting {
            try rehang(id, values, entity)
            for (key, value) in values {
                guard let field = entity[key], let from = before[key]?.reference, let to = value.reference else { continue }
                try countAnew(field, of: entity, [from, to])
            }
        }
        after = try whole(entity, id) ?? after
    }

    /// Lines come back with their header, and not alone.
    private func valuesOfSurvivors(_ given: Values, _ entity: EntityDefinition) throws -> Values {
        var values: Values = [:]
        for field in entity.fields where !field.isLine && !field.isSealed {
            guard let target = field.target.flatMap({ catalogue[$0] }), target.survivorship != nil, let value = given[field.key] else { continue }
            if field.isLinked {
                let ids = value.list.compactMap(\.reference), survivors = try ids.map { try livingSurvivor(of: $0, target) ?? $0 }
                if survivors != ids { values[field.key] = .list(Set(survivors).sorted().map(Value.reference)) }
            } else if let survivor = try value.reference.flatMap({ try livingSurvivor(of: $0, target) }) {
                values[field.key] = .reference(survivor)
            }
        }
        if let (record, name) = entity.attachment, let id = given[record]?.reference, let target = given[name]?.text.flatMap({ catalogue[$0] }),
            target.survivorship != nil, let survivor = try livingSurvivor(of: id, target)
        {
            values[record] = .reference(survivor)
        }
        return values
    }

    private func livingSurvivor(of id: RecordID, _ entity: EntityDefinition) throws -> RecordID? {
        guard let survivor = try reader.survivor(of: id), try reader.values(of: entity, survivor) != nil else { return nil }
        return survivor
    }
}
