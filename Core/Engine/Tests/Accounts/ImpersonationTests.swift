@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct ImpersonationTests {
    @Test("An administrator works as somebody else with a reason, and both stand in the traces", arguments: Dialect.allCases)
    func traces(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let boss = try await made.person("boss", isAdministrator: true)
            let clerk = try await made.person("clerk", roles: [try await made.engine.makeMemberRole()])
            let own = try await made.enter("boss")

            let access = try await made.accounts.impersonate(clerk, reason: " 客户来电 ", by: own, from: Origin())
            let identity = try #require(try await made.accounts.identity(secret: access.secret))
            #expect(identity.actor.user == clerk && identity.actor.impersonator == boss && !identity.actor.isAdministrator)
            let firm = try await made.create(Region.self, ["name": "华东"], as: identity.actor).id
            let row = try #require(try await made.rows("SELECT actor_id, impersonator_id FROM audit WHERE record_id = \(firm.rawValue)").first)
            #expect(row[0].integer == clerk.rawValue && row[1].integer == boss.rawValue)
            let timeline = try await made.engine.read(as: .system) { try $0.timeline(Region.definition, firm) }
            #expect(try JSON.parse(timeline)["data"]?.array?.first?["impersonator"]?["title"] == "名boss")

            let back = try #require(try await made.accounts.endImpersonation(identity))
            #expect(back.id == own.access && back.actor.user == boss)
            #expect(try await made.accounts.identity(secret: access.secret) == nil)
            #expect(try await made.accounts.identity(secret: back.secret)?.actor.user == boss)
            let log = try await made.rows("SELECT kind, actor_id, impersonator_id, details FROM security_log ORDER BY number DESC LIMIT 2")
            #expect(log.map { $0[0].text } == ["impersonationEnded", "impersonationStarted"])
            #expect(log[0][1].integer == clerk.rawValue && log[0][2].integer == boss.rawValue && log[1][1].integer == boss.rawValue)
            #expect(log[1][3].text?.contains("\"客户来电\"") == true)
        }
    }

    @Test("Nobody becomes one who may more, themselves, or anybody without a reason", arguments: Dialect.allCases)
    func refusals(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let boss = try await made.person("boss", isAdministrator: true), other = try await made.person("other", isAdministrator: true)
            let clerk = try await made.person("clerk")
            let reader = try await made.engine.makeRole("reader", grants: [:], abilities: [.readSecurityLog])
            let auditor = try await made.person("auditor", roles: [reader])
            let own = try await made.enter("boss"), small = try await made.enter("clerk")
            func become(_ user: RecordID, _ identity: Identity, _ reason: String = "because") async throws -> String? {
                try await answer { _ = try await made.accounts.impersonate(user, reason: reason, by: identity, from: Origin()) }
            }

            #expect(try await become(other, own) == "mayNotImpersonate")
            // Administrators do not read the log that tells of them, nor by this way.
            #expect(try await become(auditor, own) == "mayNotImpersonate")
            #expect(try await become(boss, own) == "mayNotImpersonate")
            #expect(try await become(other, small) == "mayNotImpersonate")
            #expect(try await become(clerk, own, " ") == "reason:required")
            #expect(try await become(clerk, own, String(repeating: "x", count: 201)) == "reason:tooLong")
            #expect(try await become(RecordID(rawValue: 1), own) == "notFound")
            let token = try await made.accounts.makeToken(for: boss, name: "t", days: 1, scopes: .all, as: .system)
            let program = try #require(try await made.accounts.identity(secret: token.secret))
            #expect(try await become(clerk, program) == "sessionNeeded")
            #expect(try await answer { _ = try await made.accounts.endImpersonation(own) } == "notImpersonating")
        }
    }

    @Test("Working as somebody else changes no password and no second factor, and ends after an hour", arguments: Dialect.allCases)
    func bounds(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("boss", isAdministrator: true)
            let clerk = try await made.person("clerk")
            let access = try await made.accounts.impersonate(clerk, reason: "why", by: try await made.enter("boss"), from: Origin())
            let identity = try #require(try await made.accounts.identity(secret: access.secret))

            let password = try await answer {
                try await made.accounts.changePassword(of: identity, from: TestEngine.password, to: "new horse battery", from: Origin())
            }
            let factor = try await answer { _ = try await made.accounts.enrolSecondFactor(identity, password: TestEngine.password, from: Origin()) }
            #expect(password == "sessionNeeded" && factor == "sessionNeeded")
            made.clock.step(milliseconds: 3_600_000)
            #expect(try await made.accounts.identity(secret: access.secret) == nil)
        }
    }

    @Test("It ends with the administrator's session, right or account", arguments: Dialect.allCases)
    func ends(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let boss = try await made.person("boss", isAdministrator: true), clerk = try await made.person("clerk")
            func begin() async throws -> String {
                try await made.accounts.impersonate(clerk, reason: "why", by: try await made.enter("boss"), from: Origin()).secret
            }
            func isIn(_ secret: String) async throws -> Bool { try await made.accounts.identity(secret: secret) != nil }

            let first = try await begin()
            try await made.accounts.revokeAll(of: boss, tokens: true, as: .system)
            #expect(try await isIn(first) == false)
            let second = try await begin()
            try await made.edit(User.self, boss, ["isAdministrator": .flag(false)])
            #expect(try await isIn(second) == false)
            try await made.edit(User.self, boss, ["isAdministrator": .flag(true)])
            let third = try await begin()
            try await made.accounts.setPassword("quite another horse", of: boss)
            #expect(try await isIn(third) == false)
            try await made.accounts.setPassword(TestEngine.password, of: boss)
            let fourth = try await begin()
            let identity = try #require(try await made.accounts.identity(secret: fourth))
            try await made.accounts.logOut(identity)
            #expect(try await made.accounts.accesses(of: boss).isEmpty)
        }
    }
}
