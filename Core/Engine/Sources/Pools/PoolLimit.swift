public import Kernel
import Store

/// What a public pool allows one person, and what of it is used up.
public struct PoolLimit: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case daily, total, capacity
        /// They gave it back, or lost it, not long ago.
        case wait
    }

    public let kind: Kind
    public let max: Int64
    /// The first day on which there is room again; nil where that depends on what one gives back.
    public let free: Day?

    public init(_ kind: Kind, max: Int64, free: Day?) { (self.kind, self.max, self.free) = (kind, max, free) }

    var code: String { "pool" + kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst() }
    var values: [String: String] { ["max": String(max), "free": free?.description ?? ""] }
}

/// What one person has taken from a pool.
struct PoolUse: Sendable {
    let today, held, owned: Int64
}

extension Reader {
    /// Relies on the indexes of moves by person and of records by owner. Ask a reader that sees everything.
    func use(of pool: RecordID, by person: RecordID, _ entity: EntityDefinition) throws -> PoolUse {
        let moves = catalogue.definition(PoolMove.self)
        let claims = PoolMove.rule { $0.person == Reference(person) && $0.kind == .claim } && .compare(["fromPool"], .equal, .reference(pool))
        let start = moment.instants(of: .day(offset: 0)).first ?? moment.now
        let today = try count(moves, where: claims && .compare(["at"], .atLeast, .instant(start)))
        let owned = try count(entity, where: .compare([Common.owner], .equal, .reference(person)))
        var select = select(entity)
        let mine = try select.condition(.compare([Common.owner], .equal, .reference(person)) && Self.lives(false))
        let held = try session.first(
            """
            SELECT COUNT(*) FROM \(select.tables)
            WHERE \(mine) AND t0.id IN (
                SELECT record FROM \(name: moves.table)
                WHERE person_id = \(person.rawValue) AND kind = \(PoolMove.Kind.claim.rawValue) AND from_pool_id = \(pool.rawValue))
            """)?[0].integer ?? 0
        return PoolUse(today: today, held: held, owned: owned)
    }
}

extension Record<Pool> {
    /// The first limit that one more record would break.
    func broken(by use: PoolUse, today: Day) -> PoolLimit? {
        if let max = self[\.dailyQuota], use.today >= max { return PoolLimit(.daily, max: max, free: today + 1) }
        if let max = self[\.totalQuota], use.held >= max { return PoolLimit(.total, max: max, free: nil) }
        if let max = self[\.capacity], use.owned >= max { return PoolLimit(.capacity, max: max, free: nil) }
        return nil
    }

    /// The day on which a former owner may claim a record again, where that is still to come.
    func wait(of person: RecordID, for values: Values, _ moment: Moment) -> PoolLimit? {
        guard let days = self[\.waitDays], values[Pooled.formerOwner]?.reference == person, case .instant(let since)? = values[Pooled.since]
        else { return nil }
        let free = since.day(in: moment.zone) + Int(days)
        return moment.today < free ? PoolLimit(.wait, max: days, free: free) : nil
    }
}
