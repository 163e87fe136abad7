public import Kernel
import Store

extension Door {
    /// Makes two of one again: the loser comes back, the survivor holds what it held, and what had moved goes back. What was changed or came
    /// since stays with the survivor. Of several merges of a record the last comes first.
    public func unmerge(_ id: RecordID, of survivor: RecordID, on entity: EntityDefinition) throws -> Unmerged {
        let entity = catalogue[entity.name] ?? entity
        try engine.permissions.check(actor, may: .merge, entity)
        guard let merge = try reader.merge(id, locking: true), merge.survivor == survivor, merge.entity == entity.name else {
            throw Invalid("merge", .notFound, ["id": id.description])
        }
        for record in [merge.survivor, merge.loser].sorted() { try holdForUnmerging(entity, record, merge) }
        if let hindrance = try reader.hindrance(to: merge) { throw hindrance }
        let stays = try reader.stays(merge, entity)
        let outer = job
        (job, isMerging) = (id, true)
        defer { (job, isMerging) = (outer, false) }
        let kept = try writeBack(merge, entity)
        let done = try trusting { try moveBack(merge, limit: Self.movedAtOnce) }
        if !done.isWhole { try enqueue(MergeMoving.job.name, ["merge": .string(id.description)], uniqueKey: "undo.\(id)") }
        try remark(MergeRemark.unmerge, merge.survivor, entity, MergeRemark.json(id, with: merge.loser))
        try remark(MergeRemark.unmerge, merge.loser, entity, MergeRemark.json(id, into: merge.survivor))
        return Unmerged(
            merge: id, survivor: merge.survivor, loser: merge.loser, restored: kept.restored, kept: kept.changed, stays: stays, isMoving: !done.isWhole)
    }

    private func holdForUnmerging(_ entity: EntityDefinition, _ id: RecordID, _ merge: MergeEntry) throws {
        let isLoser = id == merge.loser
        guard try reader.values(of: entity, id, deleted: isLoser, locking: true) != nil else {
            // Purged, put away, or merged itself: each has a reason of its own.
            throw try reader.hindrance(to: merge) ?? reader.missing(entity, id)
        }
        for verb in [Verb.edit, .merge] { try hold(entity, id, for: verb, deleted: isLoser) }
    }

    /// The fields of both. First what the survivor gives back, so that it is free for the loser; then the loser; then what refers to it.
    private func writeBack(_ merge: MergeEntry, _ entity: EntityDefinition) throws -> (restored: [String], changed: [String]) {
        let current = try whole(entity, merge.survivor) ?? [:]
        var values: Values = [:], changed: [String] = []
        let former = try before(merge)
        for (key, entry) in former.sorted(by: { $0.key < $1.key }) {
            guard let field = entity[key], !field.isComputed else { continue }
            let now = current[key] ?? .null
            guard (now.isEmpty ? .null : field.kind.json(now)) == entry["after"] ?? .null else {
                changed.append(key)
                continue
            }
            let old = entry["before"] ?? .null
            values[key] = old == .null ? .null : (try? field.kind.parse(old)) ?? .null
        }
        let loser = Value.reference(merge.loser)
        let later = values.filter { $0.value == loser || $0.value.list.contains(loser) }
        let first = values.filter { later[$0.key] == nil }
        try session.execute(
            """
            UPDATE \(name: MergeEntry.table)
            SET state = 'undoing', undone_at = \(engine.clock.now().milliseconds), undone_by = \(actor.user?.rawValue), reached = 0
            WHERE id = \(merge.id.rawValue)
            """)
        try trusting {
            let saved = first.isEmpty ? nil : try perform(.edit(merge.survivor, first), on: entity)
            try perform(.restore(merge.loser), on: entity)
            try moveSharesBack(former[MergeEntry.shares], of: entity, from: merge.survivor)
            let again = later.isEmpty ? nil : try perform(.edit(merge.survivor, later), on: entity)
            if (saved?.changed ?? []).isEmpty, (again?.changed ?? []).isEmpty, let raised = try raise(entity, merge.survivor) {
                try writeEvent(.edit(merge.survivor, [:]), raised, [], entity)
            }
        }
        return (values.keys.sorted(), changed)
    }

    private func before(_ merge: MergeEntry) throws -> [String: JSON] {
        let stored = try session.first("SELECT before FROM \(name: MergeEntry.table) WHERE id = \(merge.id.rawValue)")?[0].text ?? ""
        guard let text = MergeEntry.before.open(stored, at: [.integer(merge.id.rawValue)], with: engine.vault) else { throw Refusal.notUndoable }
        return try JSON.parse(text).object ?? [:]
    }

    /// Takes back what the merge did to the next records: of those that it moved, and of those that modules changed or made with it.
    ///
    /// - Parameter skipsRefused: whether a record that is refused stays where it is and is told of, or ends the step.
    func moveBack(_ merge: MergeEntry, limit: Int, skipsRefused: Bool = false) throws -> Moved {
        guard let entity = catalogue[merge.entity] else { return Moved() }
        var moved = Moved(), reached = merge.reached, touched: [String: (FieldDefinition, EntityDefinition)] = [:]
        let trails = try MergeTrail.next(of: merge.id, after: reached, limit: limit + 1, reader)
        for trail in trails.prefix(limit) {
            reached = trail.id
            guard trail.id != merge.survivor, trail.id != merge.loser, let now = try reader.values(of: trail.entity, trail.id) else { continue }
            let values = trail.isMade ? [:] : trail.values(now: now, from: merge.survivor, to: merge.loser, entity)
            do {
                try skipsRefused ? session.savepoint { try takeBack(trail, values) } : takeBack(trail, values)
            } catch where skipsRefused && (error is Invalid || error is Refusal) {
                moved.refused.append(trail.id)
                continue
            }
            for key in values.keys {
                if let field = trail.entity[key], field.target == entity.name { touched["\(trail.entity.name).\(key)"] = (field, trail.entity) }
            }
            if !values.isEmpty { moved.count += 1 }
        }
        for (_, (field, child)) in touched.sorted(by: { $0.key < $1.key }) { try countAnew(field, of: child, [merge.survivor, merge.loser]) }
        moved.isWhole = trails.count <= limit
        try setMerge(merge.id, moved.isWhole ? .undone : .undoing, reached: reached)
        return moved
    }

    private func takeBack(_ trail: MergeTrail, _ values: Values) throws {
        if trail.isMade {
            if try !isChangedByPeople(trail.id) { try perform(.delete(trail.id), on: trail.entity) }
        } else if !values.isEmpty {
            try rehang(trail.id, values, trail.entity)
        }
    }

    /// Whether somebody changed a record beside what merges did to it: then it is theirs as well, and stays.
    private func isChangedByPeople(_ id: RecordID) throws -> Bool {
        try session.first(
            """
            SELECT 1 FROM \(name: SystemTables.audit) AS a
            WHERE a.record_id = \(id.rawValue) AND a.kind = 'edit'
            AND NOT EXISTS (SELECT 1 FROM \(name: MergeEntry.table) AS m WHERE m.id = a.job_id)
            LIMIT 1
            """) != nil
    }
}
