public import Kernel
import Store

/// Making two records one. All that is decided, and all that can refuse it, is one transaction; where very many records refer to the loser,
/// the rest of them move in a job that this transaction puts into the queue (decision 070).
extension Door {
    /// So many records move with the merge itself.
    static let movedAtOnce = 200

    /// Merges a record into another one. Returns the id of the merge.
    @discardableResult
    public func merge(_ order: MergeOrder, on entity: EntityDefinition) throws -> RecordID {
        let entity = catalogue[entity.name] ?? entity
        let pair = try hold(order, entity)
        let plan = try reader.plan(pair)
        let values = try plan.values(order.choices, by: actor)
        let moves = try trusting {
            let obstacles = try reader.obstacles(pair, values)
            guard obstacles.isEmpty else { throw Invalid(obstacles) }
            return try reader.moves(pair)
        }
        let id = try engine.ids.next(bucket: pair.survivorID.bucket)
        let shares = try sharesAfterMerging(pair)
        try write(id, order, plan, values, moves, shares)
        let outer = job
        // By it the audit rows of all that belongs to the merge are found again.
        (job, isMerging) = (id, true)
        defer { (job, isMerging) = (outer, false) }
        try trusting {
            try moveLines(pair.entity, from: pair.loserID, to: pair.survivorID)
            let isWhole = try moveReferences(pair.entity, from: pair.loserID, to: pair.survivorID, limit: Self.movedAtOnce).isWhole
            try perform(.delete(pair.loserID), on: entity)
            try moveShares(shares, of: entity, to: pair.survivorID)
            try settle(pair, values)
            try setMerge(id, isWhole ? .done : .moving)
            if !isWhole { try enqueue(MergeMoving.job.name, ["merge": .string(id.description)], uniqueKey: id.description) }
            // What others were writing at this moment may refer to the loser still.
            try enqueue(
                MergeMoving.job.name, ["merge": .string(id.description), "sweep": true],
                at: engine.clock.now() + MergeMoving.sweepDelay, uniqueKey: "sweep.\(id)")
        }
        try remark(MergeRemark.merge, pair.survivorID, entity, MergeRemark.json(id, with: pair.loserID))
        try remark(MergeRemark.merge, pair.loserID, entity, MergeRemark.json(id, into: pair.survivorID))
        return id
    }

    /// The survivor as it is from now on, and what modules add to that.
    private func settle(_ pair: MergePair, _ values: Values) throws {
        let saved = values.isEmpty ? nil : try perform(.edit(pair.survivorID, values), on: pair.entity)
        // Whoever has read the survivor has read another one, also where no field of its own changed.
        if saved?.changed.isEmpty ?? true, let raised = try raise(pair.entity, pair.survivorID) {
            try writeEvent(.edit(pair.survivorID, [:]), raised, [], pair.entity)
        }
        guard var survivor = try whole(pair.entity, pair.survivorID) else { return }
        let saving = Saving(door: self, before: pair.loser, kind: .edit)
        for hook in catalogue.hooks(on: pair.entity.name) where hook.moment == .afterMerging { try hook.run(&survivor, saving) }
    }

    /// Both records, locked in one order, as whoever merges them the other way round locks them too.
    private func hold(_ order: MergeOrder, _ entity: EntityDefinition) throws -> MergePair {
        guard entity.survivorship != nil, !entity.isRetired else { throw Refusal.unknownAction(Verb.merge.name) }
        try engine.permissions.check(actor, may: .merge, entity)
        guard order.survivor != order.loser else { throw Invalid("loser", .sameRecord) }
        var found: [RecordID: Values] = [:]
        for id in [order.survivor, order.loser].sorted() { found[id] = try holdForMerging(entity, id) }
        guard let survivor = found[order.survivor], let loser = found[order.loser] else {
            throw Refusal.notFound(entity: entity.name, id: order.loser.description)
        }
        for (values, id, version) in [(survivor, order.survivor, order.survivorVersion), (loser, order.loser, order.loserVersion)] {
            if let version, case .integer(let current)? = values[Common.version], current != version {
                throw Refusal.stale(entity: entity.name, id: id, version: current)
            }
        }
        return MergePair(entity: entity, survivor: survivor, loser: loser, survivorID: order.survivor, loserID: order.loser)
    }

    func holdForMerging(_ entity: EntityDefinition, _ id: RecordID, deleted: Bool = false) throws -> Values {
        try hold(entity, id, for: .edit, deleted: deleted)
        let values = try hold(entity, id, for: .merge, deleted: deleted)
        let busy = try session.first(
            """
            SELECT 1 FROM \(name: MergeEntry.table)
            WHERE state IN ('moving', 'undoing') AND (survivor_id = \(id.rawValue) OR loser_id = \(id.rawValue))
            LIMIT 1
            """)
        guard busy == nil else { throw Refusal.mergeRuns(entity: entity.name, id: id) }
        return values
    }

    private func write(_ id: RecordID, _ order: MergeOrder, _ plan: MergePlan, _ values: Values, _ moves: [MergeMove], _ shares: [String: JSON]) throws {
        let chosen = Dictionary(uniqueKeysWithValues: plan.fields.filter(\.differs).map { field in
            (field.definition.key, JSON.string((order.choices[field.definition.key] ?? field.proposal).rawValue))
        })
        let shared: [String: JSON] = shares.isEmpty ? [:] : [MergeEntry.shares: .object(shares)]
        let kept = values.reduce(into: shared) { kept, entry in
            guard let kind = plan.pair.entity[entry.key]?.kind else { return }
            let before = plan.pair.survivor[entry.key] ?? .null
            kept[entry.key] = ["before": before.isEmpty ? .null : kind.json(before), "after": entry.value.isEmpty ? .null : kind.json(entry.value)]
        }
        guard let before = MergeEntry.before.seal(JSON.object(kept).text, at: [.integer(id.rawValue)], with: engine.vault) else { throw Refusal.notSealed }
        writes += 1
        try session.execute(
            """
            INSERT INTO \(name: MergeEntry.table) (id, entity, survivor_id, loser_id, at, actor_id, state, choices, moves, before)
            VALUES (\(id.rawValue), \(plan.pair.entity.name), \(order.survivor.rawValue), \(order.loser.rawValue),
            \(engine.clock.now().milliseconds), \(actor.user?.rawValue), 'moving', \(JSON.object(chosen).text),
            \(JSON.array(moves.map(\.json)).text), \(before))
            """)
    }
}

/// What the time lines of both records say.
enum MergeRemark {
    static let merge = "merge", unmerge = "unmerge"

    static func json(_ merge: RecordID, with loser: RecordID) -> JSON { ["merge": .string(merge.description), "with": .string(loser.description)] }
    static func json(_ merge: RecordID, into survivor: RecordID) -> JSON { ["merge": .string(merge.description), "into": .string(survivor.description)] }
}
