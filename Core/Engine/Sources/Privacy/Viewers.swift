public import Kernel
import Store

/// Who saw a record: who opened it, who had masked values shown, and who took records of its kind along.
struct Viewers {
    private static let maximum = 200

    static func json(_ entity: EntityDefinition, _ id: RecordID, _ reader: Reader) throws -> JSON {
        try reader.engine.permissions.checkProtecting(reader.actor, entity)
        guard try reader.firstID(entity, where: .compare([Common.id], .equal, .reference(id))) != nil else {
            throw Refusal.notFound(entity: entity.name, id: id.description)
        }
        let views = try reader.session.rows(
            """
            SELECT hour, 'view', user_id, impersonator_id, '' FROM \(name: ViewLog.table)
            WHERE record_id = \(id.rawValue) ORDER BY hour DESC LIMIT \(maximum)
            """)
        // Those of the record itself, by the index security_log_record, and the newest exports of its kind: they may have held it.
        let own = try log("record_id = \(id.rawValue) AND kind IN ('reveal', 'accessReport')", reader)
        let exports = try log("kind = 'export' AND entity = \(entity.name)", reader)
        let rows = (views + own + exports).sorted { ($0[0].integer ?? 0) > ($1[0].integer ?? 0) }.prefix(maximum)
        func person(_ cell: Stored) -> RecordID? { cell.integer.flatMap { $0 == 0 ? nil : RecordID(rawValue: $0) } }
        let names = try reader.titles(reader.catalogue.definition(User.self), Set(rows.flatMap { [person($0[2]), person($0[3])].compactMap(\.self) }))
        func named(_ id: RecordID?) -> JSON { id.map { ["id": .string($0.description), "title": .string(names[$0] ?? "")] } ?? .null }
        return [
            "data": .array(rows.map { row in
                let details = try? JSON.parse(row[4].text ?? "")
                return [
                    "at": .string(Instant(milliseconds: row[0].integer ?? 0).description), "kind": row[1].text.map(JSON.string) ?? .null,
                    "person": named(person(row[2])), "impersonator": named(person(row[3])),
                    "field": details?["field"] ?? .null, "reason": details?["reason"] ?? .null,
                ]
            })
        ]
    }

    private static func log(_ condition: SQL, _ reader: Reader) throws -> [Row] {
        try reader.session.rows(
            """
            SELECT at, kind, actor_id, impersonator_id, details FROM \(name: SystemTables.securityLog)
            WHERE \(condition) ORDER BY number DESC LIMIT \(maximum)
            """)
    }
}

extension Permissions {
    /// Whether somebody looks after what the law on personal information asks for: who saw whom, reports, erasing.
    public func mayProtect(_ actor: Actor, _ entity: EntityDefinition) -> Bool {
        (actor.rights.abilities.contains(.protectData) || actor.isAdministrator) && actor.scopes.allows(.act("protect"), entity.name)
            && may(actor, .read, entity)
    }

    func checkProtecting(_ actor: Actor, _ entity: EntityDefinition) throws(Refusal) {
        guard mayProtect(actor, entity) else { throw .forbidden(verb: .act("protect"), entity: entity.name) }
    }
}
