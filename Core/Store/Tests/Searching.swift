import Kernel
import Store
import TestKit
import Testing

@Suite struct Searching {
    private let table = SearchTable(name: "found")

    private func withTokens<T: Sendable>(
        _ dialect: Dialect, _ test: (any Database) async throws -> T
    ) async throws -> T {
        try await withDatabase(dialect) { database in
            _ = try await database.prepare(SchemaPlan(tables: [], searchTables: [table]))
            try await database.write { [table] session in
                try session.put(id: 1, tokens: ["张", "三", "张三", "zhangsan", "zs", "13800138000", "8000"], into: table)
                try session.put(id: 2, tokens: ["张", "四", "张四", "zhangsi", "zs"], into: table)
                try session.put(id: 3, tokens: ["Acme", "𠮷", "it's", "a\"b", "x*y", "--", "or"], into: table)
                try session.put(id: 4, tokens: [], into: table)
            }
            return try await test(database)
        }
    }

    private func ids(_ terms: [SearchTerm], limit: Int? = nil, _ database: any Database) async throws -> [Int64] {
        try await database.read { [table] session in
            try session.rows(table.match(terms, limit: limit)).compactMap { $0[0].integer }
        }
    }

    @Test("All terms must match, whole or as a beginning, newest first", arguments: Dialect.allCases)
    func matching(dialect: Dialect) async throws {
        let cases: [([SearchTerm], [Int64])] = [
            ([.whole("张三")], [1]), ([.whole("张")], [2, 1]), ([.whole("zs")], [2, 1]), ([.whole("zhang")], []),
            ([.prefix("zhang")], [2, 1]), ([.prefix("zhang"), .whole("三")], [1]), ([.whole("三"), .whole("四")], []),
            ([.whole("8000")], [1]), ([.prefix("138")], [1]), ([.whole("ACME")], [3]), ([.prefix("aC")], [3]), ([.whole("𠮷")], [3]),
            ([.prefix("张")], [2, 1]), ([], []), ([.prefix("")], []), ([.whole("三"), .whole("")], []),
        ]

        try await withTokens(dialect) { database in
            for (terms, expected) in cases {
                let found = try await ids(terms, database)
                #expect(found == expected, "\(terms)")
            }
            #expect(try await ids([.whole("zs")], limit: 1, database) == [2])
        }
    }

    @Test("Terms that look like operators are only text", arguments: Dialect.allCases)
    func hostileTerms(dialect: Dialect) async throws {
        let cases: [(String, [Int64])] = [
            ("it's", [3]), ("a\"b", [3]), ("x*y", [3]), ("or", [3]), ("OR", [3]), ("--", []), ("NOT", []), ("*", []), ("\"", []),
            ("'", []), ("a:b", [3]), ("(", []), (")", []), ("zs OR acme", []), ("^zs", [2, 1]), ("-zs", [2, 1]), ("tokens:zs", []),
            ("\\", []), ("zs'", [2, 1]), ("zs & !acme", []), ("zs:*", [2, 1]), ("NEAR(zs)", []), ("\u{0}", []), ("zs\u{0}", [2, 1]),
            ("{zs}", [2, 1]), ("\u{201C}zs\u{201D}", []), (String(repeating: "長", count: 5000), []), ("👩‍👩‍👧", []), ("é", []),
        ]

        try await withTokens(dialect) { database in
            for (text, expected) in cases {
                let whole = try await ids([.whole(text)], database)
                #expect(whole == expected, "\(text)")
                _ = try await ids([.prefix(text), .whole(text)], database)
                try await database.write { [table] session in
                    try session.put(id: 9, tokens: [text], into: table)
                    try session.remove(id: 9, from: table)
                }
            }
        }
    }

    @Test("A record's tokens are replaced and removed, within the transaction", arguments: Dialect.allCases)
    func replacing(dialect: Dialect) async throws {
        try await withTokens(dialect) { database in
            try await database.write { [table] session in
                try session.put(id: 1, tokens: ["李", "四"], into: table)
                try session.remove(id: 2, from: table)
            }
            _ = try? await database.write { [table] session in
                try session.remove(id: 3, from: table)
                throw Refusal()
            }

            #expect(try await ids([.whole("张")], database) == [])
            #expect(try await ids([.whole("四")], database) == [1])
            #expect(try await ids([.whole("acme")], database) == [3])
        }
    }

    @Test("Matches narrow down another query", arguments: Dialect.allCases)
    func subselect(dialect: Dialect) async throws {
        try await withTokens(dialect) { database in
            try await database.makeNotes()
            let count = try await database.write { [table] session in
                try session.execute("INSERT INTO note (id) VALUES (1), (2), (3)")
                return try session.rows(
                    "SELECT id FROM note WHERE id IN (\(table.match([.prefix("zh")], limit: 10))) AND amount = \(0)"
                ).count
            }

            #expect(count == 2)
        }
    }

    @Test("Text is found whatever the case of its ASCII letters, and of no others", arguments: Dialect.allCases)
    func folding(dialect: Dialect) async throws {
        let texts = ["Hello World", "ÄRGER", "ärger", "50%_off", "张三Li", "İstanbul", "KELVIN \u{212A}", "", "𠮷A"]
        let needles = ["hello", "LO W", "är", "Är", "%", "_", "三l", "i", "k", "", "𠮷a", "\u{212A}", "it's"]

        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            try await database.write { session in
                for (id, text) in texts.enumerated() { try session.execute("INSERT INTO note (id, body) VALUES (\(id), \(text))") }
            }
            for needle in needles {
                let (contains, starts) = try await database.read { session in
                    func ids(_ condition: SQL) throws -> [Int] {
                        try session.rows("SELECT id FROM note WHERE \(condition) ORDER BY id").map { Int($0[0].integer ?? -1) }
                    }
                    return (
                        try ids(session.dialect.containsFolded(column: "body", needle: needle)),
                        try ids(session.dialect.startsWithFolded(column: "body", prefix: needle))
                    )
                }

                func folded(_ text: String) -> [UInt8] { text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 } }
                #expect(contains == texts.indices.filter { folded(texts[$0]).contains(folded(needle)) }, "\(needle)")
                #expect(starts == texts.indices.filter { folded(texts[$0]).starts(with: folded(needle)) }, "\(needle)")
            }
        }
    }
}
