public import Kernel

/// An `INSERT` into one table, made once for any number of rows.
public struct Insertion: Sendable {
    public let table: String
    public let columns: [String]
    /// PostgreSQL's types of columns that text is read into.
    private let types: [String?]
    /// The statement for one row in the words of SQLite.
    let sqlite: String

    public init(into table: String, _ columns: [String]) { self.init(into: table, columns, types: [:]) }

    init(into table: String, _ columns: [String], types: [String: String]) {
        (self.table, self.columns) = (table, columns)
        self.types = columns.map { types[$0] }
        let places = repeatElement("?", count: columns.count).joined(separator: ", ")
        sqlite = "INSERT INTO \(SQL.quoted(table)) (\(columns.map(SQL.quoted).joined(separator: ", "))) VALUES (\(places))"
    }

    /// What COPY of PostgreSQL reads rows with.
    var copy: String { "COPY \(SQL.quoted(table)) (\(columns.map(SQL.quoted).joined(separator: ", "))) FROM STDIN" }

    /// One statement for several rows.
    func sql(_ rows: some Collection<[Stored]>) -> SQL {
        let values = rows.lazy.map { row -> SQL in
            let cells = zip(row, types).lazy.map { cell, type -> SQL in type.map { "CAST(\(cell) AS \(SQL(trusted: $0)))" } ?? "\(cell)" }
            return "(\(cells.joined(by: ", ")))"
        }.joined(by: ", ")
        return "INSERT INTO \(name: table) (\(columns.map(SQL.name).joined(by: ", "))) VALUES \(values)"
    }
}

extension WriteSession {
    /// Writes rows, a cell for each column of the insertion. What an index refuses is thrown as `execute` throws it.
    public func insert(_ rows: [[Stored]], by insertion: Insertion) throws {
        for row in rows { try execute(insertion.sql(CollectionOfOne(row))) }
    }
}
