import Kernel
import Store

/// The step that touches the entity's table. There is no other.
extension Door {
    func write(
        _ change: Change, _ before: Values?, _ after: inout Values, _ changed: [String], _ entity: EntityDefinition
    ) throws {
        guard change.kind != .purge else { return try purge(after, entity) }
        let now = Value.instant(engine.clock.now())
        after[Common.modifiedAt] = now
        after[Common.modifiedBy] = actor.user.map(Value.reference) ?? .null
        if let before {
            try update(before, &after, changed, entity)
        } else {
            after[Common.id] = .reference(try engine.ids.next(bucket: bucket(of: after, entity)))
            after[Common.version] = .integer(1)
            try insert(after, entity)
        }
        try writeLinks(after, changed, entity)
    }

    /// A child lies in its parent's bucket, a root in one drawn at random.
    private func bucket(of values: Values, _ entity: EntityDefinition) -> Int? {
        (entity.parent ?? entity.attachment?.record).flatMap { values[$0]?.reference?.bucket }
    }

    private func insert(_ values: Values, _ entity: EntityDefinition) throws {
        let id = values[Common.id]?.reference ?? RecordID(rawValue: 0)
        var cells: [Stored] = []
        cells.reserveCapacity(2 * entity.fields.count)
        for field in entity.fields {
            if let value = values[field.key], !value.isNull {
                cells += try stored(value, in: field, entity, id)
            } else {
                cells += field.nulls
            }
        }
        try guarding(values, entity) { try session.insert([cells], by: insertion(into: entity)) }
    }

    private func insertion(into entity: EntityDefinition) -> Insertion {
        if let known = insertions[entity.name] { return known }
        let insertion = Insertion(into: entity.table, entity.fields.flatMap(\.columns))
        insertions[entity.name] = insertion
        return insertion
    }

    private func update(_ before: Values, _ after: inout Values, _ changed: [String], _ entity: EntityDefinition) throws {
        guard let id = before[Common.id]?.reference, case .integer(let version)? = before[Common.version] else { return }
        after[Common.version] = .integer(version + 1)
        let touched = Set(changed).union([Common.version, Common.modifiedAt, Common.modifiedBy])
        var assignments: [SQL] = []
        for field in entity.fields where touched.contains(field.key) {
            for (column, cell) in zip(field.columns, try stored(after[field.key] ?? .null, in: field, entity, id)) {
                assignments.append("\(name: column) = \(cell)")
            }
        }
        let written = after
        let count = try guarding(written, entity) {
            try session.execute(
                """
                UPDATE \(name: entity.table)
                SET \(assignments.joined(by: ", "))
                WHERE id = \(id.rawValue) AND version = \(version)
                """)
        }
        guard count == 1 else { throw Refusal.stale(entity: entity.name, id: id, version: version) }
    }

    /// Raises the version of a record whose lines change; returns the record as it stands then.
    func raise(_ entity: EntityDefinition, _ id: RecordID) throws -> Values? {
        guard let before = try whole(entity, id) else { return nil }
        var after = before
        after[Common.modifiedAt] = .instant(engine.clock.now())
        after[Common.modifiedBy] = actor.user.map(Value.reference) ?? .null
        try update(before, &after, [], entity)
        return after
    }

    private func stored(_ value: Value, in field: FieldDefinition, _ entity: EntityDefinition, _ id: RecordID) throws -> [Stored] {
        field.isSealed ? try engine.vault.store(value, in: field, of: entity, id) : field.kind.store(value)
    }

    private func writeLinks(_ values: Values, _ changed: [String], _ entity: EntityDefinition) throws {
        guard let id = values[Common.id]?.reference?.rawValue else { return }
        for field in entity.linked where changed.contains(field.key) {
            let table = entity.linkTable(field)
            try session.execute("DELETE FROM \(name: table) WHERE source_id = \(id)")
            let pairs = (values[field.key] ?? .null).list.compactMap(\.reference).map { "(\(id), \($0.rawValue))" as SQL }
            guard !pairs.isEmpty else { continue }
            try session.execute("INSERT INTO \(name: table) (source_id, target_id) VALUES \(pairs.joined(by: ", "))")
        }
    }

    private func purge(_ values: Values, _ entity: EntityDefinition) throws {
        guard let id = values[Common.id]?.reference else { return }
        do {
            for field in entity.linked {
                try session.execute("DELETE FROM \(name: entity.linkTable(field)) WHERE source_id = \(id.rawValue)")
            }
            try session.execute("DELETE FROM \(name: Shares.table) WHERE record_id = \(id.rawValue)")
            if entity.survivorship != nil { try forgetMerges(of: id) }
            try spendNumbers(values, entity)
            try session.execute("DELETE FROM \(name: entity.table) WHERE id = \(id.rawValue)")
        } catch StoreError.foreignKey {
            throw Refusal.stillUsed(entity: entity.name, id: id)
        }
    }

    /// Says which field it was when a unique index refuses the row.
    private func guarding<T>(_ values: Values, _ entity: EntityDefinition, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch StoreError.unique(let constraint) {
            let field = entity.uniques.first { constraint == "\(entity.table)_\($0.column)_unique" }
            guard let field else { throw StoreError.unique(constraint: constraint) }
            throw Invalid(field.key, .taken, ["value": field.kind.text(values[field.key] ?? .null)])
        } catch StoreError.foreignKey {
            // What it refers to was purged since it was looked for: once more from the start, where that is told by its field.
            throw StoreError.conflict(code: "foreignKey")
        }
    }
}
