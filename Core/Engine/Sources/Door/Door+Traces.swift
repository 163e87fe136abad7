import Kernel
import Store

/// What a change leaves behind: audit rows, search tokens, an event.
extension Door {
    /// One row per changed field; one row for a whole new, deleted or restored record, whose values stand in the record itself.
    /// Returns what the rows have in common, the id of the change.
    func writeAudit(
        _ change: Change, _ before: Values?, _ after: Values, _ changed: [String], _ entity: EntityDefinition
    ) throws -> RecordID? {
        guard let id = after[Common.id]?.reference else { return nil }
        if change.kind == .purge {
            traces.audit.removeAll { $0[Traces.recordColumn] == .integer(id.rawValue) }
            traces.lines.removeAll { $0.header == id || $0.line == id }
            try session.execute("DELETE FROM \(name: SystemTables.audit) WHERE record_id = \(id.rawValue)")
            note(.recordPurged, of: SecurityLog.Subject(entity.name, id))
        }
        let changeID = try engine.ids.next(bucket: id.bucket)
        let at = engine.clock.now().milliseconds
        func add(_ field: String?, _ old: Stored, _ new: Stored) throws {
            traces.audit.append([
                .integer(try engine.ids.next(bucket: id.bucket).rawValue), .integer(changeID.rawValue), .text(entity.name), .integer(id.rawValue),
                .integer(at), Stored(actor.user), Stored(actor.impersonator), .text(change.kind.rawValue), field.map(Stored.text) ?? .null,
                old, new, Stored(job),
            ])
        }
        if change.kind != .edit { try add(nil, .null, .null) }
        guard change.kind == .edit else { return changeID }
        for key in changed {
            guard let field = entity[key], field.isAudited else { continue }
            try isErasing ? add(key, .null, .null) : add(key, Self.audited(before?[key], field), Self.audited(after[key], field))
        }
        return changeID
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
        switch change.kind {
        case .edit where entity.searched.allSatisfy({ before?[$0.key] ?? .null == after[$0.key] ?? .null }): return
        case .delete, .purge: traces.tokens.append(Traces.Tokens(entity: entity.searchTable, id: id.rawValue, tokens: nil, isNew: false))
        case .create, .edit, .restore:
            traces.tokens.append(
                Traces.Tokens(entity: entity.searchTable, id: id.rawValue, tokens: Self.tokens(of: after, entity, cut: cut), isNew: change.kind == .create))
        }
    }

    /// - Parameter cut: tokens that are known already, by text.
    static func tokens(of values: Values, _ entity: EntityDefinition, cut: [String: [String]] = [:]) -> [String] {
        var tokens: [String] = [], seen = Set<String>(minimumCapacity: 128)
        tokens.reserveCapacity(128)
        for field in entity.searched {
            guard let text = field.searchText(of: values[field.key] ?? .null) else { continue }
            // Personal tokens are marked, so that they answer only who may read what is personal.
            let isMarked = field.traits.contains(.personal)
            for token in cut[text] ?? Tokens.index(text) {
                let token = isMarked ? Tokens.personalMark + token : token
                if seen.insert(token).inserted { tokens.append(token) }
            }
        }
        return tokens
    }

    /// Goes out after the transaction; written within it, so that neither is there without the other.
    func writeEvent(_ change: Change, _ after: Values, _ changed: [String], _ entity: EntityDefinition) throws {
        guard let id = after[Common.id]?.reference, case .integer(let version)? = after[Common.version] else { return }
        traces.events.append([
            .integer(try engine.ids.next(bucket: id.bucket).rawValue), .text(entity.name), .integer(id.rawValue), .integer(version),
            .text(change.kind.rawValue), .integer(engine.clock.now().milliseconds), Stored(actor.user), .text(changed.joined(separator: ",")),
        ])
    }
}

extension FieldDefinition {
    /// The text by which a value is found; nil where there is none, or where it is sealed.
    func searchText(of value: Value) -> String? {
        if isSealed { return nil }
        if case .address(let address) = value { return address.line }
        return value.isEmpty ? nil : kind.text(value)
    }
}

extension Stored {
    init(_ id: RecordID?) { self = id.map { .integer($0.rawValue) } ?? .null }
}
