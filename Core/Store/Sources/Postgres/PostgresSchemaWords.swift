import Kernel

/// How PostgreSQL reads and changes its definitions.
struct PostgresSchemaWords: SchemaWords {
    func lock(_ session: any WriteSession) throws {
        // Any number will do, as long as all servers of this program take the same one: here the letters "guanxi".
        _ = try session.first("SELECT pg_advisory_xact_lock(\(0x6775_616e_7869))")
    }

    // ALTER TABLE waits for everybody who reads the table, and all who come later wait behind it: half a second, then once more.
    func limitWaiting(_ session: any WriteSession) throws {
        try session.execute("SET LOCAL lock_timeout = 500")
    }

    func existing(_ session: any ReadSession) throws -> ExistingSchema {
        var schema = ExistingSchema()
        let columns = try session.rows(
            """
            SELECT class.relname, attribute.attname, format_type(attribute.atttypid, attribute.atttypmod)
            FROM pg_class AS class
            JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
            WHERE class.relnamespace = current_schema()::regnamespace
              AND class.relkind IN ('r', 'p')
              AND attribute.attnum > 0
              AND NOT attribute.attisdropped
            ORDER BY class.relname, attribute.attnum
            """)
        for row in columns { schema.add(column: row) }
        let indexes = try session.rows("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        schema.indexes = Set(indexes.compactMap(\.[0].text))
        let references = try session.rows(
            """
            SELECT class.relname || '.' || attribute.attname
            FROM pg_constraint AS reference
            JOIN pg_class AS class ON class.oid = reference.conrelid
            JOIN pg_attribute AS attribute
              ON attribute.attrelid = reference.conrelid AND attribute.attnum = ANY (reference.conkey)
            WHERE reference.contype = 'f'
              AND class.relnamespace = current_schema()::regnamespace
            """)
        schema.foreignKeys = Set(references.compactMap(\.[0].text))
        return schema
    }

    func typeName(_ type: ColumnType) -> String {
        switch type {
        case .integer: "bigint"
        case .real: "double precision"
        case .text: "text"
        case .bytes: "bytea"
        }
    }

    // A table can be referred to only once it is there: `addForeignKeys` comes after all tables.
    func inlineReference(_ column: ColumnPlan) -> SQL { .empty }

    func add(_ columns: [ColumnPlan], to table: TablePlan, _ session: any WriteSession) throws {
        for column in columns {
            let definition = try Dialect.postgres.definition(of: column, in: table)
            try session.execute("ALTER TABLE \(name: table.name) ADD COLUMN \(definition)")
        }
    }

    func addForeignKeys(_ columns: [ColumnPlan], to table: TablePlan, _ session: any WriteSession) throws {
        for column in columns {
            guard let target = column.references else { continue }
            try session.execute(
                "ALTER TABLE \(name: table.name) ADD FOREIGN KEY (\(name: column.name)) REFERENCES \(name: target) (\"id\")")
        }
    }

    func verify(_ session: any ReadSession) {}
}
