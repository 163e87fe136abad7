import Kernel
import Store

/// What became of a record that was erased, or that is kept only because a law asks for it.
extension Reader {
    /// A condition that leaves out, of what is put away, the records that are kept for the law alone: nobody works with them any more, and only who
    /// looks after personal information sees them.
    func withoutBlocked(_ entity: EntityDefinition, deleted: Bool) -> SQL {
        guard deleted, !engine.permissions.mayProtect(actor, entity) else { return .empty }
        return " AND NOT EXISTS (SELECT 1 FROM \(name: Erased.table) AS e WHERE e.record_id = t0.id AND e.state = \(Erased.State.blocked.rawValue))"
    }

    /// `{"state": "erased"|"blocked"|null, "at", "until", "basis"}`; not found for whoever does not see the record.
    func erasureState(of id: RecordID, _ entity: EntityDefinition) throws -> JSON {
        guard try values(of: entity, id) != nil || values(of: entity, id, deleted: true) != nil else { throw Refusal.notFound(entity: entity.name, id: id.description) }
        guard let row = try session.first("SELECT state, at, until FROM \(name: Erased.table) WHERE record_id = \(id.rawValue)") else {
            return ["state": .null, "at": .null, "until": .null, "basis": .null]
        }
        let isBlocked = row[0].text == Erased.State.blocked.rawValue
        let rules = isBlocked ? try unbounded.firstIDs(catalogue.definition(RetentionRule.self), where: RetentionRule.rule { $0.entity == entity.name }, limit: 100) : []
        let longest = try rules.compactMap { try unbounded.find(RetentionRule.self, $0) }.max { $0[\.years] < $1[\.years] }
        return [
            "state": row[0].text.map(JSON.string) ?? .null, "at": row[1].integer.map { .string(Instant(milliseconds: $0).description) } ?? .null,
            "until": row[2].text.map(JSON.string) ?? .null, "basis": (longest?[\.basis]).map(JSON.string) ?? .null,
        ]
    }
}
