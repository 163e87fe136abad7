@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import Customers

@Suite struct ErasureTests {
    @Test("Erasing leaves no word of a person in the database, keeps the code, and nothing brings it back", arguments: Dialect.allCases)
    func nothingLeft(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            #expect(try await held.found().count >= 9)
            let plan = try await held.call("erasureOfCustomer")
            let code = try await made.engine.read(as: held.officer) { try $0.find(Customer.self, held.customer)?[\.code] ?? "" }

            let outcome = try await held.call("eraseCustomer", ["reason": .text("本人要求"), "ifVersion": .integer(plan["version"]?.integer ?? 0)])

            try await held.forgetWords()

            #expect(outcome["erased"]?.integer == 5 && outcome["removed"]?.integer == 2 && outcome["blocked"] == 0)
            #expect(try await held.found() == [])
            let kept = try await made.database.database.read { try $0.first("SELECT code, name, grade FROM customer WHERE id = \(held.customer.rawValue)")?.cells ?? [] }
            #expect(kept == [.text(code), .text("••• \(code)"), .text("vip")])
            let change = try await made.database.database.read {
                try $0.first("SELECT change_id FROM audit WHERE record_id = \(held.customer.rawValue) AND field = 'name' ORDER BY id DESC")?[0].integer ?? 0
            }
            let attempts: [@Sendable (Door) throws -> Void] = [
                { try $0.perform(.restore(held.customer), on: Customer.schema.definition) },
                { try $0.undo(RecordID(rawValue: change), of: held.customer, on: Customer.schema.definition) },
                { try $0.perform(.restore(held.contact), on: Contact.schema.definition) },
            ]
            for attempt in attempts {
                await #expect(throws: Refusal.self) { try await made.engine.write(as: .system, attempt) }
            }
            #expect(try await held.found() == [])
            let log = try await made.database.database.read { try $0.rows("SELECT details FROM security_log WHERE kind = 'recordErased'").compactMap { $0[0].text } }
            #expect(log.count == 1 && log[0].contains("本人要求"))
        }
    }

    @Test("What a law wants kept stays as it is, put away, until its day", arguments: Dialect.allCases)
    func retention(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            let rule: Values = ["name": .text("合同留存"), "entity": .text("consent"), "years": .integer(3), "basis": .text("电子商务法 第三十一条")]
            try await made.engine.perform(.create(rule), on: RetentionRule.schema.definition, as: .system)
            let plan = try await held.call("erasureOfCustomer")
            let blocked = plan["parts"]?.array?.first { $0["entity"] == "consent" }
            #expect(blocked?["fate"] == "block" && blocked?["basis"] == "电子商务法 第三十一条")

            _ = try await held.call("eraseCustomer", ["reason": .text("r"), "ifVersion": .integer(plan["version"]?.integer ?? 0)])

            try await held.forgetWords()
            #expect(try await held.found() == ["独孤求败"])
            for change in [Change.restore(held.consent), .purge(held.consent)] {
                await #expect(throws: Refusal.notPossible(action: change.kind.rawValue)) {
                    try await made.engine.perform(change, on: Consent.schema.definition, as: .system)
                }
            }
            made.clock.step(milliseconds: 4 * 366 * 86_400_000)
            try await made.engine.perform(.purge(held.consent), on: Consent.schema.definition, as: .system)
            #expect(try await held.found() == [])
        }
    }

    @Test("A customer that is kept for the law alone is seen in the bin by who protects data, with its day and its law, and by nobody else", arguments: Dialect.allCases)
    func blocked(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            let role = try await made.engine.makeMemberRole()
            let user = try await made.engine.perform(
                .create(["login": .text("m"), "name": .text("m"), "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system).id
            let member = try #require(try await made.engine.actor(of: user))
            for (years, basis) in [(1, "短的"), (5, "反洗钱法 第三十四条")] as [(Int64, String)] {
                let rule: Values = ["name": .text("留存"), "entity": .text("customer"), "years": .integer(years), "basis": .text(basis)]
                try await made.engine.perform(.create(rule), on: RetentionRule.schema.definition, as: .system)
            }
            #expect(try await held.call("erasureStateOfCustomer", as: member)["state"] == .null)

            let outcome = try await held.call("eraseCustomer", ["reason": .text("本人要求"), "ifVersion": .integer(held.version())])

            #expect(outcome["blocked"] == 1)
            func bin(_ actor: Actor) async throws -> String {
                var query = ListQuery(Customer.schema.definition)
                query.deleted = true
                let asked = query
                return String(decoding: try await made.engine.read(as: actor) { try $0.list(asked).json }, as: UTF8.self)
            }
            #expect(try await bin(held.officer).contains("独孤求败"))
            #expect(try await !bin(member).contains("独孤求败"))
            let state = try await held.call("erasureStateOfCustomer")
            #expect(state["state"] == "blocked" && state["basis"] == "反洗钱法 第三十四条" && state["until"]?.string?.hasPrefix("20") == true)
            await #expect(throws: Refusal.notFound(entity: "customer", id: held.customer.description)) { _ = try await held.call("erasureStateOfCustomer", as: member) }
            await #expect(throws: Refusal.notFound(entity: "customer", id: held.customer.description)) {
                try await made.engine.perform(.restore(held.customer), on: Customer.schema.definition, as: member)
            }
            await #expect(throws: Refusal.notPossible(action: "restore")) {
                try await made.engine.perform(.restore(held.customer), on: Customer.schema.definition, as: .system)
            }
        }
    }

    @Test("Only who protects data erases, with a reason, and only what they were shown", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            let role = try await made.engine.makeMemberRole()
            let user = try await made.engine.perform(
                .create(["login": .text("m"), "name": .text("m"), "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system).id
            let member = try #require(try await made.engine.actor(of: user)), version = try await held.version()

            for name in ["erasureOfCustomer", "viewersOfCustomer"] {
                await #expect(throws: Refusal.forbidden(verb: .act("protect"), entity: "customer")) { _ = try await held.call(name, as: member) }
            }
            await #expect(throws: Refusal.forbidden(verb: .act("protect"), entity: "customer")) {
                _ = try await held.call("eraseCustomer", ["reason": .text("r"), "ifVersion": .integer(version)], as: member)
            }
            await #expect(throws: Invalid("reason", .required)) { _ = try await held.call("eraseCustomer", ["reason": .text("  "), "ifVersion": .integer(version)]) }
            await #expect(throws: Refusal.self) { _ = try await held.call("eraseCustomer", ["reason": .text("r"), "ifVersion": .integer(version - 1)]) }
            #expect(try await held.found().count >= 9)
        }
    }

    @Test("Who was merged into somebody is told and erased with them, and so is what the merge remembers", arguments: Dialect.allCases)
    func merged(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made), definition = Customer.schema.definition
            made.clock.step(milliseconds: 1_000)
            let again = try await made.engine.perform(.create(["name": .text("独孤求败"), "wechat": .text("dugu-sword"), "notes": .text("小龙女来电")]), on: definition, as: .system).id
            let merge = try await made.engine.write(as: .system) { try $0.merge(MergeOrder(survivor: held.customer, loser: again), on: definition) }
            let version = try await held.version()
            let report = try await made.engine.read(as: .system) { try ReportContent(of: held.customer, definition, $0, .chinese) }
            #expect(report.html.contains("dugu-sword"))

            _ = try await held.call("eraseCustomer", ["reason": .text("本人要求"), "ifVersion": .integer(version)])

            try await held.forgetWords()
            #expect(try await held.found() == [])
            #expect(try await !made.everything().contains { $0.contains("dugu-sword") })
            await #expect(throws: Refusal.self) { try await made.engine.write(as: .system) { _ = try $0.unmerge(merge, of: held.customer, on: definition) } }
            await #expect(throws: Refusal.self) { try await made.engine.perform(.restore(again), on: definition, as: .system) }
            let before = try await made.database.database.read { try $0.rows("SELECT before FROM record_merge").map { $0[0].text } }
            #expect(before == ["{}"])
        }
    }
}
