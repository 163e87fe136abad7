import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import Customers

@Suite struct ConsentTests {
    private func refused(_ held: Held, _ channel: ContactChannel, _ purpose: ContactPurpose) async throws -> String? {
        try await held.made.engine.read(as: .system) { try $0.refusals(Customer.schema.definition, [held.customer], by: channel, for: purpose)[held.customer] }
    }

    @Test("A withdrawn consent stands against its purpose and channel, until there is another", arguments: Dialect.allCases)
    func withdrawal(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            #expect(try await refused(held, .mail, .marketing) == nil)
            let withdraw = try made.engine.catalogue.action("withdraw", on: Consent.schema.definition)

            _ = try await made.engine.write(as: .system) { try $0.act(withdraw, on: Consent.schema.definition, held.consent, [:]) }

            #expect(try await refused(held, .mail, .marketing) == "consentWithdrawn")
            #expect(try await refused(held, .mail, .service) == nil)
            #expect(try await refused(held, .phone, .marketing) == nil)
            await #expect(throws: Refusal.notPossible(action: "withdraw")) {
                _ = try await made.engine.write(as: .system) { try $0.act(withdraw, on: Consent.schema.definition, held.consent, [:]) }
            }
            let again: Values = ["name": .text("再次同意"), "customer": .reference(held.customer), "purpose": .text("marketing"), "givenAt": .instant(made.clock.now)]
            try await made.engine.perform(.create(again), on: Consent.schema.definition, as: .system)
            #expect(try await refused(held, .mail, .marketing) == nil)
            try await made.engine.perform(.edit(held.customer, ["doNotMail": .flag(true)]), on: Customer.schema.definition, as: .system)
            #expect(try await refused(held, .mail, .service) == "doNotMail")
            #expect(try await refused(held, .text, .service) == nil)
        }
    }

    @Test("A consent that has ended stands against its purpose, and its owner is told before", arguments: Dialect.allCases)
    func expiry(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made), today = made.clock.now.day(in: held.officer.zone)
            let ending: Values = [
                "name": .text("短期"), "customer": .reference(held.customer), "purpose": .text("research"), "givenAt": .instant(made.clock.now),
                "expiresOn": .day(today + 7),
            ]
            try await made.engine.perform(.create(ending), on: Consent.schema.definition, as: .system)
            #expect(try await refused(held, .phone, .research) == nil)

            made.clock.step(milliseconds: 8 * 86_400_000)

            #expect(try await refused(held, .phone, .research) == "consentExpired")
        }
    }

    @Test("The owner is told once within thirty days, a week and on the end, also when nights were missed", arguments: Dialect.allCases)
    func warnings(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made), today = made.clock.now.day(in: held.officer.zone)
            func consent(_ days: Int, _ more: Values = [:]) -> Values {
                let values: Values = [
                    "name": .text("短期"), "customer": .reference(held.customer), "purpose": .text("research"), "givenAt": .instant(made.clock.now), "expiresOn": .day(today + days),
                ]
                return values.merging(more) { $1 }
            }
            let owner = try #require(held.officer.user)
            try await made.engine.perform(.edit(held.customer, ["owner": .reference(owner)]), on: Customer.schema.definition, as: .system)
            for values in [consent(40), consent(40, ["withdrawnAt": .instant(made.clock.now)]), consent(-20), consent(400)] {
                try await made.engine.perform(.create(values), on: Consent.schema.definition, as: .system)
            }
            // The timetable may run it too: what counts is what has been told.
            func told(after days: Int64) async throws -> [String] {
                made.clock.step(milliseconds: days * 86_400_000)
                let job = try await made.engine.write(as: .system) { try $0.enqueue("consentExpiry", [:]) }
                try await eventually { try await made.engine.jobs.find(job, as: .system).endedAt != nil }
                let rows = try await made.database.database.read {
                    try $0.rows("SELECT kind, count FROM notice WHERE kind IN ('consentExpires', 'consentEnded') ORDER BY id")
                }
                return rows.map { "\($0[0].text ?? "") \($0[1].integer ?? 0)" }
            }
            await made.engine.startWorkers(count: 1)

            #expect(try await told(after: 0) == [])
            #expect(try await told(after: 12) == ["consentExpires 1"])
            #expect(try await told(after: 1) == ["consentExpires 1"])
            #expect(try await told(after: 22) == ["consentExpires 1", "consentExpires 1"])
            #expect(try await told(after: 8) == ["consentExpires 1", "consentExpires 1", "consentEnded 1"])
            #expect(try await told(after: 1) == ["consentExpires 1", "consentExpires 1", "consentEnded 1"])
        }
    }

    @Test("Nothing of a consent changes but that it is withdrawn, once", arguments: Dialect.allCases)
    func immutable(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made), now = made.clock.now
            func problems(_ values: Values) async throws -> [String] {
                do {
                    try await made.engine.perform(.edit(held.consent, values), on: Consent.schema.definition, as: .system)
                    return []
                } catch let invalid as Invalid {
                    return invalid.problems.map { "\($0.field): \($0.problem.code.rawValue)" }
                }
            }

            #expect(try await problems(["name": .text("改")]) == ["name: fixed"])
            #expect(try await problems(["purpose": .text("service")]) == ["purpose: fixed"])
            #expect(try await problems(["withdrawnAt": .instant(now + 60_000)]) == ["withdrawnAt: outOfRange"])
            #expect(try await problems(["withdrawnAt": .instant(now)]) == [])
            #expect(try await problems(["withdrawnAt": .null]) == ["withdrawnAt: fixed"])
        }
    }

    @Test("Who must not be contacted is told also to whoever sees neither the flag nor the consent", arguments: Dialect.allCases)
    func unseen(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made)
            try await made.engine.perform(.edit(held.customer, ["doNotCall": .flag(true)]), on: Customer.schema.definition, as: .system)
            try await made.engine.perform(.edit(held.consent, ["withdrawnAt": .instant(made.clock.now)]), on: Consent.schema.definition, as: .system)
            let role = try await made.engine.makeRole("caller", grants: ["customer": ["read": "all"]], fields: ["customer": ["doNotCall": "hidden"]])
            let values: Values = ["login": .text("caller"), "name": .text("caller"), "roles": .list([.reference(role)])]
            let caller = try #require(try await made.engine.actor(of: made.engine.perform(.create(values), on: User.schema.definition, as: .system).id))

            let told = try await held.call("contactPermissions", as: caller)["data"]?.array ?? []

            func allowed(_ channel: String, _ purpose: String) -> JSON? { told.first { $0["channel"] == .string(channel) && $0["purpose"] == .string(purpose) } }
            #expect(allowed("phone", "service")?["allowed"] == false && allowed("phone", "service")?["reason"] == .null)
            #expect(allowed("mail", "marketing")?["allowed"] == false && allowed("mail", "marketing")?["reason"] == "consentWithdrawn")
            #expect(allowed("text", "service")?["allowed"] == true)
        }
    }
}
