import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Kernel
import Store
import Synchronization
import TestKit
import Testing

@Suite struct LimitTests {
    private static func settings(_ change: (inout Limits) -> Void) -> APISettings {
        var settings = APISettings()
        change(&settings.limits)
        return settings
    }

    @Test("Whoever asks too often is told when to come again, and others are not held back")
    func requests() async throws {
        let clock = TestClock(testTime)
        try await withServer(settings: Self.settings { $0.requestsPerMinute = 6 }, clock: clock.clock) { server in
            for left in (0..<6).reversed() {
                let answer = try await server.clerk.get("/api/v1/session")
                #expect(answer.status == 200)
                #expect(answer.header("RateLimit")?.hasPrefix("\"user\";r=\(left);") == true)
            }
            let refused = try await server.clerk.get("/api/v1/session")
            #expect(refused.status == 429 && refused.code == "tooManyRequests")
            #expect(refused.header("Retry-After") == "10")
            #expect(refused.header("RateLimit-Policy") == "\"user\";q=6;w=60")
            #expect(try await server.administrator.get("/api/v1/session").status == 200)

            clock.step(milliseconds: 10_000)
            #expect(try await server.clerk.get("/api/v1/session").status == 200)
            #expect(try await server.clerk.get("/api/v1/session").status == 429)
        }
    }

    @Test("An address without a login is held back; who is logged in there is not")
    func addresses() async throws {
        try await withServer(settings: Self.settings { $0.anonymousRequestsPerMinute = 3 }, way: .live) { server in
            let stranger = Caller(server.nobody.client, token: "no such token")
            for _ in 0..<3 {
                let answer = try await stranger.get("/api/v1/session")
                #expect(answer.status == 401)
            }

            #expect(try await stranger.get("/api/v1/session").status == 429)
            #expect(try await server.nobody.post("/api/v1/session", ["login": "a", "password": "b"]).status == 429)
            #expect(try await server.clerk.get("/api/v1/session").status == 200)
            #expect(try await server.nobody.get("/health/live").status == 200)
        }
    }

    @Test("At the entrances and on the pages a cookie or token of one's own making helps nobody past the limit", arguments: [
        "/api/v1/session", "/api/v1//session/code", "/api/v1/setup", "/openapi.json", "/docs", "/login/oidc", "/nowhere",
    ])
    func entrances(_ path: String) async throws {
        try await withServer(settings: Self.settings { $0.anonymousRequestsPerMinute = 2 }, way: .live) { server in
            let method: HTTPRequest.Method = path.hasPrefix("/api") ? .post : .get
            func ask(_ headers: HTTPFields) async throws -> Int {
                try await server.nobody.send(method, path, method == .post ? [:] : nil, headers).status
            }
            for number in 0..<2 {
                let status = try await ask([.cookie: "x=\(number)"])
                #expect(status != 429)
            }

            #expect(try await ask([.cookie: "x=y"]) == 429)
            #expect(try await ask([.authorization: "Bearer x"]) == 429)
            #expect(try await server.nobody.get("/health/live").status == 200)
            #expect(try await server.nobody.get("/metrics").status != 429)
            #expect(try await server.clerk.get("/api/v1/session").status == 200)
        }
    }

    @Test("Heavy queries have so many places; light ones do not wait for them", arguments: [Dialect.sqlite, .postgres])
    func places(_ dialect: Dialect) async throws {
        let slow = Mutex<SlowDatabase?>(nil)
        let settings = Self.settings { limits in
            (limits.heavyQueries, limits.heavyQueriesPerUser, limits.waitingQueries) = (1, 2, 0)
        }
        try await withServer(dialect, settings: settings, through: { base in
            let made = SlowDatabase(base)
            slow.withLock { $0 = made }
            return made
        }) { server in
            let database = try #require(slow.withLock { $0 })
            database.isSlow = true
            let running = Task { try await server.clerk.get("/api/v1/gadgets?count=true") }
            try await eventually { database.started == 1 }
            database.isSlow = false

            let refused = try await server.administrator.get("/api/v1/gadgets?count=true")
            #expect(refused.status == 503 && refused.code == "busy")
            #expect(refused.header("Retry-After") == "2")
            #expect(try await server.administrator.get("/api/v1/gadgets").status == 200)
            running.cancel()
            _ = try? await running.value
        }
    }

    @Test("One user has only so many heavy queries under way")
    func perUser() async throws {
        let slow = Mutex<SlowDatabase?>(nil)
        let settings = Self.settings { ($0.heavyQueries, $0.heavyQueriesPerUser) = (2, 1) }
        try await withServer(settings: settings, through: { base in
            let made = SlowDatabase(base)
            slow.withLock { $0 = made }
            return made
        }) { server in
            let database = try #require(slow.withLock { $0 })
            database.isSlow = true
            let running = Task { try await server.clerk.get("/api/v1/search?q=x") }
            try await eventually { database.started == 1 }
            database.isSlow = false

            let refused = try await server.clerk.get("/api/v1/gadgets/aggregate")
            #expect(refused.status == 429 && refused.code == "tooManyQueries")
            #expect(try await server.administrator.get("/api/v1/gadgets/aggregate").status == 200)
            running.cancel()
            _ = try? await running.value
        }
    }

    @Test("A query that takes too long is stopped and says so", arguments: [Dialect.sqlite, .postgres])
    func time(_ dialect: Dialect) async throws {
        let slow = Mutex<SlowDatabase?>(nil)
        try await withServer(dialect, settings: Self.settings { $0.queryTime = .milliseconds(200) }, through: { base in
            let made = SlowDatabase(base, rows: 2_000_000_000)
            slow.withLock { $0 = made }
            return made
        }) { server in
            let database = try #require(slow.withLock { $0 })
            database.isSlow = true
            let stopped = try await server.clerk.get("/api/v1/gadgets")
            database.isSlow = false

            #expect(stopped.status == 503 && stopped.code == "timedOut")
            #expect(stopped.header("Retry-After") != nil)
            #expect(database.endings == [.timedOut])
            #expect(try await server.clerk.get("/api/v1/gadgets").status == 200)
        }
    }

    @Test("A list is heavy when no index leads to its rows", arguments: [
        ("", false), ("sort=-createdAt", false), ("sort=code", false), ("code=x", false), ("filter={\"maker\":\"7\"}", false),
        ("filter={\"and\":[{\"code\":\"x\"},{\"notes\":{\"contains\":\"x\"}}]}", false),
        ("count=true", true), ("q=x", true), ("sort=amount", true), ("sort=code,name", true), ("amount=1", true),
        ("filter={\"name\":{\"contains\":\"x\"}}", true), ("filter={\"or\":[{\"code\":\"x\"},{\"amount\":1}]}", true),
        ("filter={\"not\":{\"code\":\"x\"}}", true), ("maker.name=x", true),
    ])
    func weight(_ parameters: String, _ isHeavy: Bool) throws {
        let catalogue = try Catalogue(modules: [People(), Workshop()])
        let pairs = parameters.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }.map { (name: String($0[0]), value: String($0[1])) }

        #expect(try ListQuery(pairs, on: Gadget.schema.definition, catalogue, for: .system).isHeavy == isHeavy)
    }
}
