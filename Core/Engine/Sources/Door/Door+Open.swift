public import Kernel
import Store

/// The bounds of what everybody may use: how far one's own things are shown, and that things hang on what is there.
extension Door {
    /// Showing something to all, or making it what people of some roles find first, is left to administrators.
    func checkPublishing(_ after: Values, _ before: Values?, _ entity: EntityDefinition) throws {
        guard let (audienceKey, rolesKey) = entity.publishing, !isTrusted, actor.user != nil else { return }
        let rights = actor.rights
        var problems: [FieldProblem] = []
        let audience = after[audienceKey].flatMap(Audience.init)
        if !rights.isUnlimited {
            if audience == .everyone { problems.append(ValueProblem(.notAllowed).on(audienceKey)) }
            if !(after[rolesKey] ?? .null).isEmpty { problems.append(ValueProblem(.notAllowed).on(rolesKey)) }
        }
        let moves = [audienceKey, Common.unit].contains { after[$0] ?? .null != before?[$0] ?? .null }
        if audience == .unit, moves {
            if let unit = after[Common.unit]?.reference {
                // Nobody speaks to units that are not theirs.
                if !rights.isUnlimited, !rights.subtree.contains(unit) { problems.append(ValueProblem(.notAllowed).on(Common.unit)) }
            } else {
                problems.append(ValueProblem(.required).on(Common.unit))
            }
        }
        // To hide what belongs to somebody else would take it out of one's own sight.
        if audience == .mine, before != nil, before?[audienceKey] != after[audienceKey], !rights.people.isEmpty,
            !(after[Common.owner]?.reference.map(rights.people.contains) ?? false)
        {
            problems.append(ValueProblem(.notAllowed).on(audienceKey))
        }
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    /// What hangs on a record needs one that is there and that its maker sees.
    func checkAttachment(_ after: Values, _ before: Values?, _ entity: EntityDefinition) throws {
        guard let (recordKey, entityKey) = entity.attachment, before == nil || isMoving(before, entity), let id = after[recordKey]?.reference, let name = after[entityKey]?.text
        else { return }
        guard let target = catalogue[name], target.carries(entity), isTrusted || engine.permissions.may(actor, .read, target) else {
            throw Invalid(entityKey, .unknownOption, ["option": String(name.prefix(60))])
        }
        guard try reader.firstID(target, where: .compare([Common.id], .equal, .reference(id))) != nil else {
            throw Invalid(recordKey, .notFound, ["id": id.description])
        }
    }

    /// Hangs something that the actor sees, such as a mail, on another record that they see.
    @discardableResult
    public func move(_ id: RecordID, of part: EntityDefinition, to record: RecordID, of entity: EntityDefinition) throws -> Saved {
        guard let (recordKey, entityKey) = part.attachment, try reader.values(of: part, id) != nil else {
            throw Refusal.notFound(entity: part.name, id: id.description)
        }
        guard entity.carries(part), engine.permissions.may(actor, .read, entity) else {
            throw Invalid(entityKey, .unknownOption, ["option": entity.name])
        }
        guard try reader.values(of: entity, record) != nil else { throw Invalid(recordKey, .notFound, ["id": record.description]) }
        moving = id
        defer { moving = nil }
        return try trusting { try perform(.edit(id, [recordKey: .reference(record), entityKey: .text(entity.name)]), on: part) }
    }

    /// Whether this change is such a move, which alone may say anew on what something hangs.
    func isMoving(_ before: Values?, _ entity: EntityDefinition) -> Bool {
        moving != nil && before?[Common.id]?.reference == moving
    }

    /// What hangs on a record, and its lines, go with it when it is removed for good.
    func purgeParts(of id: RecordID, _ entity: EntityDefinition) throws {
        for (part, rule) in catalogue.parts(of: id, entity) {
            var select = reader.select(part)
            let condition = try select.condition(rule)
            while true {
                let rows = try session.rows("SELECT t0.id, t0.deleted_at FROM \(select.tables) WHERE \(condition) LIMIT 100")
                guard !rows.isEmpty else { break }
                try trusting {
                    try asPart(of: id) {
                        for row in rows {
                            let found = RecordID(rawValue: row[0].integer ?? 0)
                            if row[1].isNull { try perform(.delete(found), on: part) }
                            try perform(.purge(found), on: part)
                        }
                    }
                }
            }
        }
    }
}

extension Catalogue {
    /// The records that cannot be without this one: what is attached to it, and its lines.
    fileprivate func parts(of id: RecordID, _ entity: EntityDefinition) -> [(EntityDefinition, Rule)] {
        entities.compactMap { part in
            if let (record, name) = part.attachment {
                return (part, .compare([record], .equal, .reference(id)) && .compare([name], .equal, .text(entity.name)))
            }
            guard let header = part.header, header.target == entity.name else { return nil }
            return (part, .compare([header.key], .equal, .reference(id)))
        }
    }
}
