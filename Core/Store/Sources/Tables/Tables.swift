public import Kernel

/// The tables of a database as they are, whatever a program knows of them: for copies of the whole.
extension ReadSession {
    /// All tables with rows of their own, by name; indexes for search are not among them, since they follow from the rest.
    ///
    /// Throws `.incompatible` for a column of a type that is none of ours.
    public func tables() throws -> [TablePlan] { try dialect.schemaWords.tables(self) }

    /// All rows in the order of the key, which is the same on both engines.
    public func forEachRow(of table: TablePlan, _ body: ([Stored]) throws -> Void) throws {
        let columns = table.columns.map { SQL.name($0.name) }.joined(by: ", ")
        let order = table.keyColumns.map(SQL.name).joined(by: ", ")
        try forEach("SELECT \(columns) FROM \(name: table.name) ORDER BY \(order)") { try body($0.cells) }
    }
}

extension WriteSession {
    /// Makes tables with their keys and without indexes. On PostgreSQL references follow with `prepare`, when the rows are there.
    public func create(_ tables: [TablePlan]) throws {
        for table in tables { try execute(dialect.create(table)) }
    }

    /// `Database.prepare` within a transaction of `Database.fill`.
    @discardableResult
    public func prepare(_ plan: SchemaPlan) throws -> SchemaReport {
        try plan.check()
        var work = SchemaWork(session: self, plan: plan)
        return try work.run()
    }
}

extension Database {
    /// One long transaction that fills an empty database. References are not looked at row by row: `prepare` at its end does that.
    public func fill<T: Sendable>(_ body: @escaping @Sendable (any WriteSession) throws -> T) async throws -> T {
        if let altering = self as? any SchemaAltering { return try await altering.alter(body) }
        return try await write(limit: nil, body)
    }
}

/// Gathers what an engine tells of its tables, row by row.
struct TableGathering {
    private struct Table {
        var columns: [ColumnPlan] = []
        var key: [(place: Int64, column: String)] = []
    }

    private var tables: [String: Table] = [:]

    /// - Parameter row: table, column, type, whether NULL is refused, the default as text, the place in the key (0 for none), and the
    ///   table referred to.
    mutating func add(_ row: Row, type: ColumnType?) throws {
        let table = row[0].text ?? "", column = row[1].text ?? ""
        guard let type else {
            throw StoreError.incompatible(table: table, column: column, reason: "no copy can be made of the type \(row[2].text ?? "")")
        }
        let plan = ColumnPlan(
            name: column, type: type, isRequired: row[3].flag ?? false, defaultValue: row[4].text.flatMap { Stored(expression: $0, type) },
            references: row[6].text)
        tables[table, default: Table()].columns.append(plan)
        if let place = row[5].integer, place > 0 { tables[table]?.key.append((place, column)) }
    }

    /// Throws `.incompatible` for a table without a key, whose rows have no order.
    func plans() throws -> [TablePlan] {
        try tables.sorted { $0.key < $1.key }.map { name, table in
            guard !table.key.isEmpty else { throw StoreError.incompatible(table: name, column: "", reason: "it has no primary key") }
            return TablePlan(name: name, columns: table.columns, primaryKey: table.key.sorted { $0.place < $1.place }.map(\.column))
        }
    }
}

extension Stored {
    /// A default as the engines repeat it: `0`, `'text'`, `(-1)`, `'0'::bigint`. Nil for anything else.
    init?(expression: String, _ type: ColumnType) {
        let bare = expression.replacing(#/::[a-z ]+$/#, with: "")
        let quoted = bare.wholeMatch(of: #/(?s)'(.*)'/#).map { String($0.1).replacing("''", with: "'") }
        let number = quoted ?? bare.filter { $0 != "(" && $0 != ")" }
        let value: Stored? = switch type {
        case .integer: Int64(number).map(Stored.integer)
        case .real: Double(number).map(Stored.real)
        case .text: quoted.map(Stored.text)
        case .bytes: nil
        }
        guard let value else { return nil }
        self = value
    }
}
