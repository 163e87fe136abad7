public import Kernel
import Store

/// The layouts that somebody works with: for each entity the one of their roles, else the one for everyone. Where there is none the
/// entity's own holds.
public struct Layouts: Sendable {
    /// By the name of the entity.
    public let chosen: [String: Record<Layout>]

    public static let none = Layouts(chosen: [:])
}

extension Reader {
    /// Read as the program: a layout serves also those who may not look at layouts.
    public func layouts(for actor: Actor) throws -> Layouts {
        let definition = catalogue.definition(Layout.self)
        guard let roles = definition["roles"] else { return .none }
        let rows = try session.rows(
            """
            SELECT l.id, l.entity, r.target_id
            FROM \(name: definition.table) AS l
            LEFT JOIN \(name: definition.linkTable(roles)) AS r ON r.source_id = l.id
            WHERE l.deleted_at IS NULL
            ORDER BY l.position IS NULL, l.position, l.id
            """)
        var own: [String: RecordID] = [:], common: [String: RecordID] = [:]
        for row in rows {
            guard let id = row[0].integer.map(RecordID.init(rawValue:)), let entity = row[1].text else { continue }
            if let role = row[2].integer.map(RecordID.init(rawValue:)) {
                if own[entity] == nil, actor.rights.roleIDs.contains(role) { own[entity] = id }
            } else if common[entity] == nil {
                common[entity] = id
            }
        }
        let ids = common.merging(own) { _, own in own }
        var chosen: [String: Record<Layout>] = [:]
        for (entity, layout) in try records(definition, ids) { chosen[entity] = try Record<Layout>(layout) }
        return Layouts(chosen: chosen)
    }

    private func records(_ definition: EntityDefinition, _ ids: [String: RecordID]) throws -> [String: Values] {
        guard !ids.isEmpty else { return [:] }
        let columns = SQL.columns(definition.fields.flatMap(\.columns), of: "l")
        let rows = try session.rows(
            """
            SELECT \(columns)
            FROM \(name: definition.table) AS l
            WHERE l.id IN (\(SQL.list(ids.values.sorted().map { .integer($0.rawValue) })))
            """)
        var found: [String: Values] = [:]
        for row in rows {
            let values = Self.values(of: row.cells[...], definition)
            if let entity = values["entity"]?.text { found[entity] = values }
        }
        return found
    }
}
