import Kernel
import Store

/// How somebody matched the columns of a file: proposed again for the next file with the same columns.
enum RememberedMapping {
    /// So many of a user; the oldest goes.
    static let most = 50

    fileprivate struct Kept {
        let id: Int64
        let entity: String
        let mapping: JSON

        var columns: Set<String> {
            let children = (mapping["children"]?.array ?? []).flatMap { $0["columns"]?.object?.keys.map(\.self) ?? [] }
            return Set((mapping["columns"]?.object ?? [:]).keys).union(children)
        }
    }

    /// Newest first.
    fileprivate static func all(of user: RecordID, in session: any ReadSession) throws -> [Kept] {
        try session.rows(
            """
            SELECT id, entity, mapping
            FROM \(name: SystemTables.importMappings)
            WHERE user_id = \(user.rawValue)
            ORDER BY id DESC
            LIMIT \(most)
            """
        ).map { row in
            Kept(id: row[0].integer ?? 0, entity: row[1].text ?? "", mapping: row[2].text.flatMap { try? JSON.parse($0) } ?? .null)
        }
    }

    /// The newest for these columns, of this entity or of any.
    static func find(_ columns: Set<String>, _ entity: String?, of user: RecordID, in session: any ReadSession) throws -> JSON? {
        try all(of: user, in: session).first { $0.columns == columns && (entity == nil || entity == $0.entity) }?.mapping
    }
}

extension Door {
    /// Keeps a mapping that names its columns, in the place of the one that was kept for the same.
    func remember(_ mapping: ImportMapping, _ json: JSON, of user: RecordID) throws {
        let kept = try RememberedMapping.all(of: user, in: session)
        let new = RememberedMapping.Kept(id: try engine.ids.next().rawValue, entity: mapping.entity.name, mapping: json)
        guard !new.columns.isEmpty else { return }
        let old = kept.filter { $0.columns == new.columns && $0.entity == new.entity } + kept.dropFirst(RememberedMapping.most - 1)
        if !old.isEmpty {
            try session.execute(
                "DELETE FROM \(name: SystemTables.importMappings) WHERE id IN (\(SQL.list(old.map { .integer($0.id) })))")
        }
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.importMappings) (id, user_id, entity, mapping)
            VALUES (\(new.id), \(user.rawValue), \(new.entity), \(json.text))
            """)
    }
}

extension SystemTables {
    static let importMappings = "import_mapping"

    static let importMappingPlans = [
        TablePlan(
            name: importMappings,
            columns: [
                ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "user_id", type: .integer, isRequired: true),
                ColumnPlan(name: "entity", type: .text, isRequired: true), ColumnPlan(name: "mapping", type: .text, isRequired: true),
            ],
            indexes: [IndexPlan(name: "import_mapping_user", columns: ["user_id", "id"])])
    ]
}
