import Kernel

/// What a database holds now.
struct ExistingSchema {
    struct Column {
        let name: String
        /// The engine's own word for the type.
        let type: String
    }

    /// The columns of each table, search tables among them.
    var tables: [String: [Column]] = [:]
    var indexes: Set<String> = []
    /// The columns that refer to another table, as `table.column`.
    var foreignKeys: Set<String> = []

    mutating func add(column row: Row) {
        guard let table = row[0].text else { return }
        tables[table, default: []].append(Column(name: row[1].text ?? "", type: row[2].text ?? ""))
    }

    func holds(_ column: ColumnPlan, in table: TablePlan) -> Bool {
        tables[table.name]?.contains { $0.name == column.name } ?? false
    }
}

extension ReadSession {
    /// Whether there is a table of that name; for migrations.
    public func hasTable(_ name: String) throws -> Bool {
        let query = SQL.perDialect(
            sqlite: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = \(name)",
            postgres: "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = \(name)")
        return try first(query) != nil
    }
}
