import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

/// Files as they come on a bad day. Good rows get in, bad ones come back with their reason, nothing is half written.
@Suite struct BadFileTests {
    @Test(arguments: Dialect.allCases)
    func `A bad row never stops the rest and comes back with its line and reason`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let file = """
                \u{FEFF}名称,客户类别,手机,出生日期,客户等级
                张三丰,个人,138 0013 8000,1990-02-30,A
                李四,个人,13800138001,1990-02-20,钻石
                王五,个人
                "赵六,个人,,,
                钱七,个人,13900139000,1990/2/3,A
                孙八,个人,打给张三,,

                """

            let result = try await test.engine.load(file, ["entity": "customer"])

            #expect(result.rows == 6 && result.created == 1 && result.refused == 5)
            let refused = try await test.engine.refused(result.id)
            for expected in ["1990-02-30,A,2,出生日期: ", "客户等级: 没有“钻石”", "应有 5 列，实际有 2 列", ",5,这一行无法读取。 引号没有闭合。"] {
                #expect(refused.contains(expected), "\(expected) in \(refused)")
            }
            #expect(try await test.engine.names(searching: "qianqi") == ["钱七"])
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A code that stands twice in a file is refused the second time, and its neighbours get in without gaps`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let file = "code,name\n,甲\nX1,乙\nX1,丙\n,丁\n"

            let result = try await test.engine.load(file, ["entity": "customer"])

            #expect(result.created == 3 && result.refused == 1)
            let saved = try await test.engine.save(Customer.schema.definition, fields: ["code", "name"])
            #expect(saved == "\u{FEFF}code,name\r\nK2600000001,甲\r\nK2600000002,丁\r\nX1,乙\r\n")
        }
    }

    @Test(arguments: ["", "\u{FEFF}", "名称,名称\n甲,乙\n", "名称,没有这列\n甲,乙\n", "\"名称\n甲\n"])
    func `A file without a usable header is refused as a whole`(_ file: String) async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            await #expect(throws: Invalid.self) { try await test.engine.load(file, ["entity": "customer"]) }
            let count = try await test.engine.read(as: .system) { try $0.count(Customer.schema.definition) }
            #expect(count == 0)
        }
    }

    @Test(arguments: [
        ["entity": "nothing"], ["entity": "customer", "colums": [:]], ["entity": "customer", "mode": "update"],
        ["entity": "customer", "columns": ["a": "noField"]], ["entity": "customer", "columns": ["a": "contactCount"]],
        ["entity": "customer", "defaults": ["grade": "zzz"]], ["entity": "user", "columns": ["a": "passwordHash"]], [],
    ] as [JSON])
    func `A mapping with a mistake is refused before a row is read`(_ mapping: JSON) async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            await #expect(throws: Invalid.self) { try await test.engine.load("a\n1\n", mapping) }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Rows are matched by key: updated, left alone, or refused as the mode says`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            _ = try await test.engine.load("externalCode,name\nE1,甲\nE2,乙\nE2,丙\n", ["entity": "customer"])
            let file = "externalCode,name,mobile\nE1,甲,13800138000\nE2,乙,\nE3,戊,\n"

            let updated = try await test.engine.load(file, ["entity": "customer", "mode": "update", "match": "externalCode"])
            let again = try await test.engine.load(file, ["entity": "customer", "mode": "both", "match": "externalCode"])
            let created = try await test.engine.load(file, ["entity": "customer", "mode": "create", "match": "externalCode"])

            #expect(updated.updated == 1 && updated.refused == 2)
            #expect(again.created == 1 && again.unchanged == 1 && again.refused == 1)
            #expect(created.created == 0 && created.refused == 3)
            #expect(try await test.engine.refused(updated.id).contains("有 2 条记录符合"))
        }
    }

    @Test func `Only the one who imported and administrators may read what was refused`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let result = try await test.engine.load("name,grade\n甲,zz\n", ["entity": "customer"])
            let stranger = Actor(user: RecordID(rawValue: 7))

            await #expect(throws: Refusal.self) {
                try await RefusedRows(engine: test.engine, actor: stranger).write(of: result.id) { _ in }
            }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Cells that a spreadsheet would run are made harmless and come back as they were`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            _ = try await test.engine.load("name\n\"=HYPERLINK(\"\"http://x\"\")\"\n", ["entity": "customer"])

            let saved = try await test.engine.save(Customer.schema.definition, fields: ["name"])
            let again = try await test.engine.load(saved, ["entity": "customer", "mode": "both", "match": "name"])

            #expect(saved.contains("'=HYPERLINK"))
            #expect(again.unchanged == 1)
        }
    }
}
