import Kernel
import Store
import TestKit
import Testing

@Suite struct Statements {
    @Test("A list of thousands of values, some of them NULL, is one statement", arguments: Dialect.allCases)
    func manyParameters(dialect: Dialect) async throws {
        let values = (0..<20_000).map { $0.isMultiple(of: 1_000) ? Stored.null : .integer(Int64($0)) }
        try await withDatabase(dialect) { database in
            let found = try await database.read { session in
                try (0..<2).map { _ in try session.first("SELECT 1 WHERE 19999 IN (\(SQL.list(values)))")?[0] }
            }

            #expect(found == [.integer(1), .integer(1)])
        }
    }

    @Test("Values become numbered or plain parameters, identifiers are quoted")
    func rendering() {
        let inner: SQL = "b = \("x") AND \(name: "odd\"name") > \(3)"

        let query: SQL = "SELECT * FROM \(name: "t") WHERE a = \(1) AND (\(inner)) LIMIT \(5)"

        let sqlite = query.rendered(for: .sqlite)
        #expect(sqlite.text == "SELECT * FROM \"t\" WHERE a = ? AND (b = ? AND \"odd\"\"name\" > ?) LIMIT ?")
        #expect(sqlite.binds == [.integer(1), .text("x"), .integer(3), .integer(5)])
        let postgres = query.rendered(for: .postgres)
        #expect(postgres.text == "SELECT * FROM \"t\" WHERE a = $1 AND (b = $2 AND \"odd\"\"name\" > $3) LIMIT $4")
        #expect(postgres.binds == sqlite.binds)
    }

    @Test("Fragments are joined, added and listed")
    func joining() {
        var sql: SQL = .empty
        #expect(sql.isEmpty)

        sql += ["a = \(1)", "b = \(2)"].joined(by: " AND ")
        sql = sql + " AND c IN (\(SQL.list([.text("x"), .null])))"

        let (text, binds) = sql.rendered(for: .postgres)
        #expect(text == "a = $1 AND b = $2 AND c IN ($3, $4)")
        #expect(binds == [.integer(1), .integer(2), .text("x"), .null])
        #expect(SQL.list([]).isEmpty)
        #expect(sql == ["a = \(1)", "b = \(2)", "c IN (\(SQL.list([.text("x"), .null])))"].joined(by: " AND "))
    }

    @Test("A fragment may differ per engine, with its own values")
    func perDialect() {
        let sql: SQL = "\(SQL.perDialect(sqlite: "s \(1)", postgres: "p \(2), \(3)")) \(4)"

        #expect(sql.rendered(for: .sqlite) == ("s ? ?", [.integer(1), .integer(4)]))
        #expect(sql.rendered(for: .postgres) == ("p $1, $2 $3", [.integer(2), .integer(3), .integer(4)]))
    }

    @Test("Hostile values and identifiers stay what they are", arguments: Dialect.allCases)
    func hostileText(dialect: Dialect) async throws {
        let hostile = [
            "'; DROP TABLE note; --", "\"; DROP TABLE note; --", "\\'; DROP TABLE note; --", "$1", "?", "?1", ":a", "@b", "''",
            "$$", "/*", "E'\\x41'", "\u{02BC}; DROP TABLE note", "note\" (id, body) VALUES (9, 'x') --", "select",
        ]

        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            for (id, text) in hostile.enumerated() {
                let row = try await database.write { session in
                    try session.execute("INSERT INTO note (id, body) VALUES (\(id), \(text))")
                    try session.execute("CREATE TABLE \(name: text) (\(name: text + "!") TEXT)")
                    try session.execute("INSERT INTO \(name: text) (\(name: text + "!")) VALUES (\(text))")
                    return try session.first(
                        """
                        SELECT note.body, other.\(name: text + "!") AS \(name: text)
                        FROM note
                        JOIN \(name: text) AS other ON other.\(name: text + "!") = note.body
                        """)
                }

                #expect(row?.cells == [.text(text), .text(text)])
                #expect(row?.columns.last == text)
            }
            #expect(try await database.count("note") == hostile.count)
        }
    }

    @Test("Defaults and conditions of indexes are literals that cannot break out", arguments: Dialect.allCases)
    func literals(dialect: Dialect) async throws {
        let values: [Stored] = [
            .text("it's '; DROP TABLE x; --"), .text("back\\slash"), .text(""), .integer(.min), .integer(.max), .real(0.1),
            .real(-1e300), .bytes([0, 39, 255]), .bytes([]),
        ]
        let columns = values.enumerated().map { index, value in
            ColumnPlan(name: "c\(index)", type: value.columnType, isRequired: true, defaultValue: value)
        }
        let index = IndexPlan(name: "odd_rows", columns: ["c0"], isUnique: true, onlyWhere: "c0 = \("it's '; DROP TABLE x; --")")
        let plan = SchemaPlan(tables: [
            TablePlan(name: "odd", columns: [ColumnPlan(name: "id", type: .integer)] + columns, indexes: [index])
        ])

        try await withDatabase(dialect) { database in
            _ = try await database.prepare(plan)
            let row = try await database.write { session in
                try session.execute("INSERT INTO odd (id) VALUES (1)")
                return try session.first("SELECT * FROM odd")
            }

            #expect(row?.cells == [.integer(1)] + values)
            await #expect(throws: StoreError.unique(constraint: "odd_rows")) {
                try await database.write { try $0.execute("INSERT INTO odd (id) VALUES (2)") }
            }
        }
    }

    @Test("More statements than a connection keeps ready, with values of changing types", arguments: Dialect.allCases)
    func manyStatements(dialect: Dialect) async throws {
        try await withDatabase(dialect, readers: 1) { database in
            try await database.makeNotes()
            for round in 0..<2 {
                for width in 1...300 {
                    let sum = try await database.read { session in
                        let terms = (0..<width).map { "CAST(\($0 % 2 == round ? nil : $0) AS BIGINT) IS NULL" as SQL }
                        return try session.first("SELECT \(terms.joined(by: ", "))")
                    }
                    #expect(sum?.cells.count == width)
                }
            }
            let kinds: [Stored] = [.null, .integer(1), .null, .text("1"), .integer(2), .real(1.5)]
            for kind in kinds {
                let row = try await database.read { try $0.first("SELECT CAST(\(kind) AS TEXT) IS NULL") }
                #expect(row?[0] == .integer(kind.isNull ? 1 : 0))
            }
        }
    }

    @Test("A wrong statement is an error with a code, and the connection goes on", arguments: Dialect.allCases)
    func wrongStatement(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            for statement in ["SELEC 1", "SELECT * FROM absent", "SELECT 1; SELECT 2"] as [SQL] {
                await #expect {
                    try await database.read { try $0.rows(statement) }
                } throws: { if case StoreError.failed(let code, _) = $0 { !code.isEmpty } else { false } }
            }
            let one = try await database.value("SELECT 1")
            #expect(one == .integer(1))
        }
    }

    @Test("A reader cannot change anything", arguments: Dialect.allCases)
    func readOnly(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()

            await #expect(throws: StoreError.self) {
                try await database.read { try $0.rows("INSERT INTO note (id) VALUES (1) RETURNING id") }
            }

            #expect(try await database.count("note") == 0)
        }
    }

    @Test("A statement tells how many rows it changed", arguments: Dialect.allCases)
    func affectedRows(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            let counts = try await database.write { session in
                [
                    try session.execute("INSERT INTO note (id) VALUES (1), (2), (3)"),
                    try session.execute("UPDATE note SET amount = 5 WHERE id > 1"),
                    try session.execute("UPDATE note SET amount = 5 WHERE id > 9"),
                    try session.rows("DELETE FROM note WHERE id = 1 RETURNING id").count,
                    try session.execute("CREATE TABLE other (id BIGINT)"),
                ]
            }

            #expect(counts == [3, 2, 0, 1, 0])
        }
    }
}

extension Stored {
    var columnType: ColumnType {
        switch self {
        case .integer: .integer
        case .real: .real
        case .bytes: .bytes
        case .text, .null: .text
        }
    }
}

extension Database {
    /// The one value that a query gives.
    func value(_ query: SQL) async throws -> Stored? {
        try await read { session in try session.first(query)?[0] }
    }

    func count(_ table: String) async throws -> Int {
        try await read { session in
            try session.first("SELECT count(*) FROM \(name: table)")?[0].integer.map(Int.init) ?? -1
        }
    }
}
