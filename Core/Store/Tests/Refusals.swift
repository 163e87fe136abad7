import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct Refusals {
    @Test("Broken rules are told the same way on both engines", arguments: Dialect.allCases)
    func constraints(dialect: Dialect) async throws {
        let plan = SchemaPlan(tables: [
            TablePlan(name: "team", columns: [ColumnPlan(name: "id", type: .integer)]),
            TablePlan(
                name: "person",
                columns: [
                    ColumnPlan(name: "id", type: .integer), ColumnPlan(name: "name", type: .text, isRequired: true),
                    ColumnPlan(name: "mail", type: .text), ColumnPlan(name: "gone", type: .integer),
                    ColumnPlan(name: "team", type: .integer, references: "team"),
                ],
                indexes: [
                    IndexPlan(name: "person_name_gone", columns: ["name", "gone"], isUnique: true),
                    IndexPlan(name: "person_mail", columns: ["mail"], isUnique: true, onlyWhere: "gone IS NULL"),
                    IndexPlan(name: "person_team", columns: ["team"]),
                ]),
            TablePlan(
                name: "member",
                columns: [
                    ColumnPlan(name: "team", type: .integer, isRequired: true, references: "team"),
                    ColumnPlan(name: "person", type: .integer, isRequired: true, references: "person"),
                ], primaryKey: ["team", "person"]),
        ])
        let refusals: [(SQL, StoreError)] = [
            ("INSERT INTO person (id, name) VALUES (1, 'c')", .unique(constraint: "person_pkey")),
            ("INSERT INTO person (id, name, gone) VALUES (2, 'a', 1)", .unique(constraint: "person_name_gone")),
            ("INSERT INTO person (id, name, mail) VALUES (2, 'b', 'm')", .unique(constraint: "person_mail")),
            ("INSERT INTO member (team, person) VALUES (1, 1)", .unique(constraint: "member_pkey")),
            ("INSERT INTO person (id, name, team) VALUES (2, 'b', 7)", .foreignKey),
            ("DELETE FROM team WHERE id = 1", .foreignKey),
            ("UPDATE person SET name = NULL", .notNull(column: "name")),
            ("INSERT INTO member (team) VALUES (1)", .notNull(column: "person")),
            ("INSERT INTO positive (amount) VALUES (-1)", .check),
            ("INSERT INTO positive (amount, word) VALUES (1, 'WORD')", .unique(constraint: "positive_word")),
        ]

        try await withDatabase(dialect) { database in
            _ = try await database.prepare(plan)
            try await database.write { session in
                try session.execute("INSERT INTO team (id) VALUES (1)")
                try session.execute("INSERT INTO person (id, name, mail, gone) VALUES (1, 'a', 'g', 1)")
                try session.execute("INSERT INTO person (id, name, mail) VALUES (5, 'x', 'm')")
                try session.execute("INSERT INTO member (team, person) VALUES (1, 1)")
                try session.execute("CREATE TABLE positive (amount BIGINT CHECK (amount > 0), word TEXT)")
                try session.execute("CREATE UNIQUE INDEX positive_word ON positive (lower(word))")
                try session.execute("INSERT INTO positive (amount, word) VALUES (1, 'word')")
            }

            for (statement, refusal) in refusals {
                await #expect(throws: refusal) { try await database.write { try $0.execute(statement) } }
            }
        }
    }

    @Test("A disk without room is told the same way on both engines, and work goes on when there is room", arguments: Dialect.allCases)
    func fullDisk(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.write { try $0.execute("CREATE TABLE page (number BIGINT, content TEXT)") }

            await #expect {
                try await database.write { session in
                    try session.execute("INSERT INTO page (number, content) VALUES (1, 'lost')")
                    switch dialect {
                    case .sqlite:
                        _ = try session.rows("PRAGMA max_page_count = 10")
                        try session.execute("INSERT INTO page (number, content) VALUES (2, \(String(repeating: "x", count: 100_000)))")
                    case .postgres:
                        try session.execute("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$")
                    }
                }
            } throws: { if case StoreError.full = $0 { true } else { false } }
            #expect(try await database.count("page") == 0)

            try await database.write { session in
                if dialect == .sqlite { _ = try session.rows("PRAGMA max_page_count = 1000000") }
                try session.execute("INSERT INTO page (number, content) VALUES (2, \(String(repeating: "x", count: 100_000)))")
            }
            #expect(try await database.count("page") == 1)
        }
    }

    @Test("A SQLite file that is closed holds everything by itself")
    func closedFile() async throws {
        try await withTestDatabase(.sqlite) { made in
            try await made.database.makeNotes()
            try await made.database.write { try $0.execute("INSERT INTO note (id) VALUES (1)") }
            _ = try await made.database.count("note")
            let path = String(made.url.dropFirst("sqlite:".count))

            await made.database.close()
            // Once more does no harm.
            await made.database.close()
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            let copy = try await Databases.open("sqlite:\(path).copy", readers: 1)

            #expect(try await copy.count("note") == 1)
            await copy.close()
        }
    }

    @Test("What is no URL of a database is refused with a reason")
    func badURLs() async {
        for url in ["", "mysql://x", "sqlite:", "sqlite::memory:", "postgres://[", "guanxi.db", "postgres://u@h:port:1/x?nonsense=1"] {
            await #expect {
                try await Databases.open(url)
            } throws: { if case StoreError.badURL = $0 { true } else { false } }
        }
    }

    @Test("A database that cannot be reached is unavailable")
    func unreachable() async {
        for url in ["postgres://nobody@127.0.0.1:1/none", "sqlite:/nonexistent/folder/file.sqlite"] {
            await #expect {
                try await Databases.open(url)
            } throws: { if case StoreError.unavailable = $0 { true } else { false } }
        }
    }
}
