import Kernel
import Store

/// Every night: what nobody has looked after falls back into its pool, in short transactions, after its owner has been warned.
enum FallingBack {
    static let job = JobKind("poolFallBack", every: .daily(at: 2, 30), isOffered: true) { _, run in
        var fallen = 0, warned = 0
        for pool in try await run.engine.write(as: .system, { try $0.allPools() }) {
            let waves = try await run.engine.read(as: .system) { try Waves(pool, $0) }
            guard let waves else { continue }
            for (rule, isWarning) in [(waves.falling, false), (waves.warned, true)] {
                guard let rule else { continue }
                var last = RecordID(rawValue: 0)
                while true {
                    let after = last
                    let batch = try await run.write { door in
                        try door.pass(pool, rule && .compare([Common.id], .greater, .reference(after)), again: rule, isWarning: isWarning)
                    }
                    guard let reached = batch.reached else { break }
                    last = reached
                    if isWarning { warned += batch.done } else { fallen += batch.done }
                    try await run.progress(fallen + warned)
                }
            }
        }
        return ["fallen": JSON(fallen), "warned": JSON(warned)]
    }

    static let recordsPerTransaction = 100
}

/// Which owned records a pool takes back now, and which soon.
private struct Waves: Sendable {
    let falling: Rule
    /// Nil where nobody is warned.
    let warned: Rule?

    init?(_ pool: Record<Pool>, _ reader: Reader) throws {
        guard let entity = reader.catalogue[pool[\.entity]], pool[\.idleDays] != nil || pool[\.dealDays] != nil else { return nil }
        var owned = Rule.not(.empty([Common.owner])) && .empty([Pooled.pool])
        if let unit = pool[\.unit]?.id {
            let units = pool[\.withSubtree] ? try Organisation(reader.session).subtree(of: [unit]) : [unit]
            owned = owned && .oneOf([Common.unit], units.map(Value.reference))
        }
        let now = reader.moment
        falling = owned && Self.due(pool, entity, now, ahead: 0)
        warned = pool[\.warningDays].map { days in owned && Self.due(pool, entity, now, ahead: Int(days)) && !Self.due(pool, entity, now, ahead: 0) }
    }

    /// - Parameter ahead: in so many days, if nothing happens until then.
    private static func due(_ pool: Record<Pool>, _ entity: EntityDefinition, _ moment: Moment, ahead: Int) -> Rule {
        func instant(_ days: Int64) -> Instant { Instant(milliseconds: moment.now.milliseconds - (days - Int64(ahead)) * Housekeeping.day) }
        func day(_ days: Int64) -> Day { moment.today - (Int(days) - ahead) }
        /// Nothing of the kind since then, where the entity knows of it.
        func before(_ key: String, _ days: Int64) -> Rule {
            guard let field = entity[key] else { return .always }
            let limit: Value = field.kind is DayKind ? .day(day(days)) : .instant(instant(days))
            return .any([.empty([key]), .compare([key], .less, limit)])
        }
        func quiet(_ key: String, _ days: Int64) -> Rule { before(key, days) && before(Pooled.claimedAt, days) && before(Common.createdAt, days) }
        var rules: [Rule] = []
        if let days = pool[\.idleDays] { rules.append(quiet(Activity.lastContact, days)) }
        if let days = pool[\.dealDays] { rules.append(quiet(Activity.lastDeal, days)) }
        var rule = Rule.any(rules)
        if let days = pool[\.claimProtectionDays] { rule = rule && before(Pooled.claimedAt, days) }
        if let days = pool[\.dealProtectionDays] { rule = rule && before(Activity.lastDeal, days) }
        return rule
    }

    /// Fields by which an entity tells when somebody was last in touch, where it has them.
    private enum Activity {
        static let lastContact = "lastContactAt", lastDeal = "lastDealOn"
    }
}

extension Door {
    fileprivate func allPools() throws -> [Record<Pool>] {
        try catalogue.entities.filter(\.isPooled).flatMap { try firstPools(of: $0.name) }
    }

    /// The next records of a wave.
    ///
    /// - Parameter again: what must still hold once the record is locked.
    fileprivate func pass(_ pool: Record<Pool>, _ rule: Rule, again: Rule, isWarning: Bool) throws -> (reached: RecordID?, done: Int) {
        guard let entity = catalogue[pool[\.entity]] else { return (nil, 0) }
        let ids = try reader.firstIDs(entity, where: rule, limit: FallingBack.recordsPerTransaction)
        guard !ids.isEmpty else { return (nil, 0) }
        let context = reader.ruleContext(entity)
        let held = try ids.compactMap { id in try reader.values(of: entity, id, locking: true).map { (id, $0) } }.filter { again.holds(for: $0.1, in: context) }
        // Only now: another run may have told of them until they were locked.
        let kept = try engine.modules.flatMap(\.poolProtections).filter { $0.entity == entity.name }
            .reduce(into: isWarning ? try warned(ids, pool) : []) { $0.formUnion(try $1.keeps(ids, reader)) }
        var done = 0
        for (id, values) in held where !kept.contains(id) {
            guard let owner = values[Common.owner]?.reference else { continue }
            if isWarning {
                try log(PoolDeed(kind: .warning), of: id, entity.name, from: nil, to: pool.id, person: owner)
                notify([owner], .poolWarning, about: (entity.name, id), ["days": .string(String(pool[\.warningDays] ?? 0))])
            } else {
                try enter(id, values, pool.id, PoolDeed(kind: .fallBack), entity)
                notify([owner], .poolFallBack, about: (entity.name, id))
            }
            done += 1
        }
        return (ids.last, done)
    }

    /// Those whose owners know already.
    private func warned(_ ids: [RecordID], _ pool: Record<Pool>) throws -> Set<RecordID> {
        let since = engine.clock.now().milliseconds - (pool[\.warningDays] ?? 0) * Housekeeping.day
        let rows = try session.rows(
            """
            SELECT record FROM \(name: PoolMove.schema.definition.table)
            WHERE record IN (\(SQL.list(ids.map { .integer($0.rawValue) }))) AND kind = \(PoolMove.Kind.warning.rawValue)
              AND to_pool_id = \(pool.id.rawValue) AND at > \(since)
            """)
        return Set(rows.compactMap { $0[0].integer.map(RecordID.init(rawValue:)) })
    }
}
