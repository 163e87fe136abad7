@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Customers

@Suite struct WatchTests {
    @Test("Who opened a customer is kept once an hour, beside who had values revealed; an ended server has written all", arguments: Dialect.allCases)
    func viewers(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            for _ in 0..<3 { try await made.engine.noteView(of: held.customer, Customer.schema.definition, by: held.officer) }
            made.clock.step(milliseconds: ViewLog.hour)
            try await made.engine.noteView(of: held.customer, Customer.schema.definition, by: held.officer)
            try await made.engine.noteView(of: held.consent, Consent.schema.definition, by: held.officer)
            await made.engine.writeLastViews()
            let rows = try await made.database.database.read { try $0.rows("SELECT record_id FROM record_view") }
            #expect(rows.map { $0[0].integer } == [held.customer.rawValue, held.customer.rawValue])

            let role = try await made.engine.makeMemberRole()
            let user = try await made.engine.perform(
                .create(["login": .text("m"), "name": .text("王"), "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system).id
            let member = try #require(try await made.engine.actor(of: user))
            _ = try await made.engine.write(as: member) { try $0.reveal("mobile", of: Customer.schema.definition, held.customer, reason: "回访") }

            let list = try await held.call("viewersOfCustomer")["data"]?.array ?? []
            #expect(Set(list.compactMap { $0["kind"]?.string }) == ["view", "reveal"])
            #expect(list.count == 3)
            let reveal = list.first { $0["kind"] == "reveal" }
            #expect(reveal?["reason"] == "回访" && reveal?["field"] == "mobile" && reveal?["person"]?["title"] == "王")
        }
    }

    @Test("The prepared role of who answers for personal information sees viewers and erases, reads masked, and changes nothing", arguments: Dialect.allCases)
    func officer(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made), role = try #require(try await made.engine.role("dataProtectionOfficer"))
            let user = try await made.engine.perform(
                .create(["login": .text("dpo"), "name": .text("dpo"), "roles": .list([.reference(role)])]), on: User.schema.definition, as: .system).id
            let officer = try #require(try await made.engine.actor(of: user))

            let list = String(decoding: try await made.engine.read(as: officer) { try $0.list(ListQuery(Customer.schema.definition)).json }, as: UTF8.self)
            #expect(list.contains("独孤求败") && !list.contains("13911112222"))
            #expect(try await made.engine.write(as: officer) { try $0.reveal("mobile", of: Customer.schema.definition, held.customer, reason: "查询") } == "13911112222")
            await #expect(throws: Refusal.forbidden(verb: .edit, entity: "customer")) {
                try await made.engine.perform(.edit(held.customer, ["notes": .text("改")]), on: Customer.schema.definition, as: officer)
            }
            #expect(try await held.call("viewersOfCustomer", as: officer)["data"]?.array?.isEmpty == false)
            #expect(try await held.call("eraseCustomer", ["reason": .text("本人要求"), "ifVersion": .integer(held.version())], as: officer)["erased"] != nil)
        }
    }

    @Test("A report for somebody holds all that is held, with labels, and is begun with a reason by right", arguments: Dialect.allCases)
    func report(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            let content = try await made.engine.read(as: .system) { try ReportContent(of: held.customer, Customer.schema.definition, $0, .chinese) }

            for word in Held.words where word != "dugu" {
                #expect(content.html.contains(word), "\(word)")
                #expect(word == "绝情谷" || content.json.text.contains(word), "\(word)")
            }
            #expect(content.html.contains("手机") && content.html.contains("小龙女") && content.html.contains("来电说喜欢剑"))
            func begin(_ payload: JSON, _ actor: Actor) async throws -> RecordID {
                let kind = try #require(made.engine.jobKinds[AccessReport.name]?.begin)
                return try await made.engine.write(as: actor) { try kind(payload, $0) }
            }
            let payload: JSON = ["entity": "customer", "record": .string(held.customer.description), "reason": "本人查阅"]
            await #expect(throws: Invalid("reason", .required)) { _ = try await begin(["entity": "customer", "record": .string(held.customer.description)], held.officer) }
            let job = try await begin(payload, held.officer)
            var habits = Workers.Habits()
            habits.idle = .milliseconds(20)
            await made.engine.startWorkers(habits)
            for _ in 0..<1_000 where try await made.engine.jobs.find(job, as: .system).state != .done { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await made.engine.jobs.find(job, as: .system).result["records"] == 7)
            let log = try await made.database.database.read { try $0.rows("SELECT actor_id FROM security_log WHERE kind = 'accessReport'") }
            #expect(log.map { $0[0].integer } == [held.officer.user?.rawValue])
        }
    }

    @Test("No value becomes a part of the report's page, whatever sign stands before it", arguments: [Dialect.sqlite])
    func escaping(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            // An Arabic number sign and what follows it are one character to people.
            let values: Values = ["name": .text("甲"), "notes": .text("\u{600}<img src=x onerror=alert(1)> \u{600}&lt; <b>")]
            let id = try await made.engine.perform(.create(values), on: Customer.schema.definition, as: .system).id

            let html = try await made.engine.read(as: .system) { try ReportContent(of: id, Customer.schema.definition, $0, .chinese) }.html

            #expect(html.unicodeScalars.contains("\u{600}"))
            #expect(html.range(of: "<img", options: .literal) == nil && html.range(of: "<b>", options: .literal) == nil)
            #expect(html.range(of: "\u{600}&amp;lt;", options: .literal) != nil)
        }
    }
}
