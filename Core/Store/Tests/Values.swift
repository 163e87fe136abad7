import Kernel
import Store
import TestKit
import Testing

@Suite struct Values {
    @Test("Every kind of value comes back as it went in", arguments: Dialect.allCases)
    func roundTrip(dialect: Dialect) async throws {
        let values: [(ColumnType, Stored)] = [
            (.integer, .integer(0)), (.integer, .integer(.min)), (.integer, .integer(.max)), (.integer, .integer(-1)),
            (.real, .real(0.1)), (.real, .real(-1.5e300)), (.real, .real(2.5e-300)), (.real, .real(.infinity)),
            (.real, .real(3)), (.text, .text("")), (.text, .text("it's \"quoted\"; -- $1 ? \\ %")),
            (.text, .text("张三 👩‍👩‍👧 𠮷𡃁 e\u{301} \u{1F1E8}\u{1F1F3}")), (.text, .text("line\nbreak\ttab")),
            (.bytes, .bytes([])), (.bytes, .bytes([0, 1, 127, 128, 255])), (.bytes, .bytes(Array(0...255))),
            (.integer, .null), (.real, .null), (.text, .null), (.bytes, .null),
        ]

        try await withDatabase(dialect) { database in
            let columns = ColumnType.all.map { ColumnPlan(name: "a_\($0)", type: $0) }
            _ = try await database.prepare(
                SchemaPlan(tables: [TablePlan(name: "kinds", columns: [ColumnPlan(name: "id", type: .integer)] + columns)]))
            for (id, (type, value)) in values.enumerated() {
                let found = try await database.write { session in
                    let column = "a_\(type)"
                    try session.execute("INSERT INTO kinds (id, \(name: column)) VALUES (\(id), \(value))")
                    return try session.first("SELECT \(name: column) FROM kinds WHERE id = \(id)")
                }

                #expect(found?[0] == value)
            }
        }
    }

    @Test("An empty text is not NULL", arguments: Dialect.allCases)
    func emptyText(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            let counts = try await database.write { session in
                try session.execute("INSERT INTO note (id, body) VALUES (1, \("")), (2, \(String?.none))")
                return try session.first(
                    "SELECT count(*) FILTER (WHERE body IS NULL), count(*) FILTER (WHERE body = \("")) FROM note")
            }

            #expect(counts?.cells == [.integer(1), .integer(1)])
        }
    }

    @Test("Swift values and their optionals are bound", arguments: Dialect.allCases)
    func swiftValues(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            let row = try await database.read { session in
                try session.first(
                    """
                    SELECT \("text"), \(7), \(Int64(8)), \(true), \(false), \(1.5), \([1, 2] as [UInt8]), \(Stored.integer(9)),
                      \(Int?.none), \(Int?(3)), \(Bool?(true)), \(Double?(2.5)), \(String?("x")), \([UInt8]?.none)
                    """)
            }

            #expect(
                row?.cells == [
                    .text("text"), .integer(7), .integer(8), .integer(1), .integer(0), .real(1.5), .bytes([1, 2]), .integer(9),
                    .null, .integer(3), .integer(1), .real(2.5), .text("x"), .null,
                ])
        }
    }

    @Test("Sums and averages of integers, comparisons and counts are plain numbers", arguments: Dialect.allCases)
    func derivedNumbers(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            let row = try await database.write { session in
                try session.execute("INSERT INTO note (id, amount) VALUES (1, 1), (2, 2)")
                return try session.first(
                    """
                    SELECT sum(amount) AS total, avg(amount) AS middle, count(*) AS n, max(amount) > 1 AS large, sum(amount) / 2 AS half
                    FROM note
                    """)
            }

            #expect(row?["total"] == .integer(3))
            #expect(row?["middle"] == .real(1.5))
            #expect(row?["n"] == .integer(2))
            #expect(row?["large"] == .integer(1))
            #expect(row?["half"].real ?? 0 >= 1)
            #expect(row?["absent"] == .null)
        }
    }

    @Test("Text with a zero byte and numbers that are none are refused", arguments: Dialect.allCases)
    func refusedValues(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            for value in [Stored.text("a\u{0}b"), .real(.nan)] {
                await #expect {
                    try await database.read { try $0.first("SELECT \(value)") }
                } throws: { if case StoreError.badValue = $0 { true } else { false } }
            }
        }
    }

    @Test("Text sorts by code point", arguments: Dialect.allCases)
    func sorting(dialect: Dialect) async throws {
        let words = ["b", "B", "a", "é", "z", "张", "阿", "Z", "𠮷", "ﬀ", "1", "_"]

        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            let sorted = try await database.write { session in
                for (id, word) in words.enumerated() {
                    try session.execute("INSERT INTO note (id, body) VALUES (\(id), \(word))")
                }
                return try session.rows("SELECT body FROM note ORDER BY body").compactMap { $0[0].text }
            }

            #expect(sorted == words.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) })
        }
    }
}

extension ColumnType {
    static let all: [ColumnType] = [.integer, .real, .text, .bytes]
}

extension Database {
    /// A small table that many tests use: `note (id, body, amount)`.
    func makeNotes() async throws {
        _ = try await prepare(
            SchemaPlan(tables: [
                TablePlan(
                    name: "note",
                    columns: [
                        ColumnPlan(name: "id", type: .integer), ColumnPlan(name: "body", type: .text),
                        ColumnPlan(name: "amount", type: .integer, isRequired: true, defaultValue: .integer(0)),
                    ])
            ]))
    }
}
