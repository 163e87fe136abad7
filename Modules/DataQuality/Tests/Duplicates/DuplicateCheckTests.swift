import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import DataQuality

@Suite struct DuplicateCheckTests {
    @Test(arguments: Dialect.allCases)
    func `Whoever is typed and there already is found, with the reasons`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let id = try await branches.customer(Branches.wei)
            try await branches.customer(["name": "李娜", "mobile": "+8613912345678"])

            let found = try await branches.check(["name": "張偉", "mobile": "138 0013 8000", "birthday": "1980-05-17"], as: branches.manager)

            #expect(found["duplicates"]?.array?.count == 1)
            let duplicate = try #require(found["duplicates"]?.array?.first)
            #expect(duplicate["verdict"] == "same")
            #expect(duplicate["record"]?["id"]?.string == id.description)
            #expect(duplicate["record"]?["name"] == "张伟")
            #expect(duplicate["evidence"]?.array?.compactMap { $0["field"]?.string } == ["name", "mobile", "birthday"])
            #expect(found["elsewhere"] == [])
            // Not with itself.
            let again = try await branches.check(["record": .string(id.description), "name": "张伟", "mobile": "13800138000"], as: branches.manager)
            #expect(again["duplicates"] == [])
        }
    }

    @Test func `A name that is read alike is asked about, a company and its branch are not`() async throws {
        try await Branches.run(.sqlite) { branches in
            try await branches.customer(["name": "深圳市宏途科技有限公司", "kind": "organisation"])
            try await branches.customer(["name": "平安物流有限公司深圳分公司", "kind": "organisation", "phone": "0755-88886666"])
            try await branches.customer(["name": "王晓明", "kind": "person"])

            func verdicts(_ given: JSON) async throws -> [String] {
                try await branches.check(given, as: branches.manager)["duplicates"]?.array?.compactMap { $0["verdict"]?.string } ?? []
            }
            #expect(try await verdicts(["name": "宏途科技（深圳）有限公司", "kind": "organisation"]) == ["ask"])
            #expect(try await verdicts(["name": "平安物流有限公司", "kind": "organisation", "phone": "0755-88886666"]) == [])
            #expect(try await verdicts(["name": "王晓明"]) == ["ask"])
            #expect(try await verdicts(["name": "王大力", "mobile": "call"]) == [])
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Of a customer of another branch only the branch is told`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            try await branches.customer(Branches.wei, in: branches.south)
            let given: JSON = ["name": "张伟", "mobile": "13800138000", "birthday": "1980-05-17"]

            #expect(try await branches.check(given, as: branches.manager) == ["duplicates": [], "elsewhere": [["unit": "south"]]])
            #expect(try await branches.check(given, as: branches.neighbour)["duplicates"]?.array?.count == 1)
            // A guess is not enough to be told of somebody.
            #expect(try await branches.check(["name": "张伟"], as: branches.manager) == ["duplicates": [], "elsewhere": []])
        }
    }

    @Test func `Fields that are not read in the clear are no evidence to look at`() async throws {
        try await Branches.run(.sqlite) { branches in
            try await branches.customer(Branches.wei)
            let role = try await branches.engine.makeRole("clerk", grants: ["customer": ["read": "all", "create": "all"]], personal: .masked)
            let values: Values = ["login": "clerk", "name": "clerk", "roles": .list([.reference(role)])]
            let clerk = try #require(try await branches.engine.actor(of: branches.engine.perform(.create(values), on: User.schema.definition, as: .system).id))

            let found = try await branches.check(["name": "张伟", "mobile": "13800138000", "birthday": "1980-05-17"], as: clerk)

            let duplicate = try #require(found["duplicates"]?.array?.first)
            #expect(duplicate["evidence"]?.array?.compactMap { $0["field"]?.string } == ["name"])
            #expect(duplicate["record"]?["mobile"] != "+8613800138000")
        }
    }

    @Test func `Whoever may not enter customers may not ask`() async throws {
        try await Branches.run(.sqlite) { branches in
            let role = try #require(try await branches.engine.role("analyst"))
            let values: Values = ["login": "a", "name": "a", "roles": .list([.reference(role)])]
            let analyst = try #require(try await branches.engine.actor(of: branches.engine.perform(.create(values), on: User.schema.definition, as: .system).id))

            await #expect(throws: Refusal.forbidden(verb: .create, entity: "customer")) { try await branches.check(["name": "张伟"], as: analyst) }
        }
    }

    @Test func `A phone that hundreds share leads to nobody, name and birthday still do`() async throws {
        try await Branches.run(.sqlite) { branches in
            try await branches.engine.write(as: .system) { door in
                for number in 0..<150 {
                    let name = "王\(Unicode.Scalar(0x4E00 + UInt32(7 * number)).map(String.init) ?? "")"
                    try door.create(Customer.self, ["name": .text(name), "mobile": "+8613800138000"])
                }
            }
            let id = try await branches.customer(Branches.wei)

            let found = try await branches.check(["name": "张伟", "mobile": "13800138000", "birthday": "1980-05-17"], as: branches.everybody)

            #expect(found["duplicates"]?.array?.compactMap { $0["record"]?["id"]?.string } == [id.description])
        }
    }

    @Test func `Nothing is learned of a field that is not read in the clear by trying values for it`() async throws {
        try await Branches.run(.sqlite) { branches in
            try await branches.customer(Branches.wei)
            let role = try await branches.engine.makeRole("clerk", grants: ["customer": ["read": "all", "create": "all"]], personal: .masked)
            let values: Values = ["login": "clerk", "name": "clerk", "roles": .list([.reference(role)])]
            let clerk = try #require(try await branches.engine.actor(of: branches.engine.perform(.create(values), on: User.schema.definition, as: .system).id))

            let right = try await branches.check(["name": "张伟", "mobile": "13800138000"], as: clerk)
            let wrong = try await branches.check(["name": "张伟", "mobile": "13800138001"], as: clerk)

            #expect(right == wrong)
            #expect(try await branches.check(["mobile": "13800138000"], as: clerk) == ["duplicates": [], "elsewhere": []])
        }
    }

    @Test func `What a pool hides is no evidence either`() async throws {
        try await Branches.run(.sqlite) { branches in
            let pool = try await branches.engine.perform(
                .create(["name": "公海", "entity": "customer", "unit": .reference(branches.north), "hidden": .json(["mobile"])]), on: Pool.schema.definition, as: .system).id
            let id = try await branches.customer(Branches.wei.merging(["pool": .reference(pool), "unit": .null]) { $1 })
            let manager = try #require(try await branches.engine.actor(of: branches.manager.user ?? id))

            let found = try await branches.check(["name": "张伟", "mobile": "13800138000", "birthday": "1980-05-17"], as: manager)

            let duplicate = try #require(found["duplicates"]?.array?.first)
            #expect(duplicate["record"]?["mobile"] == nil || duplicate["record"]?["mobile"] == .null)
            #expect(duplicate["evidence"]?.array?.compactMap { $0["field"]?.string } == ["name", "birthday"])
        }
    }
}
