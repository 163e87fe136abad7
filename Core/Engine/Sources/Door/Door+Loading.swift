import Kernel
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
        if change.kind == .delete || change.kind == .purge { known.remove(KnownReference(entity: entity.name, id: id)) }
        guard let values = try reader.values(of: entity, id, deleted: !lives, locking: true) else {
            throw Refusal.notFound(entity: entity.name, id: id.description)
        }
        if let expected, case .integer(let version)? = values[Common.version], version != expected {
            throw Refusal.stale(entity: entity.name, id: id, version: version)
        }
        return values
    }

    /// The record as it is to be, before hooks have seen it.
    func merged(_ change: Change, _ before: Values?, _ entity: EntityDefinition) throws -> Values {
        let now = Value.instant(engine.clock.now())
        let user = actor.user.map(Value.reference) ?? .null
        var values = before ?? [:]
        switch change {
        case .create(let given):
            try refuseOthers(given, entity)
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
            values.merge(given) { _, new in new }
        case .delete: values[Common.deletedAt] = now
        case .restore: values[Common.deletedAt] = .null
        case .purge: break
        }
        return values
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
    fileprivate static let kept: Set = [id, version, createdAt, createdBy, modifiedAt, modifiedBy, deletedAt]
}
