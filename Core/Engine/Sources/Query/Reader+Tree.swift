public import Kernel
import Store

/// Records that refer to others of their own entity, as a subsidiary does to its parent: read in one statement, whoever may see them.
extension Reader {
    /// Those that a record refers to by `key`, the nearest first, without itself; deleted ones too. At most `limit`, also where they go in a circle.
    public func ancestors(of id: RecordID, _ entity: EntityDefinition, by key: String, limit: Int) throws -> [RecordID] {
        guard let column = entity[key]?.columns.first else { return [] }
        let rows = try session.rows(
            """
            WITH RECURSIVE above (id, depth) AS (
              SELECT \(name: column), 1 FROM \(name: entity.table) WHERE id = \(id.rawValue)
              UNION ALL
              SELECT next.\(name: column), above.depth + 1
              FROM above JOIN \(name: entity.table) AS next ON next.id = above.id
              WHERE above.depth < \(limit))
            SELECT id FROM above WHERE id IS NOT NULL ORDER BY depth
            """)
        return rows.compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
    }

    /// The living records that refer to some by `key`, and those that refer to them, down to a depth; with their depth, 0 for the roots themselves.
    ///
    /// - Parameter limit: so many at most, by the index on the reference and no more of it than is needed.
    public func tree(
        below roots: [RecordID], _ entity: EntityDefinition, by key: String, depth: Int, limit: Int
    ) throws -> [(id: RecordID, parent: RecordID?, depth: Int)] {
        guard let column = entity[key]?.columns.first, !roots.isEmpty else { return [] }
        let rows = try session.rows(
            """
            WITH RECURSIVE tree (id, parent, depth) AS (
              SELECT id, CAST(NULL AS BIGINT), 0 FROM \(name: entity.table)
              WHERE id IN (\(SQL.list(roots.map { .integer($0.rawValue) }))) AND deleted_at IS NULL
              UNION
              SELECT next.id, next.\(name: column), tree.depth + 1
              FROM tree JOIN \(name: entity.table) AS next ON next.\(name: column) = tree.id
              WHERE tree.depth < \(depth) AND next.deleted_at IS NULL)
            SELECT id, parent, depth FROM tree LIMIT \(limit)
            """)
        var seen: Set<Int64> = []
        return rows.compactMap { row in
            guard let id = row[0].integer, seen.insert(id).inserted else { return nil }
            return (RecordID(rawValue: id), row[1].integer.map(RecordID.init(rawValue:)), Int(row[2].integer ?? 0))
        }
    }
}
