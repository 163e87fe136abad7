import Customers
import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Files that say who belongs to whom.
@Suite struct RelationTests {
    @Test("A file of pairs makes known customers subsidiaries, by the codes of the other system", arguments: Dialect.allCases)
    func pairs(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            _ = try await made.engine.load("externalCode,name,kind\nA,甲,organisation\nB,乙,organisation\nC,丙,organisation\nC,丁,organisation\n", ["entity": "customer"])
            let mapping: JSON = [
                "entity": "customer", "mode": "update", "match": ["externalCode"],
                "columns": ["child": "externalCode", "parent": ["field": "parent", "by": "externalCode"]],
            ]

            let result = try await made.engine.load("child,parent\nB,A\nA,Z\nA,C\nC,A\n", mapping)

            #expect(result.updated == 1 && result.refused == 3)
            let refused = try await made.engine.refused(result.id)
            #expect(refused.contains("没有“Z”这条记录") && refused.components(separatedBy: "有 2 条记录符合").count == 3, "\(refused)")
            let saved = try await made.engine.save(Customer.schema.definition, filter: Customer.rule { $0.externalCode == "B" }, fields: ["parent"])
            #expect(saved == "\u{FEFF}parent\r\nK2600000001\r\n")
        }
    }

    @Test("Several columns of one part of an address are joined with a blank", arguments: Dialect.allCases)
    func joined(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let columns: JSON = ["name": "name", "number": "address.street", "road": "address.street"]

            _ = try await made.engine.load("name,number,road\n甲,7,Wallaby Place\n", ["entity": "customer", "columns": columns])

            #expect(try await made.engine.save(Customer.schema.definition, fields: ["address"]).contains(",7 Wallaby Place,"))
        }
    }

    @Test("By a field that one sees masked nobody looks for records", arguments: Dialect.allCases)
    func masked(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let all: JSON = ["*": ["read": "all", "create": "all", "edit": "all"]]
            let role = try await made.engine.makeRole("seller", grants: all, fields: ["customer": ["mobile": "masked"]])
            let values: Values = ["login": .text("li"), "name": .text("li"), "roles": .list([.reference(role)])]
            let user = try await made.engine.perform(.create(values), on: User.schema.definition, as: .system).id
            let actor = try #require(try await made.engine.actor(of: user))
            _ = try await made.engine.load("name,mobile\n甲,13800138000\n", ["entity": "customer"])
            func load(by key: String, _ text: String) async throws -> Importer.Result {
                try await made.engine.load("name,who\n李敏,\(text)\n", ["entity": "contact", "columns": ["name": "name", "who": ["field": "customer", "by": .string(key)]]], as: actor)
            }

            #expect(try await load(by: "name", "甲").created == 1)
            await #expect(throws: Invalid("mobile", .masked)) { try await load(by: "mobile", "13800138000") }
        }
    }
}
