import Kernel
import Store

/// What a change leaves behind: audit rows, search tokens, an event.
extension Door {
    /// One row per changed field; one row for a whole new, deleted or restored record, whose values stand in the record itself.
    func writeAudit(
        _ change: Change, _ before: Values?, _ after: Values, _ changed: [String], _ entity: EntityDefinition
    ) throws {
        guard let id = after[Common.id]?.reference else { return }
        if change.kind == .purge {
            try session.execute("DELETE FROM \(name: SystemTables.audit) WHERE record_id = \(id.rawValue)")
            note(.recordPurged, of: SecurityLog.Subject(entity.name, id))
        }
        let changeID = try engine.ids.next(bucket: id.bucket).rawValue
        let at = engine.clock.now().milliseconds
        func row(_ field: String?, _ old: Stored, _ new: Stored) throws -> SQL {
            try """
            (\(engine.ids.next(bucket: id.bucket).rawValue), \(changeID), \(entity.name), \(id.rawValue), \(at),
            \(actor.user?.rawValue), \(actor.impersonator?.rawValue), \(change.kind.rawValue), \(field), \(old), \(new))
            """
        }
        var rows: [SQL] = []
        if change.kind == .edit {
            for key in changed {
                guard let field = entity[key], !field.traits.contains(.unaudited), !field.traits.contains(.secret) else { continue }
                rows.append(try row(key, Self.audited(before?[key], field), Self.audited(after[key], field)))
            }
        } else {
            rows.append(try row(nil, .null, .null))
        }
        guard !rows.isEmpty else { return }
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.audit) (id, change_id, entity, record_id, at, actor_id, impersonator_id, kind, field, old, new)
            VALUES \(rows.joined(by: ", "))
            """)
    }

    /// A value as audit rows hold it.
    static func audited(_ value: Value?, _ field: FieldDefinition) -> Stored {
        guard let value, !value.isEmpty else { return .null }
        // What is sealed must not lie open here.
        return .text((field.isSealed ? field.kind.masked(value) : field.kind.json(value)).text)
    }

    /// A line on a record's time line that is no change of a field.
    func remark(_ kind: String, _ id: RecordID, _ entity: EntityDefinition, _ details: JSON) throws {
        let row = try engine.ids.next(bucket: id.bucket).rawValue
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.audit) (id, change_id, entity, record_id, at, actor_id, impersonator_id, kind, new)
            VALUES (\(row), \(row), \(entity.name), \(id.rawValue), \(engine.clock.now().milliseconds), \(actor.user?.rawValue),
            \(actor.impersonator?.rawValue), \(kind), \(details.text))
            """)
    }

    /// Only when a searched field changed, or the record came or went.
    func writeSearchTokens(_ change: Change, _ before: Values?, _ after: Values, _ entity: EntityDefinition) throws {
        guard !entity.searched.isEmpty, let id = after[Common.id]?.reference else { return }
        let index = SearchTable(name: entity.searchTable)
        switch change.kind {
        case .delete, .purge: return try session.remove(id: id.rawValue, from: index)
        case .edit where entity.searched.allSatisfy({ before?[$0.key] ?? .null == after[$0.key] ?? .null }): return
        case .create, .edit, .restore:
            try session.put(id: id.rawValue, tokens: Self.tokens(of: after, entity), into: index)
        }
    }

    static func tokens(of values: Values, _ entity: EntityDefinition) -> [String] {
        var tokens: Set<String> = []
        for field in entity.searched {
            let value = values[field.key] ?? .null
            if value.isEmpty || field.isSealed { continue }
            let text = if case .address(let address) = value { address.line } else { field.kind.text(value) }
            let found = Tokens.index(text)
            // Personal tokens are marked, so that they answer only who may read what is personal.
            if field.traits.contains(.personal) { tokens.formUnion(found.map { Tokens.personalMark + $0 }) } else { tokens.formUnion(found) }
        }
        return tokens.sorted()
    }

    /// Goes out after the transaction; written within it, so that neither is there without the other.
    func writeEvent(_ change: Change, _ after: Values, _ changed: [String], _ entity: EntityDefinition) throws {
        guard let id = after[Common.id]?.reference, case .integer(let version)? = after[Common.version] else { return }
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.outbox) (id, entity, record_id, version, kind, at, actor_id, fields)
            VALUES (\(engine.ids.next(bucket: id.bucket).rawValue), \(entity.name), \(id.rawValue), \(version),
            \(change.kind.rawValue), \(engine.clock.now().milliseconds), \(actor.user?.rawValue),
            \(changed.joined(separator: ",")))
            """)
    }
}
