public import Kernel

/// What must hold of every record that can lie in a pool, and what is kept of its way.
extension Pools {
    public static func hooks<E: Entity>(on type: E.Type) -> [Hook] {
        [
            Hook(entity: E.name, moment: .beforeWriting) { values, saving in try saving.settlePool(&values, E.name) },
            Hook(entity: E.name, moment: .afterWriting) { values, saving in try saving.logPool(values, E.name) },
        ]
    }
}

extension Saving {
    /// What somebody owns lies in no pool; what nobody owns goes into the one that takes such records.
    fileprivate func settlePool(_ values: inout Values, _ entity: String) throws {
        if values[Common.owner]?.reference != nil {
            guard values[Pooled.pool]?.reference != nil else { return }
            for key in [Pooled.pool, Pooled.since, Pooled.reason] { values[key] = .null }
        } else if values[Pooled.pool]?.reference == nil, changes(Common.owner, in: values) || kind == .create {
            guard let pool = try door.poolForOwnerless(entity, values[Common.unit]?.reference) else { return }
            values[Pooled.pool] = .reference(pool)
            values[Pooled.since] = .instant(door.engine.clock.now())
            if let owner = before?[Common.owner], !owner.isNull { values[Pooled.formerOwner] = owner }
        }
    }

    fileprivate func logPool(_ values: Values, _ entity: String) throws {
        let from = before?[Pooled.pool]?.reference, to = values[Pooled.pool]?.reference
        guard from != to, let record = values[Common.id]?.reference else { return }
        let deed = door.poolDeed ?? PoolDeed(kind: to == nil ? .taken : .entered)
        let person = to == nil ? values[Common.owner] : before?[Common.owner]
        try door.log(deed, of: record, entity, from: from, to: to, person: person?.reference)
    }
}

extension Door {
    /// The first pool for records of this unit that nobody owns.
    fileprivate func poolForOwnerless(_ entity: String, _ unit: RecordID?) throws -> RecordID? {
        let pools = try firstPools(of: entity, where: Pool.rule { $0.takesOwnerless == true })
        let organisation = pools.isEmpty ? nil : try Organisation(session)
        return pools.first { pool in
            guard let own = pool[\.unit]?.id else { return true }
            guard let unit else { return false }
            return pool[\.withSubtree] ? organisation?.subtree(of: [own]).contains(unit) ?? false : own == unit
        }?.id
    }

    /// The pools of an entity in their order.
    func firstPools(of entity: String, where rule: Rule = .always) throws -> [Record<Pool>] {
        try trusting {
            let own = Pool.rule { $0.entity == entity } && rule
            return try reader.firstIDs(catalogue.definition(Pool.self), where: own, limit: 1_000).compactMap { try reader.find(Pool.self, $0) }
                .sorted { ($0[\.rank], $0.id) < ($1[\.rank], $1.id) }
        }
    }

    func log(_ deed: PoolDeed, of record: RecordID, _ entity: String, from: RecordID?, to: RecordID?, person: RecordID?) throws {
        try trusting {
            let pool = try (to ?? from).flatMap { try reader.find(Pool.self, $0) }
            try create(
                PoolMove.self,
                [
                    "name": .text(pool?[\.title] ?? "–"), "entity": .text(entity), "record": .reference(record),
                    "fromPool": from.map(Value.reference) ?? .null, "toPool": to.map(Value.reference) ?? .null,
                    "person": person.map(Value.reference) ?? .null, "at": .instant(engine.clock.now()), "kind": deed.kind.value,
                    "reason": deed.reason.map(Value.text) ?? .null,
                ])
        }
    }
}
