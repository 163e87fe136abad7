import Kernel
import Store
import TestKit
import Testing

private let id = ColumnPlan(name: "id", type: .integer)

@Suite struct Schemas {
    /// Two tables that refer to each other, and one that refers to itself.
    private let first = SchemaPlan(
        tables: [
            TablePlan(
                name: "firm",
                columns: [
                    id, ColumnPlan(name: "name", type: .text, isRequired: true),
                    ColumnPlan(name: "head", type: .integer, references: "person"),
                    ColumnPlan(name: "parent", type: .integer, references: "firm"),
                ], indexes: [IndexPlan(name: "firm_name", columns: ["name"], isUnique: true)]),
            TablePlan(name: "person", columns: [id, ColumnPlan(name: "firm", type: .integer, references: "firm")]),
        ], searchTables: [SearchTable(name: "firm_search")])

    @Test("A new database gets everything, and a second time nothing", arguments: Dialect.allCases)
    func creation(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            let report = try await database.prepare(first)

            #expect(report.tables == ["firm", "person"])
            #expect(report.indexes == ["firm_name"])
            #expect(report.searchTables == ["firm_search"])
            #expect(report.columns.isEmpty && report.foreignKeys.isEmpty)
            #expect(try await database.prepare(first).isEmpty)
            try await database.write { session in
                try session.execute("INSERT INTO firm (id, name) VALUES (1, 'a')")
                try session.execute("INSERT INTO person (id, firm) VALUES (1, 1)")
                try session.execute("UPDATE firm SET head = 1, parent = 1")
            }
            for statement in ["UPDATE firm SET head = 2", "UPDATE firm SET parent = 2", "UPDATE person SET firm = 2"] as [SQL] {
                await #expect(throws: StoreError.foreignKey) { try await database.write { try $0.execute(statement) } }
            }
        }
    }

    @Test("New columns, references and indexes join a table with rows; what the plan does not know stays", arguments: Dialect.allCases)
    func addition(dialect: Dialect) async throws {
        let second = SchemaPlan(tables: [
            TablePlan(
                name: "firm",
                columns: [
                    id, ColumnPlan(name: "name", type: .text, isRequired: true),
                    ColumnPlan(name: "grade", type: .text, isRequired: true, defaultValue: .text("it's C")),
                    ColumnPlan(name: "owner", type: .integer, references: "person"),
                    ColumnPlan(name: "size", type: .real),
                ],
                indexes: [
                    IndexPlan(name: "firm_name", columns: ["name"], isUnique: true),
                    IndexPlan(name: "firm_grade", columns: ["grade", "name"]),
                ]),
            TablePlan(
                name: "person",
                columns: [id, ColumnPlan(name: "firm", type: .integer), ColumnPlan(name: "nick", type: .text, isRequired: true)]),
        ])

        try await withDatabase(dialect) { database in
            _ = try await database.prepare(first)
            try await database.write { session in
                try session.execute("INSERT INTO firm (id, name) VALUES (1, 'a')")
                try session.execute("ALTER TABLE person ADD COLUMN stranger TEXT")
                try session.execute("CREATE INDEX person_stranger ON person (stranger)")
            }

            // person is empty, and so can get a required column without a default.
            let report = try await database.prepare(second)

            #expect(report.tables.isEmpty && report.foreignKeys.isEmpty && report.searchTables.isEmpty)
            #expect(report.columns == ["firm.grade", "firm.owner", "firm.size", "person.nick"])
            #expect(report.indexes == ["firm_grade"])
            #expect(try await database.prepare(second).isEmpty)
            let firm = try await database.read { try $0.first("SELECT id, name, grade, owner, head FROM firm") }
            #expect(firm?.cells == [.integer(1), .text("a"), .text("it's C"), .null, .null])
            try await database.write { try $0.execute("INSERT INTO person (id, firm, nick, stranger) VALUES (1, 1, 'n', 's')") }
            await #expect(throws: StoreError.notNull(column: "nick")) {
                try await database.write { try $0.execute("INSERT INTO person (id) VALUES (2)") }
            }
            for statement in ["UPDATE firm SET owner = 2", "UPDATE person SET firm = 2", "DELETE FROM firm"] as [SQL] {
                await #expect(throws: StoreError.foreignKey) { try await database.write { try $0.execute(statement) } }
            }
        }
    }

    @Test("A column with rows can become a reference, if its values allow that", arguments: Dialect.allCases)
    func laterReference(dialect: Dialect) async throws {
        func plan(references: String?) -> SchemaPlan {
            SchemaPlan(tables: [
                TablePlan(name: "team", columns: [id]),
                TablePlan(
                    name: "member",
                    columns: [
                        id, ColumnPlan(name: "team", type: .integer, references: references), ColumnPlan(name: "word", type: .text),
                    ], indexes: [IndexPlan(name: "member_word", columns: ["word"], isUnique: true)]),
                TablePlan(name: "badge", columns: [id, ColumnPlan(name: "member", type: .integer, references: "member")]),
            ])
        }

        try await withDatabase(dialect) { database in
            _ = try await database.prepare(plan(references: nil))
            try await database.write { session in
                try session.execute("INSERT INTO team (id) VALUES (1)")
                try session.execute("INSERT INTO member (id, team, word) VALUES (1, 1, 'w'), (2, 7, 'x')")
                try session.execute("INSERT INTO badge (id, member) VALUES (1, 1)")
            }

            await #expect(throws: StoreError.foreignKey) { try await database.prepare(plan(references: "team")) }
            #expect(try await database.count("member") == 2)

            try await database.write { try $0.execute("UPDATE member SET team = 1") }
            let report = try await database.prepare(plan(references: "team"))
            #expect(report.foreignKeys == ["member.team"])
            #expect(try await database.prepare(plan(references: "team")).isEmpty)
            #expect(try await database.count("member") == 2)
            for statement in ["UPDATE member SET team = 7", "DELETE FROM member WHERE id = 1"] as [SQL] {
                await #expect(throws: StoreError.foreignKey) { try await database.write { try $0.execute(statement) } }
            }
            await #expect(throws: StoreError.unique(constraint: "member_word")) {
                try await database.write { try $0.execute("UPDATE member SET word = 'w'") }
            }
        }
    }

    @Test("What cannot be added is refused, and nothing has changed", arguments: Dialect.allCases)
    func incompatible(dialect: Dialect) async throws {
        func plan(_ columns: ColumnPlan...) -> SchemaPlan {
            SchemaPlan(tables: [TablePlan(name: "brand", columns: [id]), TablePlan(name: "note", columns: [id] + columns)])
        }

        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            try await database.write { try $0.execute("INSERT INTO note (id) VALUES (1)") }

            for (plan, column) in [
                (plan(ColumnPlan(name: "amount", type: .text)), "amount"),
                (plan(ColumnPlan(name: "body", type: .bytes)), "body"),
                (plan(ColumnPlan(name: "fresh", type: .text, isRequired: true)), "fresh"),
            ] {
                await #expect {
                    try await database.prepare(plan)
                } throws: {
                    guard case StoreError.incompatible(table: "note", column: column, _) = $0 else { return false }
                    return true
                }
                let hasTable = try await database.read { try $0.hasTable("brand") }
                #expect(!hasTable)
            }
        }
    }

    @Test("Plans that contradict themselves are refused")
    func badPlans() async throws {
        let long = String(repeating: "n", count: 64)
        let plans = [
            SchemaPlan(tables: [TablePlan(name: "a", columns: [ColumnPlan(name: "x", type: .text)])]),
            SchemaPlan(tables: [TablePlan(name: "a", columns: [id, id])]),
            SchemaPlan(tables: [TablePlan(name: "a", columns: [id]), TablePlan(name: "A", columns: [id])]),
            SchemaPlan(tables: [TablePlan(name: "a", columns: [id], indexes: [IndexPlan(name: "i", columns: ["x"])])]),
            SchemaPlan(tables: [TablePlan(name: "a", columns: [id, ColumnPlan(name: "b", type: .integer, references: "absent")])]),
            SchemaPlan(tables: [TablePlan(name: long, columns: [id])]),
            SchemaPlan(tables: [], migrations: [Migration(number: 1, name: "") { _ in }, Migration(number: 1, name: "") { _ in }]),
        ]

        try await withDatabase(.sqlite) { database in
            for plan in plans {
                await #expect {
                    try await database.prepare(plan)
                } throws: { if case StoreError.badPlan = $0 { true } else { false } }
            }
            let hasTable = try await database.read { try $0.hasTable("a") }
            #expect(!hasTable)
        }
    }

    @Test("Migrations run once and in order, and a newer database refuses an older program", arguments: Dialect.allCases)
    func migrations(dialect: Dialect) async throws {
        func plan(upTo last: Int) -> SchemaPlan {
            let all = (1...3).map { number in
                Migration(number: number, name: "step") { session in
                    if try !session.hasTable("trace") { try session.execute("CREATE TABLE trace (number BIGINT)") }
                    try session.execute("INSERT INTO trace VALUES (\(number))")
                }
            }
            return SchemaPlan(tables: [], migrations: all.prefix(last).reversed())
        }

        try await withDatabase(dialect) { database in
            #expect(try await database.prepare(plan(upTo: 2)).migrations == ["1 step", "2 step"])
            #expect(try await database.prepare(plan(upTo: 2)).isEmpty)
            #expect(try await database.prepare(plan(upTo: 3)).migrations == ["3 step"])

            await #expect(throws: StoreError.newer(database: 3, program: 2)) { try await database.prepare(plan(upTo: 2)) }

            let trace = try await database.read { try $0.rows("SELECT number FROM trace").compactMap { $0[0].integer } }
            #expect(trace == [1, 2, 3])
        }
    }

    @Test("A migration that fails takes everything back", arguments: Dialect.allCases)
    func failedMigration(dialect: Dialect) async throws {
        let plan = SchemaPlan(
            tables: first.tables,
            migrations: [
                Migration(number: 1, name: "good") { try $0.execute("CREATE TABLE trace (number BIGINT)") },
                Migration(number: 2, name: "bad") { _ in throw Refusal() },
            ])

        try await withDatabase(dialect) { database in
            await #expect(throws: Refusal()) { try await database.prepare(plan) }

            let tables = try await database.read { session in
                try ["trace", "firm", "guanxi_schema"].filter { try session.hasTable($0) }
            }
            #expect(tables == [])
        }
    }

    @Test("Servers that start at once prepare one after the other", arguments: Dialect.allCases)
    func atOnce(dialect: Dialect) async throws {
        try await withTestDatabase(dialect) { made in
            let reports = try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { [first] in
                        let server = try await Databases.open(made.url, readers: 1)
                        let report = try await server.prepare(first)
                        await server.close()
                        return report
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(reports.filter { !$0.isEmpty }.count == 1)
        }
    }

    @Test("Statements that were ready before a column was added still work", arguments: Dialect.allCases)
    func changedTables(dialect: Dialect) async throws {
        try await withTestDatabase(dialect, readers: 1) { made in
            try await made.database.makeNotes()
            for _ in 0..<3 { _ = try await made.database.read { try $0.rows("SELECT * FROM note") } }
            let other = try await Databases.open(made.url, readers: 1)
            try await other.write { try $0.execute("ALTER TABLE note ADD COLUMN extra BIGINT") }
            await other.close()

            try await made.database.write { try $0.execute("INSERT INTO note (id, extra) VALUES (1, 5)") }
            let row = try await made.database.read { try $0.first("SELECT * FROM note") }

            #expect(row?["extra"] == .integer(5))
        }
    }
}
