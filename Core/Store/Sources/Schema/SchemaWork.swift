import Kernel

/// The steps from the database as it is to the database as planned.
struct SchemaWork {
    let session: any WriteSession
    let plan: SchemaPlan
    private let dialect: Dialect
    private let words: any SchemaWords
    private var existing = ExistingSchema()
    private var report = SchemaReport()

    init(session: any WriteSession, plan: SchemaPlan) {
        self.session = session
        self.plan = plan
        dialect = session.dialect
        words = session.dialect.schemaWords
    }

    mutating func run() throws -> SchemaReport {
        try words.lock(session)
        try migrate()
        try build()
        if !report.isEmpty { try words.verify(session) }
        return report
    }

    /// The same in a transaction of people's work: no migration, and no long wait for those who use the tables.
    mutating func extend() throws -> SchemaReport {
        try words.lock(session)
        try words.limitWaiting(session)
        try build()
        return report
    }

    private mutating func build() throws {
        existing = try words.existing(session)
        try refuseOtherTypes()
        try createTables()
        try addColumns()
        try addForeignKeys()
        try dropIndexes()
        try createIndexes()
        try createSearchTables()
    }

    // MARK: - Migrations

    private mutating func migrate() throws {
        if try !session.hasTable("guanxi_schema") {
            let (number, text) = (dialect.columnType(.integer), dialect.columnType(.text))
            try session.execute(
                "CREATE TABLE guanxi_schema (number \(number) NOT NULL PRIMARY KEY, name \(text) NOT NULL)")
        }
        let done = Set(try session.rows("SELECT number FROM guanxi_schema").compactMap { $0[0].integer.map(Int.init) })
        let newest = plan.migrations.map(\.number).max() ?? 0
        if let last = done.max(), last > newest { throw StoreError.newer(database: last, program: newest) }
        for migration in plan.migrations.sorted(by: { $0.number < $1.number }) where !done.contains(migration.number) {
            try migration.run(session)
            try session.execute("INSERT INTO guanxi_schema (number, name) VALUES (\(migration.number), \(migration.name))")
            report.migrations.append("\(migration.number) \(migration.name)")
        }
    }

    // MARK: - Tables and columns

    private func refuseOtherTypes() throws {
        for table in plan.tables {
            for column in table.columns {
                let expected = words.typeName(column.type)
                guard let found = existing.tables[table.name]?.first(where: { $0.name == column.name }),
                    found.type.asciiFolded != expected.asciiFolded
                else { continue }
                throw StoreError.incompatible(
                    table: table.name, column: column.name, reason: "it is \(found.type) and should be \(expected)")
            }
        }
    }

    private mutating func createTables() throws {
        for table in plan.tables where existing.tables[table.name] == nil {
            try session.execute(dialect.create(table))
            report.tables.append(table.name)
        }
    }

    private mutating func addColumns() throws {
        for table in plan.tables where existing.tables[table.name] != nil {
            let missing = table.columns.filter { !existing.holds($0, in: table) }
            if missing.isEmpty { continue }
            try refuseRequired(missing, in: table)
            try words.add(missing, to: table, session)
            report.columns += missing.map { "\(table.name).\($0.name)" }
        }
    }

    private func refuseRequired(_ missing: [ColumnPlan], in table: TablePlan) throws {
        guard try session.first("SELECT 1 FROM \(name: table.name) LIMIT 1") != nil else { return }
        for column in missing where table.keyColumns.contains(column.name) {
            throw StoreError.incompatible(
                table: table.name, column: column.name, reason: "the key of a table with rows cannot be added")
        }
        for column in missing where column.isRequired && (column.defaultValue ?? .null).isNull {
            throw StoreError.incompatible(
                table: table.name, column: column.name, reason: "it is required, has no default, and there are rows")
        }
    }

    // MARK: - Foreign keys and indexes

    private mutating func addForeignKeys() throws {
        let present = Set(existing.tables.keys).union(plan.tables.map(\.name))
        // Tables and columns just made have theirs already where the engine writes them inline.
        let made = try words.existing(session).foreignKeys
        for table in plan.tables {
            let referring = table.columns.filter { $0.references != nil }
            for column in referring {
                if let target = column.references, !present.contains(target) {
                    throw StoreError.badPlan("\(table.name).\(column.name) refers to \(target), and there is no such table.")
                }
            }
            let missing = referring.filter { !made.contains("\(table.name).\($0.name)") }
            if missing.isEmpty { continue }
            try words.addForeignKeys(missing, to: table, session)
            report.foreignKeys += missing.filter { existing.holds($0, in: table) }.map { "\(table.name).\($0.name)" }
        }
    }

    private func dropIndexes() throws {
        for index in plan.unwantedIndexes where existing.indexes.contains(index) { try session.execute("DROP INDEX \(name: index)") }
    }

    private mutating func createIndexes() throws {
        for table in plan.tables {
            for index in table.indexes where !existing.indexes.contains(index.name) {
                do {
                    try session.execute(dialect.create(index, on: table))
                } catch StoreError.unique {
                    throw StoreError.unique(constraint: index.name)
                }
                report.indexes.append(index.name)
            }
        }
    }

    private mutating func createSearchTables() throws {
        for table in plan.searchTables where existing.tables[table.name] == nil {
            for statement in dialect.words.createSearchTable(table.name) { try session.execute(statement) }
            report.searchTables.append(table.name)
        }
    }
}
