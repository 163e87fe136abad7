public import Kernel
import Store

/// The first steps of a change: load through the permission rule, merge.
extension Door {
    /// The record before the change, locked until the transaction ends; nil for a new one.
    func load(_ change: Change, _ entity: EntityDefinition) throws -> Values? {
        let id: RecordID
        var expected: Int64?
        var lives = true
        switch change {
        case .create: return nil
        case .edit(let record, _, let version), .delete(let record, let version): (id, expected) = (record, version)
        case .restore(let record), .purge(let record): (id, lives) = (record, false)
        }
        if change.kind == .delete || change.kind == .purge { known = known.filter { $0.id != id } }
        let values = try hold(entity, id, for: change.verb, deleted: !lives)
        try refuseErased(id, change)
        if change.kind == .restore, entity.survivorship != nil, try reader.survivor(of: id) != nil { throw Refusal.stillMerged(entity: entity.name, id: id) }
        if let expected, case .integer(let version)? = values[Common.version], version != expected {
            throw Refusal.stale(entity: entity.name, id: id, version: version)
        }
        return values
    }

    /// Throws unless the actor may do this with a record, which is locked until the transaction ends.
    public func demand(_ verb: Verb, _ entity: EntityDefinition, _ id: RecordID) throws {
        try engine.permissions.check(actor, may: verb, entity)
        try hold(entity, id, for: verb)
    }

    /// A record that the actor may do this with, locked. What they may not see is not there; what they may only see is refused.
    @discardableResult
    func hold(_ entity: EntityDefinition, _ id: RecordID, for verb: Verb, deleted: Bool = false) throws -> Values {
        guard let values = try reader.values(of: entity, id, deleted: deleted, locking: true) else {
            throw deleted ? Refusal.notFound(entity: entity.name, id: id.description) : try reader.missing(entity, id)
        }
        guard permits(verb, entity, values) else { throw Refusal.forbidden(verb: verb, entity: entity.name) }
        return values
    }

    /// Whether the actor may do this with a record of these values.
    func permits(_ verb: Verb, _ entity: EntityDefinition, _ values: Values) -> Bool {
        if isTrusted || isPart(values, entity) { return true }
        let scope = reader.scope(entity, for: verb)
        return scope == .always || scope.holds(for: values, in: reader.ruleContext(entity))
    }

    /// The record as it is to be, before hooks have seen it.
    func merged(_ change: Change, _ before: Values?, _ entity: EntityDefinition) throws -> Values {
        let now = Value.instant(engine.clock.now())
        let user = actor.user.map(Value.reference) ?? .null
        var values = before ?? [:]
        switch change {
        case .create(let given):
            try refuseOthers(given, entity)
            try checkAssigning(given, nil, entity) { $0 == Common.owner ? user : actor.unit.map(Value.reference) ?? .null }
            values = entity.blank
            if entity.isOwned {
                values[Common.owner] = user
                values[Common.unit] = actor.unit.map(Value.reference) ?? .null
            }
            values.merge(given) { _, new in new }
            values[Common.createdAt] = now
            values[Common.createdBy] = user
        case .edit(_, let given, _):
            try refuseOthers(given, entity)
            try checkAssigning(given, before, entity) { before?[$0] ?? .null }
            values.merge(given) { _, new in new }
        case .delete: values[Common.deletedAt] = isPart(values, entity) ? wholeRecord?.deletedAt ?? now : now
        case .restore: values[Common.deletedAt] = .null
        case .purge: break
        }
        return values
    }

    /// Giving a record to somebody else, or to another unit, is a right of its own.
    private func checkAssigning(_ given: Values, _ before: Values?, _ entity: EntityDefinition, _ usual: (String) -> Value) throws {
        guard entity.isOwned, !isTrusted else { return }
        let isAssigning = [Common.owner, Common.unit].contains { key in given[key].map { $0 != usual(key) } ?? false }
        guard isAssigning else { return }
        try engine.permissions.check(actor, may: .assign, entity)
        if let before, !permits(.assign, entity, before) { throw Refusal.forbidden(verb: .assign, entity: entity.name) }
    }

    /// Nobody gives what the engine itself keeps or computes, and nothing goes unheard.
    private func refuseOthers(_ given: Values, _ entity: EntityDefinition) throws(Invalid) {
        let isAllowed = given.keys.allSatisfy { key in entity[key].map { !$0.isComputed } ?? false && !Common.kept.contains(key) }
        if isAllowed { return }
        let problems = given.keys.sorted().compactMap { key -> FieldProblem? in
            guard let field = entity[key] else { return ValueProblem(.unknownField, ["field": String(key.prefix(60))]).on(String(key.prefix(60))) }
            return field.isComputed || Common.kept.contains(key) ? ValueProblem(.readOnly).on(key) : nil
        }
        throw Invalid(problems)
    }
}

extension Common {
    /// What every record has from the door alone.
    static let kept: Set = [id, version, createdAt, createdBy, modifiedAt, modifiedBy, deletedAt]
}
