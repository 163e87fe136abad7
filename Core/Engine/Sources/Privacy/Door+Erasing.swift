public import Kernel
import Store

/// Erasing what we know of somebody, as far as no law wants it kept.
extension Door {
    /// What goes and what stays. Nothing is changed.
    func erasure(of id: RecordID, _ entity: EntityDefinition, _ language: Language) throws -> JSON {
        try engine.permissions.checkProtecting(actor, entity)
        let values = try hold(entity, id, for: .read)
        guard case .integer(let version)? = values[Common.version], var plan = try trusting({ try ErasurePlan(of: id, entity, self).json(language) }).object else { return .null }
        plan["version"] = JSON(version)
        return .object(plan)
    }

    /// Erases for good. Personal values are overwritten here, in search and in the history; what hangs on the records goes; what a law
    /// wants kept is put away as it is. None of it comes back by undoing or restoring.
    ///
    /// - Parameter version: that of the record when the plan was looked at: what is erased is what was shown.
    func erase(_ id: RecordID, on entity: EntityDefinition, reason: String, ifVersion version: Int64) throws -> JSON {
        try engine.permissions.checkProtecting(actor, entity)
        guard actor.user != nil else { throw Refusal.forbidden(verb: .act("protect"), entity: entity.name) }
        let reason = String(reason.filter { !$0.isNewline }.trimmed.prefix(200))
        guard !reason.isEmpty else { throw Invalid("reason", .required) }
        let values = try hold(entity, id, for: .read)
        guard case .integer(let present)? = values[Common.version], present == version else {
            throw Refusal.stale(entity: entity.name, id: id, version: version)
        }
        return try trusting {
            let plan = try ErasurePlan(of: id, entity, self)
            isErasing = true
            defer { isErasing = false }
            // From the leaves to the root: what is removed must not be looked for on what has gone before it.
            for item in plan.items.reversed() { try carryOut(item) }
            try enqueue(ForgettingWords.name, ["entities": .array(Set(plan.items.map(\.entity.name)).sorted().map(JSON.string))], uniqueKey: nil)
            func count(_ fate: ErasurePlan.Fate) -> JSON { JSON(plan.items.count { $0.fate == fate }) }
            note(
                .recordErased, of: SecurityLog.Subject(entity.name, id),
                ["reason": .string(reason), "erased": count(.erase), "removed": count(.remove), "blocked": count(.block)])
            return ["erased": count(.erase), "removed": count(.remove), "blocked": count(.block), "kept": count(.keep)]
        }
    }

    private func carryOut(_ item: ErasurePlan.Item) throws {
        switch item.fate {
        case .keep: return
        case .remove:
            if try isAlive(item) { try perform(.delete(item.id), on: item.entity) }
            try perform(.purge(item.id), on: item.entity)
            return
        case .block:
            if try isAlive(item) { try perform(.delete(item.id), on: item.entity) }
        case .erase:
            // What a merge remembers of both is as personal as they are.
            if item.entity.survivorship != nil { try forgetMerges(of: item.id) }
            // What lies in the bin is taken out for as long as it is overwritten.
            if try !isAlive(item) { try perform(.restore(item.id), on: item.entity) }
            try overwrite(item)
            try perform(.delete(item.id), on: item.entity)
            for erasing in engine.modules.flatMap(\.erasing) where erasing.entity == item.entity.name { try erasing.erase(item.id, self) }
        }
        try session.execute("DELETE FROM \(name: Shares.table) WHERE record_id = \(item.id.rawValue)")
        let state = item.fate == .block ? Erased.State.blocked : .erased
        try session.execute(
            """
            INSERT INTO \(name: Erased.table) (record_id, entity, state, at, actor_id, until)
            VALUES (\(item.id.rawValue), \(item.entity.name), \(state.rawValue), \(engine.clock.now().milliseconds), \(actor.user?.rawValue), \(item.until?.description))
            ON CONFLICT DO NOTHING
            """)
    }

    private func isAlive(_ item: ErasurePlan.Item) throws -> Bool { try reader.values(of: item.entity, item.id) != nil }

    private func overwrite(_ item: ErasurePlan.Item) throws {
        let fields = item.entity.fields.filter { $0.isErased(in: item.entity) }
        let code = try item.entity.numbered.first.flatMap { try reader.values(of: item.entity, item.id)?[$0.key]?.text }
        let values = Values(fields.compactMap { field in field.erasedValue(of: item.entity, code).map { (field.key, $0) } }) { first, _ in first }
        try perform(.edit(item.id, values), on: item.entity)
        let keys = SQL.list(fields.map { .text($0.key) } + item.entity.computed.map { .text($0.key) })
        try session.execute(
            """
            UPDATE \(name: SystemTables.audit) SET old = NULL, new = NULL
            WHERE record_id = \(item.id.rawValue) AND (field IN (\(keys)) OR (field IS NULL AND kind = 'reveal'))
            """)
    }
}
