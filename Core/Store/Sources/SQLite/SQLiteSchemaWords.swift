import Kernel

/// How SQLite reads and changes its definitions.
struct SQLiteSchemaWords: SchemaWords {
    // The transaction itself is the lock: there is one writer.
    func lock(_ session: any WriteSession) {}

    func limitWaiting(_ session: any WriteSession) {}

    func existing(_ session: any ReadSession) throws -> ExistingSchema {
        var schema = ExistingSchema()
        let columns = try session.rows(
            """
            SELECT master.name, info.name, info.type
            FROM sqlite_master AS master, pragma_table_info(master.name) AS info
            WHERE master.type = 'table'
            ORDER BY master.name, info.cid
            """)
        for row in columns { schema.add(column: row) }
        let indexes = try session.rows("SELECT name FROM sqlite_master WHERE type = 'index'")
        schema.indexes = Set(indexes.compactMap(\.[0].text))
        let references = try session.rows(
            """
            SELECT master.name || '.' || reference."from"
            FROM sqlite_master AS master, pragma_foreign_key_list(master.name) AS reference
            WHERE master.type = 'table'
            """)
        schema.foreignKeys = Set(references.compactMap(\.[0].text))
        return schema
    }

    func typeName(_ type: ColumnType) -> String {
        switch type {
        case .integer: "INTEGER"
        case .real: "REAL"
        case .text: "TEXT"
        case .bytes: "BLOB"
        }
    }

    func inlineReference(_ column: ColumnPlan) -> SQL {
        column.references.map { " REFERENCES \(name: $0) (\"id\")" } ?? .empty
    }

    func add(_ columns: [ColumnPlan], to table: TablePlan, _ session: any WriteSession) throws {
        // SQLite adds no required column without a default, even when there are no rows.
        if columns.contains(where: { ($0.isRequired || table.keyColumns.contains($0.name)) && ($0.defaultValue ?? .null).isNull }) {
            return try rebuild(table, session)
        }
        for column in columns {
            let definition = try Dialect.sqlite.definition(of: column, in: table) + inlineReference(column)
            try session.execute("ALTER TABLE \(name: table.name) ADD COLUMN \(definition)")
        }
    }

    // A column that is there can get its reference only with its table made anew.
    func addForeignKeys(_ columns: [ColumnPlan], to table: TablePlan, _ session: any WriteSession) throws {
        try rebuild(table, session)
    }

    func verify(_ session: any ReadSession) throws {
        if try session.first("SELECT 1 FROM pragma_foreign_key_check LIMIT 1") != nil { throw StoreError.foreignKey }
    }
}

extension SQLiteSchemaWords {
    /// Makes a table anew as planned and moves its rows, in the steps that SQLite's documentation gives for ALTER TABLE.
    /// Columns, references and indexes that the plan does not know come along.
    private func rebuild(_ table: TablePlan, _ session: any WriteSession) throws {
        let present = try session.rows(
            "SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info(\(table.name)) ORDER BY cid")
        let references = try session.rows("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(\(table.name))")
        let targets = Dictionary(references.map { ($0[0].text ?? "", $0[1].text ?? "") }) { first, _ in first }
        let indexes = try session.rows(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = \(table.name) AND sql IS NOT NULL")
        let planned = Set(table.columns.map(\.name))
        let strangers = present.filter { !planned.contains($0["name"].text ?? "") }.map { definition($0, targets) }
        let temporary = "\(table.name)__new"
        let columns = present.compactMap(\.["name"].text).map(SQL.name).joined(by: ", ")

        try session.execute(Dialect.sqlite.create(table.keeping(targets), as: temporary, further: strangers))
        try session.execute(
            "INSERT INTO \(name: temporary) (\(columns)) SELECT \(columns) FROM \(name: table.name)")
        try session.execute("DROP TABLE \(name: table.name)")
        try session.execute("ALTER TABLE \(name: temporary) RENAME TO \(name: table.name)")
        for index in indexes.compactMap(\.["sql"].text) { try session.execute(SQL(trusted: index)) }
    }

    /// A column that the plan does not know, as it was.
    private func definition(_ column: Row, _ targets: [String: String]) -> SQL {
        let name = column["name"].text ?? ""
        var definition: SQL = "\(name: name) \(SQL(trusted: column["type"].text ?? ""))"
        if column["notnull"].flag == true { definition += " NOT NULL" }
        if let value = column["dflt_value"].text { definition += SQL(trusted: " DEFAULT (\(value))") }
        if let target = targets[name] { definition += " REFERENCES \(name: target) (\"id\")" }
        return definition
    }
}

extension TablePlan {
    /// The same with the references that columns have already, where the plan names none.
    fileprivate func keeping(_ targets: [String: String]) -> TablePlan {
        let columns = columns.map { column in
            ColumnPlan(
                name: column.name, type: column.type, isRequired: column.isRequired, defaultValue: column.defaultValue,
                references: column.references ?? targets[column.name])
        }
        return TablePlan(name: name, columns: columns, primaryKey: primaryKey, indexes: indexes)
    }
}
