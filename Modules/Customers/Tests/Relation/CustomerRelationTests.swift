import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct CustomerRelationTests {
    @Test("Ties fit the kinds of their ends, and nobody is tied to themselves", arguments: Dialect.allCases)
    func kinds(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine)
            let company = try await ties.customer("甲公司"), li = try await ties.customer("李明", .person), home = try await ties.customer("李家", .household)

            try await ties.tie(company, .employer, li)
            try await ties.tie(li, .householdMember, home)

            await #expect(throws: Invalid("to", .badReference)) { try await ties.tie(li, .associated, li) }
            for (from, type, to, end) in [(li, CustomerRelation.Tie.spouse, company, "to"), (company, .householdMember, home, "from"), (li, .parent, company, "from")] {
                await #expect(throws: Invalid("type", .unsuitable, ["entity": "customerRelation", "field": "type", "option": type.rawValue, "controller": end])) {
                    try await ties.tie(from, type, to)
                }
            }
        }
    }

    @Test("The same tie is told once while it holds, from whichever end", arguments: Dialect.allCases)
    func twins(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine)
            let li = try await ties.customer("李明", .person), wang = try await ties.customer("王芳", .person)

            try await ties.tie(li, .spouse, wang, since: "2010-01-01", until: "2015-06-30")
            let second = try await ties.tie(wang, .spouse, li, since: "2020-02-02")

            await #expect(throws: Invalid("to", .related)) { try await ties.tie(li, .spouse, wang, since: "2015-06-30", until: "2016-01-01") }
            await #expect(throws: Invalid("to", .related)) { try await ties.tie(li, .spouse, wang) }
            await #expect(throws: Invalid("to", .related)) {
                try await test.engine.perform(.edit(second, ["since": .null]), on: CustomerRelation.schema.definition, as: .system)
            }
            await #expect(throws: Invalid("until", .outOfRange, ["min": "2020-02-02", "max": "9999-12-31"])) {
                try await test.engine.perform(.edit(second, ["until": .day(#require(Day("2020-01-01")))]), on: CustomerRelation.schema.definition, as: .system)
            }
        }
    }

    @Test("Parent and tie follow each other, and the tie keeps the history", arguments: Dialect.allCases)
    func parentage(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine)
            let mother = try await ties.customer("母公司"), other = try await ties.customer("新东家")
            let today = try await test.engine.read(as: .system) { $0.moment.today }

            let child = try await ties.customer("子公司", .organisation, ["parent": .reference(mother)])
            #expect(try await ties.parents(of: child) == ["母公司"])

            try await ties.put(other, above: child)
            #expect(try await ties.parents(of: child) == ["新东家 \(today)", "母公司  \(today - 1)"].sorted())

            try await ties.put(nil, above: child)
            #expect(try await ties.parents(of: child) == ["母公司  \(today - 1)"])

            let tie = try await ties.tie(other, .parent, child, since: "2021-01-01")
            #expect(try await ties.parent(of: child) == other)
            await #expect(throws: Invalid("to", .related)) { try await ties.tie(mother, .parent, child, since: today.description) }
            await #expect(throws: Invalid("until", .required)) { try await test.engine.perform(.delete(tie), on: CustomerRelation.schema.definition, as: .system) }

            try await test.engine.perform(.edit(tie, ["until": .day(today - 1)]), on: CustomerRelation.schema.definition, as: .system)
            #expect(try await ties.parent(of: child) == nil)
        }
    }

    @Test("No customer stands above itself, however far up", arguments: Dialect.allCases)
    func circles(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let ties = Ties(engine: test.engine)
            var chain = [try await ties.customer("一")]
            for name in ["二", "三", "四", "五"] { chain.append(try await ties.customer(name, .organisation, ["parent": .reference(#require(chain.last))])) }
            let (top, bottom) = (chain[0], chain[4])

            await #expect(throws: Invalid("parent", .circular)) { try await ties.put(bottom, above: top) }
            await #expect(throws: Invalid("to", .circular)) { try await ties.tie(bottom, .parent, top) }
            #expect(try await ties.parent(of: top) == nil)
            #expect(try await ties.parents(of: top).isEmpty)
        }
    }

    @Test("Two who put each of two customers above the other at once make no circle", arguments: Dialect.allCases)
    func atOnce(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()], readers: 4) { test in
            let ties = Ties(engine: test.engine)
            for round in 0..<6 {
                let one = try await ties.customer("甲\(round)"), other = try await ties.customer("乙\(round)")
                async let first: Void? = try? ties.put(one, above: other)
                async let second: Void? = try? ties.put(other, above: one)

                let done = await [first, second].count { $0 != nil }

                #expect(done == 1)
                let parents = try await [ties.parent(of: one), ties.parent(of: other)]
                #expect(parents.count { $0 == nil } == 1)
            }
        }
    }
}
