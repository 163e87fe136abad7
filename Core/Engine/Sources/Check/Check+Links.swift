import Kernel
import Store

/// References lead to rows, and what must differ differs. The database guards both, unless somebody worked in it without.
extension Check {
    func links(_ entity: EntityDefinition) async throws -> [Finding] {
        var found: [Finding] = []
        for field in entity.fields {
            if let kind = field.kind as? ReferenceKind, let target = engine.catalogue[kind.target] {
                found += try await findings(
                    .brokenReference, entity, field: field.key,
                    """
                    SELECT source.id
                    FROM \(name: entity.table) AS source
                    WHERE source.\(name: field.columns[0]) IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM \(name: target.table) AS target WHERE target.id = source.\(name: field.columns[0]))
                    """)
            } else if let kind = field.kind as? ReferencesKind, let target = engine.catalogue[kind.target] {
                found += try await findings(
                    .brokenReference, entity, field: field.key,
                    """
                    SELECT link.source_id
                    FROM \(name: entity.linkTable(field)) AS link
                    WHERE NOT EXISTS (SELECT 1 FROM \(name: entity.table) AS source WHERE source.id = link.source_id)
                       OR NOT EXISTS (SELECT 1 FROM \(name: target.table) AS target WHERE target.id = link.target_id)
                    """)
            }
        }
        return found
    }

    func repeatedValues(_ entity: EntityDefinition) async throws -> [Finding] {
        var found: [Finding] = []
        for field in entity.fields where field.traits.contains(.unique) {
            let columns = field.columns.map(SQL.name).joined(by: ", ")
            let given = field.columns.map { "\(name: $0) IS NOT NULL" as SQL }.joined(by: " AND ")
            found += try await findings(
                .repeatedValue, entity, field: field.key,
                """
                SELECT MAX(id)
                FROM \(name: entity.table)
                WHERE deleted_at IS NULL AND \(given)
                GROUP BY \(columns)
                HAVING COUNT(*) > 1
                """)
        }
        return found
    }
}
