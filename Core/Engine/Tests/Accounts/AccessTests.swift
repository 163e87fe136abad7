@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Sessions and tokens: seeing them, ending them, what tokens may do.
@Suite struct AccessTests {
    @Test("People see their sessions and tokens and end them one by one or together", arguments: Dialect.allCases)
    func own(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li")
            let first = try await made.enter("li", from: Origin(address: "192.0.2.1", userAgent: "Browser"))
            let second = try await made.enter("li"), third = try await made.enter("li")
            let token = try await made.accounts.makeToken(for: id, name: "report", days: 1, scopes: .all, as: first.actor)

            let listed = try await made.accounts.accesses(of: id)
            #expect(listed.count == 4)
            let mine = try #require(listed.first { $0.id == first.access })
            #expect(mine.address == "192.0.2.1" && mine.userAgent == "Browser" && mine.name == "password" && mine.kind == .session)
            try await made.accounts.revoke(second.access, of: id, as: first.actor)
            #expect(try await made.accounts.accesses(of: id).map(\.id).contains(second.access) == false)
            try await made.accounts.revokeAll(of: id, keeping: first.access, tokens: false, as: first.actor)
            #expect(Set(try await made.accounts.accesses(of: id).map(\.id)) == [first.access, token.id])
            try await made.accounts.revoke(token.id, of: id, as: first.actor)
            #expect(try await made.accounts.actor(secret: token.secret) == nil)
            let stranger = try await made.person("wang")
            #expect(try await answer { try await made.accounts.revoke(first.access, of: stranger, as: .system) } == "notFound")
            #expect(try await answer { try await made.accounts.revoke(third.access, of: id, as: .system) } == "notFound")
            #expect(try await made.log().filter { $0 != "rightsChanged" }.suffix(4) == ["sessionRevoked", "sessionRevoked", "tokenRevoked", "passwordChanged"])
        }
    }

    @Test("A use is noted every five minutes at most", arguments: Dialect.allCases)
    func use(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            try await made.person("li")
            let secret = try #require(try await made.accounts.logIn("li", password: TestEngine.password).access).secret
            func usedAt() async throws -> Int64? { try await made.number("SELECT last_used_at FROM access") }
            let start = try await usedAt()

            made.clock.step(milliseconds: Accounts.useInterval - 1)
            _ = try await made.accounts.identity(secret: secret)
            #expect(try await usedAt() == start)
            made.clock.step(milliseconds: 1)
            _ = try await made.accounts.identity(secret: secret, from: Origin(address: "192.0.2.9"))
            #expect(try await usedAt() == start.map { $0 + Accounts.useInterval })
            #expect(try await made.rows("SELECT address FROM access").first?[0].text == "192.0.2.9")
        }
    }

    @Test("The fifty-first session makes the one that was used longest ago end", arguments: Dialect.allCases)
    func bound(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: []) { made in
            let id = try await made.person("li")
            var accesses: [Identity] = []
            for _ in 0..<3 {
                accesses.append(try await made.enter("li"))
                made.clock.step(milliseconds: 1)
            }
            for _ in 0..<48 { _ = try await made.accounts.logIn(id, provedBy: .directory, from: Origin()) }

            let listed = Set(try await made.accounts.accesses(of: id).map(\.id))

            #expect(listed.count == 50 && !listed.contains(accesses[0].access) && listed.contains(accesses[1].access))
        }
    }

    @Test("A token does no more than its scopes say, and never more than its user may", arguments: Dialect.allCases)
    func scopes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.person("li", roles: [try await made.engine.makeMemberRole()]), firm = Firm.definition, region = Region.definition
            func actor(_ scopes: [String]) async throws -> Actor {
                let scopes = try Scopes(scopes, made.engine.catalogue)
                let token = try await made.accounts.makeToken(for: id, name: "t", days: 1, scopes: scopes, as: .system)
                return try #require(try await made.accounts.actor(secret: token.secret))
            }
            func may(_ actor: Actor, _ verb: Verb, _ entity: EntityDefinition) -> Bool {
                (try? made.engine.permissions.check(actor, may: verb, entity)) != nil
            }

            let reader = try await actor(["read"]), firms = try await actor(["firm:write"]), both = try await actor(["firm:read", "region:write"])
            #expect(may(reader, .read, firm) && may(reader, .export, firm) && !may(reader, .create, firm) && !may(reader, .act("close"), firm))
            #expect(may(firms, .edit, firm) && may(firms, .read, firm) && !may(firms, .read, region))
            #expect(may(both, .read, firm) && !may(both, .edit, firm) && may(both, .delete, region))
            let everything = try await actor(["write"])
            #expect(may(everything, .edit, firm) && !may(everything, .edit, User.schema.definition))
            let refused = try await answer { _ = try await made.create(Region.self, ["name": "x"], as: firms) }
            #expect(refused == "forbidden")
            for wrong in [["nothing:read"], ["firm:"], ["firm:delete"], [":read"], ["read:firm:x"], [""]] {
                #expect(try await answer { _ = try await actor(wrong) } == "scopes:unknownOption", "\(wrong)")
            }
            #expect(try await answer { _ = try await actor([]) } == "scopes:required")
        }
    }

    @Test("A token that reads starts, cancels and retries no job, and one of other entities sees none", arguments: Dialect.allCases)
    func jobScopes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let id = try await made.person("li", isAdministrator: true), jobs = made.engine.jobs
            func actor(_ scopes: String) async throws -> Actor {
                let token = try await made.accounts.makeToken(for: id, name: "t", days: 1, scopes: try Scopes([scopes], made.engine.catalogue), as: .system)
                return try #require(try await made.accounts.actor(secret: token.secret))
            }
            let reader = try await actor("read"), firms = try await actor("firm:write"), writer = try await actor("job:write")

            let job = try await jobs.start("check", [:], as: writer).id
            for actor in [reader, firms] {
                #expect(try await answer { _ = try await jobs.start("check", [:], as: actor) } == "forbidden")
                #expect(try await answer { _ = try await jobs.cancel(job, as: actor) } == "forbidden")
                #expect(try await answer { _ = try await jobs.retry(job, as: actor) } == "forbidden")
            }
            #expect(try await jobs.list(as: reader).jobs.map(\.id) == [job])
            #expect(try await answer { _ = try await jobs.find(job, as: reader) } == nil)
            #expect(try await answer { _ = try await jobs.list(as: firms) } == "forbidden")
            #expect(try await answer { _ = try await jobs.find(job, as: firms) } == "forbidden")
            #expect(try await jobs.cancel(job, as: writer).state == .cancelled)
        }
    }

    @Test("Rows that an import of firms refused are for tokens that may read firms", arguments: Dialect.allCases)
    func refusedScopes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let run = RecordID(rawValue: 1)
            try await made.database.database.write { session in
                try session.execute("INSERT INTO import_run (id, entity, actor_id, at, header) VALUES (1, 'firm', NULL, 0, '[\"name\"]')")
            }
            func read(_ scope: String) async throws -> String? {
                var actor = Actor.system
                actor.scopes = try Scopes([scope], made.engine.catalogue)
                let rows = RefusedRows(engine: made.engine, actor: actor)
                return try await answer { try await rows.write(of: run) { _ in } }
            }

            #expect(try await read("firm:read") == nil)
            #expect(try await read("region:write") == "forbidden")
        }
    }

    @Test("A token that is bound to entities does not read the security log", arguments: Dialect.allCases)
    func logScope(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let auditor = try await made.engine.makeRole("reader", grants: [:], abilities: [.readSecurityLog])
            let id = try await made.person("auditor", roles: [auditor])
            for (scope, isAllowed) in [("firm:read", false), ("securityLog:read", true), ("read", true)] {
                let scopes = try Scopes([scope], made.engine.catalogue)
                let token = try await made.accounts.makeToken(for: id, name: "t", days: 1, scopes: scopes, as: .system)
                let actor = try #require(try await made.accounts.actor(secret: token.secret))
                #expect(made.engine.permissions.mayReadSecurityLog(actor) == isAllowed, "\(scope)")
            }
        }
    }
}
