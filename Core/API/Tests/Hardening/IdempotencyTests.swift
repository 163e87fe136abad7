import Engine
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct IdempotencyTests {
    private static func key(_ text: String) -> HTTPFields {
        guard let name = HTTPField.Name("Idempotency-Key") else { return [:] }
        return [name: text]
    }

    private static func count(_ server: TestServer) async throws -> Int {
        try await server.clerk.get("/api/v1/gadgets?limit=200").data.count
    }

    @Test("A repetition gets the first answer and changes nothing", arguments: [Dialect.sqlite, .postgres])
    func repetition(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let first = try await server.clerk.post("/api/v1/gadgets?fields=name", ["name": "x"], Self.key("k1"))
            let second = try await server.clerk.post("/api/v1/gadgets?fields=name", ["name": "x"], Self.key("k1"))

            #expect(first.status == 201 && second.status == 201)
            #expect(first.bytes == second.bytes)
            for name in ["Location", "ETag", "Content-Type"] { #expect(first.header(name) == second.header(name) && first.header(name) != nil) }
            #expect(first.header("Idempotency-Replayed") == nil)
            #expect(second.header("Idempotency-Replayed") == "true")
            #expect(try await Self.count(server) == 1)
        }
    }

    @Test("Eight at the same time make one record", arguments: [Dialect.sqlite, .postgres])
    func together(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<8 { group.addTask { try await server.clerk.post("/api/v1/gadgets", ["name": "x"], Self.key("k1")) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(Set(answers.map(\.status)) == [201])
            #expect(Set(answers.map(\.id)).count == 1)
            #expect(answers.count { $0.header("Idempotency-Replayed") == "true" } == 7)
            #expect(try await Self.count(server) == 1)
        }
    }

    @Test("The same key with another request is refused, and of another user it is another key", arguments: [Dialect.sqlite, .postgres])
    func otherRequest(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let made = try await server.clerk.post("/api/v1/gadgets", ["name": "x"], Self.key("k1"))

            for (path, body) in [
                ("/api/v1/gadgets", ["name": "y"] as JSON), ("/api/v1/gadgets?fields=name", ["name": "x"]), ("/api/v1/gadgets/\(made.id)/actions/retire", [:]),
            ] {
                let answer = try await server.clerk.post(path, body, Self.key("k1"))
                #expect(answer.status == 422)
                #expect(answer.code == "otherRequest")
            }
            #expect(try await server.administrator.post("/api/v1/gadgets", ["name": "y"], Self.key("k1")).status == 201)
            #expect(try await Self.count(server) == 2)
        }
    }

    @Test("What was refused may be tried again with its key")
    func refused() async throws {
        try await withServer { server in
            let refused = try await server.clerk.post("/api/v1/gadgets", ["amount": 1], Self.key("k1"))
            let made = try await server.clerk.post("/api/v1/gadgets", ["name": "x"], Self.key("k1"))

            #expect(refused.status == 422)
            #expect(made.status == 201)
        }
    }

    @Test("Actions, deletions for good and restorations are done once", arguments: [Dialect.sqlite, .postgres])
    func others(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let gadget = "/api/v1/gadgets/\(try await server.administrator.post("/api/v1/gadgets", ["name": "x"]).id)"

            let retired = try await server.administrator.post(gadget + "/actions/retire", nil, Self.key("a"))
            let again = try await server.administrator.post(gadget + "/actions/retire", nil, Self.key("a"))
            #expect(retired.status == 200 && again.bytes == retired.bytes)
            #expect(try await server.administrator.post(gadget + "/actions/retire").status == 409)

            _ = try await server.administrator.delete(gadget)
            for _ in 0..<2 { #expect(try await server.administrator.post(gadget + "/restore", nil, Self.key("b")).status == 200) }
            _ = try await server.administrator.delete(gadget)
            for _ in 0..<2 { #expect(try await server.administrator.post(gadget + "/purge", nil, Self.key("c")).status == 204) }
            #expect(try await server.administrator.post(gadget + "/purge").status == 404)
        }
    }

    @Test("A bulk call that was cut short goes on where it stopped", arguments: [Dialect.sqlite, .postgres])
    func bulk(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let items = (0..<150).map { ["op": "create", "values": ["name": .string("n\($0)")]] as JSON }
            let body: JSON = ["items": .array(items)]
            let first = try await server.clerk.post("/api/v1/gadgets/bulk", body, Self.key("k1"))
            #expect(first.json["succeeded"] == 150)
            // As if the server had died before the second portion.
            try await server.engine.database.write { session in
                try session.execute("DELETE FROM idempotency WHERE part = 1")
                try session.execute("DELETE FROM gadget WHERE name = 'n100'")
            }

            let second = try await server.clerk.post("/api/v1/gadgets/bulk", body, Self.key("k1"))
            let third = try await server.clerk.post("/api/v1/gadgets/bulk", body, Self.key("k1"))

            let ids = [first, second, third].map { $0.json["results"]?.array?.map { $0["id"] } ?? [] }
            #expect(ids[0].prefix(100) == ids[1].prefix(100) && ids[0].suffix(50) != ids[1].suffix(50))
            #expect(second.header("Idempotency-Replayed") == nil)
            #expect(ids[1] == ids[2] && third.header("Idempotency-Replayed") == "true")
        }
    }

    @Test("A key is forgotten after a day", arguments: [Dialect.sqlite, .postgres])
    func forgotten(_ dialect: Dialect) async throws {
        let clock = TestClock(testTime)
        try await withServer(dialect, clock: clock.clock) { server in
            let token = try await server.engine.accounts.grant(.token, to: server.clerkID, name: "long", milliseconds: 3 * 86_400_000).secret
            let clerk = Caller(server.clerk.client, token: token)
            _ = try await clerk.post("/api/v1/gadgets", ["name": "x"], Self.key("k1"))
            clock.step(milliseconds: 24 * 3_600_000)

            #expect(try await clerk.post("/api/v1/gadgets", ["name": "y"], Self.key("k1")).status == 201)
        }
    }

    @Test("A key that is no key, or that would not help, is refused")
    func badKeys() async throws {
        try await withServer { server in
            for key in ["", "a b", "schlüssel", String(repeating: "x", count: 201)] {
                #expect(try await server.clerk.post("/api/v1/gadgets", ["name": "x"], Self.key(key)).code == "badIdempotencyKey", "\(key.prefix(20))")
            }
            var headers = Self.key("k1")
            headers[.contentType] = "text/csv"
            let answer = try await server.clerk.send(.post, "/api/v1/imports?entity=gadget", bytes: Array("name\nx\n".utf8), headers)
            #expect(answer.status == 400 && answer.code == "noIdempotency")
            #expect(try await Self.count(server) == 0)
        }
    }
}
