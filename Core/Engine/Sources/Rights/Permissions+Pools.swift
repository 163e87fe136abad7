public import Kernel

/// Fields that read as if they were empty, in the records that meet a rule.
struct Shield: Sendable {
    let fields: Set<String>
    let rule: Rule
}

/// What lies in public pools: those who may claim it look at it although nobody has given it to them, without what the pool hides.
extension Permissions {
    /// The records of the entity that lie in pools of the actor's; nil where there are no such pools.
    func pooled(_ actor: Actor, _ entity: EntityDefinition) -> Rule? {
        guard entity.isPooled, may(actor, .read, entity) else { return nil }
        let pools = actor.rights.pools.filter { $0.entity == entity.name }
        return pools.isEmpty ? nil : .oneOf([Pooled.pool], pools.map { .reference($0.id) })
    }

    /// The records that the actor sees because of a pool and for no other reason.
    func onlyPooled(_ actor: Actor, _ entity: EntityDefinition, in catalogue: Catalogue) -> Rule? {
        guard let pooled = pooled(actor, entity) else { return nil }
        let ruled = ruled(actor, entity, in: catalogue)
        return ruled == .always ? nil : .all([pooled, !ruled])
    }

    func shields(_ actor: Actor, _ entity: EntityDefinition, in catalogue: Catalogue) -> [Shield] {
        guard entity.isPooled, actor.rights.pools.contains(where: { $0.entity == entity.name && !$0.hidden.isEmpty }),
            let only = onlyPooled(actor, entity, in: catalogue)
        else { return [] }
        return actor.rights.pools.filter { $0.entity == entity.name && !$0.hidden.isEmpty }.map { pool in
            // What is computed from something hidden would tell of it.
            let fields = entity.computed.reduce(into: pool.hidden) { hidden, field in
                guard let read = (field.kind as? FormulaKind)?.formula.fields, !hidden.isDisjoint(with: read) else { return }
                hidden.insert(field.key)
            }
            return Shield(fields: fields, rule: .all([.compare([Pooled.pool], .equal, .reference(pool.id)), only]))
        }
    }
}

extension Reader {
    /// What of one record the actor does not see, because they see it only in a pool.
    struct Veil {
        let isOnlyPooled: Bool
        let hidden: Set<String>
    }

    /// The fields of a record that a public pool hides from the actor.
    public func hiddenByPools(_ id: RecordID, _ entity: EntityDefinition) throws -> Set<String> {
        try values(of: entity, id).map { veil(over: $0, entity).hidden } ?? []
    }

    func veil(over values: Values, _ entity: EntityDefinition) -> Veil {
        guard let only = engine.permissions.onlyPooled(actor, entity, in: catalogue) else { return Veil(isOnlyPooled: false, hidden: []) }
        let context = ruleContext(entity)
        let shields = engine.permissions.shields(actor, entity, in: catalogue).filter { $0.rule.holds(for: values, in: context) }
        return Veil(isOnlyPooled: only.holds(for: values, in: context), hidden: shields.reduce(into: []) { $0.formUnion($1.fields) })
    }
}
