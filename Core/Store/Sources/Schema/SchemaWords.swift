import Kernel

/// How each engine reads and changes its definitions.
protocol SchemaWords {
    /// Waits until no other server prepares this database.
    func lock(_ session: any WriteSession) throws
    /// From here on the transaction gives up rather than keep others waiting behind it.
    func limitWaiting(_ session: any WriteSession) throws
    func existing(_ session: any ReadSession) throws -> ExistingSchema
    /// The tables as they are, but for indexes of search.
    func tables(_ session: any ReadSession) throws -> [TablePlan]
    /// The engine's word for a column type, as `existing` reports it.
    func typeName(_ type: ColumnType) -> String
    /// A reference in the column itself, where the table referred to need not be there yet.
    func inlineReference(_ column: ColumnPlan) -> SQL
    /// Adds columns to a table; one without a default may be required, since the table is empty then.
    func add(_ columns: [ColumnPlan], to table: TablePlan, _ session: any WriteSession) throws
    /// Adds foreign keys to columns that are there, when all tables are there.
    func addForeignKeys(_ columns: [ColumnPlan], to table: TablePlan, _ session: any WriteSession) throws
    /// A last look at all rows.
    func verify(_ session: any ReadSession) throws
}

extension Dialect {
    var schemaWords: any SchemaWords {
        switch self {
        case .sqlite: SQLiteSchemaWords()
        case .postgres: PostgresSchemaWords()
        }
    }

    /// A column as CREATE TABLE and ADD COLUMN write it, without its reference.
    func definition(of column: ColumnPlan, in table: TablePlan) throws -> SQL {
        var definition: SQL = "\(name: column.name) \(columnType(column.type))"
        if column.isRequired || table.keyColumns.contains(column.name) { definition += " NOT NULL" }
        if let value = column.defaultValue {
            definition += SQL(trusted: " DEFAULT \(try literal(value))")
        }
        return definition
    }

    /// CREATE TABLE, under a name that may differ from the plan's, with further definitions at the end.
    func create(_ table: TablePlan, as name: String? = nil, further: [SQL] = []) throws -> SQL {
        let words = schemaWords
        let columns = try table.columns.map { try definition(of: $0, in: table) + words.inlineReference($0) }
        // In SQLite a key of one integer column is the row's own number, also when written like this.
        let key: SQL = """
            CONSTRAINT \(name: "\(table.name)_pkey") \
            PRIMARY KEY (\(table.keyColumns.map(SQL.name).joined(by: ", ")))
            """
        return """
            CREATE TABLE \(name: name ?? table.name) (
                \((columns + further + [key]).joined(by: ",\n    "))
            )
            """
    }

    func create(_ index: IndexPlan, on table: TablePlan) throws -> SQL {
        var create: SQL = index.isUnique ? "CREATE UNIQUE INDEX " : "CREATE INDEX "
        create += "\(name: index.name) ON \(name: table.name) (\(index.columns.map(SQL.name).joined(by: ", ")))"
        if let condition = index.onlyWhere {
            create += SQL(trusted: " WHERE \(try condition.renderedInline(for: self))")
        }
        return create
    }
}
