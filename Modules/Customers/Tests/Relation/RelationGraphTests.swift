import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct RelationGraphTests {
    @Test("A graph goes as deep as it is asked to, with the word from either end", arguments: Dialect.allCases)
    func levels(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine)
            let a = try await ties.customer("甲"), b = try await ties.customer("乙"), c = try await ties.customer("丙")
            try await ties.tie(a, .supplier, b)
            try await ties.tie(b, .guarantor, c)
            try await ties.tie(a, .agent, c, since: "2001-01-01", until: "2002-01-01")

            let near = try await ties.ask("customerGraph", b)
            let far = try await ties.ask("customerGraph", a, ["depth": .integer(2)])
            let then = try await ties.ask("customerGraph", a, ["on": .day(#require(Day("2001-05-05"))), "types": .list([.text("agent")])])

            #expect(Set(near["nodes"]?.texts("name") ?? []) == ["甲", "乙", "丙"])
            #expect(near["edges"]?.texts("label").sorted() == ["Guarantor", "Supplier"])
            #expect(near["edges"]?.texts("inverse").sorted() == ["Buyer", "Guaranteed"])
            #expect(far["nodes"]?.texts("name") == ["甲", "乙", "丙"])
            #expect(far["edges"]?.texts("type").sorted() == ["guarantor", "supplier"])
            #expect(then["edges"]?.texts("type") == ["agent"])
        }
    }

    @Test("A neighbour beyond the rights of the asker has no name, and nothing is shown behind it", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine)
            let role = try await test.engine.makeRole("own", grants: ["customer": ["read": "own"], "customerRelation": ["read": "own"]])
            let user = try await test.engine.perform(
                .create(["login": .text("li"), "name": .text("李敏"), "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system
            ).id
            let actor = try #require(await test.engine.actor(of: user))
            let mine = try await ties.customer("我的", .organisation, ["owner": .reference(user), "annualRevenue": .money(yuan(100))])
            let foreign = try await ties.customer("别人的", .organisation, ["parent": .reference(mine), "annualRevenue": .money(yuan(50))])
            let behind = try await ties.customer("后面的")
            try await ties.tie(foreign, .supplier, behind)

            let graph = try await ties.ask("customerGraph", mine, ["depth": .integer(3)], as: actor)
            let group = try await ties.ask("customerGroup", mine, as: actor)

            #expect(graph["nodes"]?.texts("name") == ["我的"])
            #expect(graph["nodes"]?.array?.count == 2)
            #expect(graph["nodes"]?.array?.last?["isHidden"] == .flag(true))
            #expect(!graph.text.contains(foreign.description) && !graph.text.contains(behind.description))
            #expect(graph["edges"]?.texts("type") == ["parent"])
            #expect(group["members"]?.integer == 1 && group["hidden"]?.integer == 1)
            #expect(group["totals"]?.array?.first { $0["field"] == .string("annualRevenue") }?["sum"]?["amount"] == .string("100.00"))
            await #expect(throws: Refusal.notFound(entity: "customer", id: foreign.description)) { try await ties.ask("customerGraph", foreign, as: actor) }
            await #expect(throws: Refusal.notFound(entity: "customer", id: foreign.description)) { try await ties.ask("customerGroup", foreign, as: actor) }
        }
    }

    @Test("A graph ends at 500 customers and says so", arguments: Dialect.allCases)
    func bounds(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine), middle = try await ties.customer("中心")
            try await test.engine.write(as: .system) { door in
                for number in 0..<520 {
                    let id = try door.create(Customer.self, ["name": .text("周边\(number)")]).id
                    try door.create(CustomerRelation.self, ["from": .reference(middle), "to": .reference(id), "type": .text("referrer")])
                }
            }

            let graph = try await ties.ask("customerGraph", middle)

            #expect(graph["nodes"]?.array?.count == 500)
            #expect(graph["edges"]?.array?.count == 499)
            #expect(graph["isCut"] == .flag(true))
        }
    }

    @Test("Totals of a group are by currency and hold each member once", arguments: Dialect.allCases)
    func totals(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine)
            let group = try await ties.customer("集团", .group), dollar = try #require(Currency("USD"))
            let one = try await ties.customer("一", .organisation, ["creditLimit": .money(yuan(100)), "employees": .integer(10)])
            let two = try await ties.customer("二", .organisation, ["parent": .reference(one), "creditLimit": .money(yuan(30)), "employees": .integer(5)])
            _ = try await ties.customer("三", .organisation, ["parent": .reference(two), "creditLimit": .money(Money(minorUnits: 700, currency: dollar))])
            let gone = try await ties.customer("走了", .organisation, ["creditLimit": .money(yuan(999))])
            try await ties.tie(one, .groupMember, group)
            try await ties.tie(two, .groupMember, group)
            try await ties.tie(gone, .groupMember, group, since: "2001-01-01", until: "2002-01-01")

            let answer = try await ties.ask("customerGroup", group)
            let below = try await ties.ask("customerGroup", two)

            #expect(answer["members"]?.integer == 4)
            #expect(answer["kinds"]?["organisation"]?.integer == 3)
            let limits = answer["totals"]?.array?.filter { $0["field"] == .string("creditLimit") }.compactMap { $0["sum"]?["amount"]?.string }
            #expect(limits == ["130.00", "7.00"])
            #expect(answer["totals"]?.array?.first { $0["field"] == .string("employees") }?["sum"] == .string("15"))
            #expect(below["members"]?.integer == 2)
            #expect(below["root"]?["name"] == .string("一"))
        }
    }

    @Test("What a member stands below has no id either where the asker may not see it", arguments: Dialect.allCases)
    func hiddenBetween(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine)
            let role = try await test.engine.makeRole("own", grants: ["customer": ["read": "own"], "customerRelation": ["read": "own"]])
            let values: Values = ["login": .text("own"), "name": .text("own"), "roles": .list([.reference(role)])]
            let own = try #require(await test.engine.actor(of: test.engine.perform(.create(values), on: User.schema.definition, as: .system).id))
            let mine: Values = ["owner": own.user.map(Value.reference) ?? .null]
            let head = try await ties.customer("总公司", .organisation, mine)
            let between = try await ties.customer("中间公司", .organisation, ["parent": .reference(head)])
            try await ties.customer("下属公司", .organisation, mine.merging(["parent": .reference(between)]) { $1 })

            let group = try await ties.ask("customerGroup", head, as: own)

            #expect(group["members"] == 2 && group["hidden"] == 1)
            #expect(!group.text.contains(between.description))
        }
    }
}

private func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: .yuan)
}
