public import Kernel
import Store

/// Into public pools and out of them.
extension Door {
    /// Makes a record that lies in a pool the actor's own. Of several who try at once one gets it; what a pool allows holds however many
    /// claims come together, since each first locks the person.
    @discardableResult
    public func claim(_ id: RecordID, on entity: EntityDefinition) throws -> Saved {
        let person = try claimant(.act("claim"), entity)
        try lockClaims(of: person)
        let (values, pool) = try pooled(id, entity) { $0.mayClaim }
        if let limit = pool.wait(of: person, for: values, reader.moment) { throw Refusal.poolLimit(limit) }
        let use = try trusting { try reader.use(of: pool.id, by: person, entity) }
        if let limit = pool.broken(by: use, today: reader.moment.today) { throw Refusal.poolLimit(limit) }
        return try hand(id, values, to: person, unit: actor.unit, PoolDeed(kind: .claim), entity)
    }

    /// Gives a record that lies in a pool to a colleague, as a steward of the pool does.
    @discardableResult
    public func distribute(_ id: RecordID, to person: RecordID, on entity: EntityDefinition) throws -> Saved {
        _ = try claimant(.assign, entity)
        try lockClaims(of: person)
        let (values, pool) = try pooled(id, entity) { $0.isSteward }
        guard let user = try trusting({ try reader.find(User.self, person) }), user[\.isActive] else {
            throw Invalid("owner", .notFound, ["id": person.description])
        }
        if let max = pool[\.capacity], try trusting({ try reader.use(of: pool.id, by: person, entity) }).owned >= max {
            throw Refusal.poolLimit(PoolLimit(.capacity, max: max, free: nil))
        }
        return try hand(id, values, to: person, unit: user[\.unit]?.id, PoolDeed(kind: .assign), entity)
    }

    /// Gives a record back, so that others may claim it.
    ///
    /// - Parameter pool: nil for the first that the actor belongs to.
    @discardableResult
    public func release(_ id: RecordID, into pool: RecordID?, reason: String, on entity: EntityDefinition) throws -> Saved {
        let person = try claimant(.act("release"), entity)
        try engine.permissions.check(actor, may: .edit, entity)
        let values = try hold(entity, id, for: .edit)
        let isOwn = values[Common.owner]?.reference == person
        guard isOwn || (engine.permissions.may(actor, .assign, entity) && permits(.assign, entity, values)) else {
            throw Refusal.forbidden(verb: .assign, entity: entity.name)
        }
        guard values[Common.owner]?.reference != nil, values[Pooled.pool]?.reference == nil else { throw Refusal.notPossible(action: "release") }
        let reason = String(reason.filter { !$0.isNewline }.trimmed.prefix(200))
        guard !reason.isEmpty else { throw Invalid("reason", .required) }
        let open = try firstPools(of: entity.name).filter { pool in actor.isAdministrator || actor.rights.pools.contains { $0.id == pool.id } }
        guard let target = pool.map({ id in open.first { $0.id == id } }) ?? open.first else {
            throw pool.map { Invalid("pool", .notFound, ["id": $0.description]) } ?? Invalid("pool", .required)
        }
        return try enter(id, values, target.id, PoolDeed(kind: .release, reason: reason), entity)
    }

    /// Takes a record from its owner into a pool.
    @discardableResult
    func enter(_ id: RecordID, _ values: Values, _ pool: RecordID, _ deed: PoolDeed, _ entity: EntityDefinition) throws -> Saved {
        try doing(deed) {
            try perform(
                .edit(
                    id,
                    [
                        Common.owner: .null, Pooled.pool: .reference(pool), Pooled.since: .instant(engine.clock.now()),
                        Pooled.reason: deed.reason.map(Value.text) ?? .null, Pooled.formerOwner: values[Common.owner] ?? .null,
                    ]),
                on: entity)
        }
    }

    private func hand(
        _ id: RecordID, _ values: Values, to person: RecordID, unit: RecordID?, _ deed: PoolDeed, _ entity: EntityDefinition
    ) throws -> Saved {
        try doing(deed) {
            try perform(
                .edit(
                    id,
                    [
                        Common.owner: .reference(person), Common.unit: unit.map(Value.reference) ?? values[Common.unit] ?? .null,
                        Pooled.claimedAt: .instant(engine.clock.now()),
                    ]),
                on: entity)
        }
    }

    private func doing(_ deed: PoolDeed, _ body: () throws -> Saved) throws -> Saved {
        poolDeed = deed
        defer { poolDeed = nil }
        return try trusting(body)
    }

    /// Only people claim, give back and hand out.
    private func claimant(_ verb: Verb, _ entity: EntityDefinition) throws -> RecordID {
        guard let person = actor.user, entity.isPooled, actor.scopes.allows(verb, entity.name) else {
            throw Refusal.forbidden(verb: verb, entity: entity.name)
        }
        try engine.permissions.check(actor, may: .read, entity)
        return person
    }

    /// Claims of one person come one after the other, so that each counts those before it.
    private func lockClaims(of person: RecordID) throws {
        let lock: SQL = "SELECT t0.id FROM \(name: User.schema.definition.table) AS t0 WHERE t0.id = \(person.rawValue)"
        _ = try session.first(lock + Reader.lock)
    }

    /// A record that lies in a pool, locked, and its pool. What was in a pool of the actor's a moment ago and is gone says so; of anything
    /// else they do not learn that it is there.
    private func pooled(
        _ id: RecordID, _ entity: EntityDefinition, _ suits: (OpenPool) -> Bool
    ) throws -> (values: Values, pool: Record<Pool>) {
        let values = try trusting { try reader.values(of: entity, id, locking: true) }
        func isOpen(_ pool: RecordID) -> Bool { actor.rights.pools.contains { $0.id == pool && suits($0) } }
        if let values, let pool = values[Pooled.pool]?.reference {
            guard isOpen(pool), let found = try trusting({ try reader.find(Pool.self, pool) }) else {
                throw Refusal.notFound(entity: entity.name, id: id.description)
            }
            return (values, found)
        }
        let last = try session.first(
            """
            SELECT from_pool_id FROM \(name: PoolMove.schema.definition.table)
            WHERE record = \(id.rawValue) AND from_pool_id IS NOT NULL
            ORDER BY id DESC LIMIT 1
            """)
        guard values != nil, let pool = last?[0].integer, isOpen(RecordID(rawValue: pool)) else {
            throw Refusal.notFound(entity: entity.name, id: id.description)
        }
        throw Refusal.notInPool(entity: entity.name, id: id)
    }
}
