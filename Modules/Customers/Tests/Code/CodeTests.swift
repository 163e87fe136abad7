@testable import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

/// Codes of customers: issued by the company's own rules, never twice, and found again for ever.
@Suite struct CodeTests {
    private func rule(_ pattern: String, _ more: Values = [:], in made: TestEngine) async throws {
        let values: Values = ["name": .text(pattern), "pattern": .text(pattern), "from": .day(try #require(Day("2026-01-01")))]
        try await made.engine.perform(.create(values.merging(more) { $1 }), on: CodeRule.schema.definition, as: .system)
    }

    private func customer(_ made: TestEngine, _ values: Values = [:]) async throws -> (id: RecordID, code: String) {
        let saved = try await made.engine.perform(.create(["name": .text("甲")].merging(values) { $1 }), on: Customer.schema.definition, as: .system)
        return (saved.id, saved.values["code"]?.text ?? "")
    }

    private func problems(_ body: () async throws -> Void) async throws -> [String] {
        do { try await body() } catch let error as Invalid { return error.problems.map { "\($0.field):\($0.problem.code.rawValue)" } }
        return []
    }

    private func find(_ code: String, _ made: TestEngine, as actor: Actor = .system) async throws -> [String] {
        guard case .reading(let ask) = CustomerByCode.endpoint.work else { return [] }
        let call = EndpointCall(actor: actor, language: .english, catalogue: made.engine.catalogue, places: ["code": code])
        let found = try await made.engine.read(as: actor) { try ask(call, $0) }
        return (found["data"]?.array ?? []).map { "\($0["code"]?.string ?? "") \($0["by"]?["kind"]?.string ?? "") \($0["by"]?["system"]?.string ?? "")" }
    }

    @Test("The nearest rule of a unit issues, with the unit's code and a check digit; without one the usual code is issued", arguments: Dialect.allCases)
    func rules(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            func unit(_ code: String, _ parent: RecordID? = nil) async throws -> RecordID {
                let values: Values = ["code": .text(code), "name": .text(code), "parent": parent.map(Value.reference) ?? .null]
                return try await made.engine.perform(.create(values), on: OrgUnit.schema.definition, as: .system).id
            }
            let north = try await unit("BJ"), shop = try await unit("BJ01", north), south = try await unit("GZ")
            #expect(try await customer(made).code == "K2600000001")
            try await rule("{unit}-{seq:4}{check}", ["orgUnit": .reference(north)], in: made)
            try await rule("P{yy}{seq:6}{luhn}", ["kind": .text("person"), "orgUnit": .reference(shop)], in: made)
            try await rule("LATER{seq:4}", ["from": .day(try #require(Day("2099-01-01")))], in: made)

            #expect(try await customer(made, ["unit": .reference(north), "kind": .text("organisation")]).code == "BJ-0001" + String(try #require(Mod1110.checkDigit(for: "0001"))))
            #expect(try await customer(made, ["unit": .reference(shop), "kind": .text("organisation")]).code.hasPrefix("BJ01-0001"))
            let person = try await customer(made, ["unit": .reference(shop)]).code
            #expect(person.hasPrefix("P26000001") && Luhn.holds(String(person.dropFirst())))
            #expect(try await customer(made, ["unit": .reference(south)]).code == "K2600000002")
            #expect(try await problems { try await rule("{seq:4}{seq:4}", in: made) } == ["pattern:badNumberRule"])
            #expect(try await problems { try await rule("{check}{seq:4}", in: made) } == ["pattern:badNumberRule"])
        }
    }

    @Test("Eight who create at once by a company's rule are given every number once", arguments: Dialect.allCases)
    func atOnce(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()], readers: 8) { made in
            try await rule("C{seq:6}{check}", in: made)
            let codes = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var codes: [String] = []
                        for _ in 0..<12 { codes.append(try await customer(made).code) }
                        return codes
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(codes.map { String($0.prefix(7)) }.sorted() == (1...96).map { "C" + "\(1_000_000 + $0)".dropFirst() })
        }
    }

    @Test("A given code with a slip is refused, and one that ever belonged to somebody else", arguments: Dialect.allCases)
    func given(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            try await rule("C{seq:6}{check}", in: made)
            let right = "C000041" + String(try #require(Mod1110.checkDigit(for: "000041")))
            let wrong = "C000041" + (right.hasSuffix("1") ? "2" : "1")

            #expect(try await problems { _ = try await customer(made, ["code": .text(wrong)]) } == ["code:badCheckDigit"])
            let taken = try await customer(made, ["code": .text(right)])
            #expect(try await customer(made).code.hasPrefix("C000042"))
            #expect(try await customer(made, ["code": .text("OLD/7")]).code == "OLD/7")
            await #expect(throws: Invalid.self) { _ = try await find(wrong, made) }
            await #expect(throws: Refusal.self) { _ = try await find("nothing", made) }
            // Gone for good, and still nobody else's.
            for change in [Change.delete(taken.id), .purge(taken.id)] { try await made.engine.perform(change, on: Customer.schema.definition, as: .system) }
            #expect(try await problems { _ = try await customer(made, ["code": .text(right)]) } == ["code:taken"])
        }
    }

    @Test("Own codes, those of merged customers and those of other systems all lead to the customer", arguments: Dialect.allCases)
    func byCode(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let definition = CustomerCode.schema.definition
            func code(_ code: String, _ system: String, _ customer: RecordID) async throws {
                try await made.engine.perform(.create(["code": .text(code), "system": .text(system), "customer": .reference(customer)]), on: definition, as: .system)
            }
            func merge(_ loser: RecordID, _ survivor: RecordID) async throws -> RecordID {
                try await made.engine.write(as: .system) { try $0.merge(MergeOrder(survivor: survivor, loser: loser), on: Customer.schema.definition) }
            }
            let (first, second, third) = (try await customer(made), try await customer(made), try await customer(made))
            try await code("保单/2019 №7", "policies", second.id)
            try await code("A-1", "ERP", first.id)
            try await code("A-1", "call centre", third.id)
            #expect(try await problems { try await code("A-1", "erp", second.id) } == ["code:taken"])
            #expect(try await problems { try await code(third.code, "guanxi", second.id) } == ["code:taken"])

            let one = try await merge(second.id, first.id), two = try await merge(first.id, third.id)

            for old in [first.code, second.code] { #expect(try await find(old, made) == ["\(third.code) merged guanxi"]) }
            #expect(try await find(third.code, made) == ["\(third.code) own guanxi"])
            #expect(try await find("保单/2019 №7", made) == ["\(third.code) other policies"])
            #expect(try await find("A-1", made).sorted() == ["\(third.code) other ERP", "\(third.code) other call centre"])
            #expect(try await problems { _ = try await customer(made, ["code": .text(second.code)]) } == ["code:taken"])
            // Found by search as well.
            let hits = try await made.engine.read(as: .system) { reader in
                try reader.list(ListQuery([("q", second.code)], on: definition, reader.catalogue, for: .system)).count
            }
            #expect(hits == 1)

            try await made.engine.write(as: .system) { _ = try $0.unmerge(two, of: third.id, on: Customer.schema.definition) }
            try await made.engine.write(as: .system) { _ = try $0.unmerge(one, of: first.id, on: Customer.schema.definition) }
            #expect(try await find(second.code, made) == ["\(second.code) own guanxi"])
            #expect(try await find("保单/2019 №7", made) == ["\(second.code) other policies"])
        }
    }

    @Test("Whoever does not see a customer does not find it by any code", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let customer = try await customer(made)
            try await made.engine.perform(.create(["code": .text("A-1"), "system": .text("ERP"), "customer": .reference(customer.id)]), on: CustomerCode.schema.definition, as: .system)
            let role = try await made.engine.makeRole("r", grants: ["*": ["read": "own"]])
            let user = try await made.engine.perform(
                .create(["login": .text("u"), "name": .text("u"), "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system).id
            let actor = try #require(try await made.engine.actor(of: user))
            for code in ["A-1", customer.code] { await #expect(throws: Refusal.self) { _ = try await find(code, made, as: actor) } }
        }
    }

    @Test("A merge that was undone can be done again", arguments: Dialect.allCases)
    func again(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let survivor = try await customer(made)
            made.clock.step(milliseconds: 1_000)
            let loser = try await customer(made), order = MergeOrder(survivor: survivor.id, loser: loser.id), definition = Customer.schema.definition

            for _ in 0..<2 {
                let merge = try await made.engine.write(as: .system) { try $0.merge(order, on: definition) }
                #expect(try await find(loser.code, made) == ["\(survivor.code) merged guanxi"])
                try await made.engine.write(as: .system) { _ = try $0.unmerge(merge, of: survivor.id, on: definition) }
                #expect(try await find(loser.code, made) == ["\(loser.code) own guanxi"])
            }
        }
    }
}
