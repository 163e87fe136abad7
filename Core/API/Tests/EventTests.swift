import API
import Engine
import HTTPTypes
import Kernel
import Logging
import ServiceLifecycle
import Store
import Synchronization
import TestKit
import Testing

@Suite struct EventTests {
    @Test("A change is told to those who follow, with keys and no values", arguments: [Dialect.sqlite, .postgres])
    func change(_ dialect: Dialect) async throws {
        try await withServer(dialect, way: .live) { server in
            let client = try EventClient(server, as: server.clerk, "?entities=gadget")
            #expect(await client.text(until: "welcome").contains("Content-Type: text/event-stream"))
            _ = try await server.administrator.post("/api/v1/makers", ["name": "not asked for"])
            let made = try await server.administrator.post("/api/v1/gadgets", ["name": "secret"])
            _ = try await server.administrator.patch("/api/v1/gadgets/\(made.id)", ["notes": "secret", "amount": 3])

            let text = await client.text(until: "\"version\":2}\n")
            let messages = EventClient.messages(in: text)
            #expect(messages.map(\.event) == ["change", "change"])
            #expect(messages.map { $0.data["kind"] } == ["create", "edit"])
            #expect(messages.allSatisfy { $0.data["record"] == .string(made.id) && $0.data["entity"] == "gadget" })
            #expect(messages.last?.data["fields"] == ["amount", "notes", "double"])
            #expect(!text.contains("secret"))
            client.close()
        }
    }

    @Test("A change by another server is told as well", arguments: [Dialect.sqlite, .postgres])
    func otherServer(_ dialect: Dialect) async throws {
        try await withTestDatabase(dialect) { database in
            try await withServer(dialect, way: .live, through: { _ in database.database }) { server in
                let other = try await Engine.start(Databases.open(database.url), modules: [Workshop()]).engine
                let client = try EventClient(server, as: server.clerk)
                _ = await client.text(until: "welcome")

                let maker = try await other.perform(.create(["name": .text("x")]), on: Maker.schema.definition, as: .system).id
                let messages = await client.messages(until: "\"version\":1}\n")

                #expect(messages.last?.data["record"] == .string(maker.description))
                client.close()
                await other.stop()
            }
        }
    }

    @Test("Who comes back is told what happened meanwhile, without gap or double", arguments: [Dialect.sqlite, .postgres])
    func resuming(_ dialect: Dialect) async throws {
        // Ids of the same millisecond go by bucket, so that what is made first need not be told first.
        let now = Mutex(testTime)
        let clock = Clock {
            now.withLock { now in
                now = now + 1
                return now
            }
        }
        try await withServer(dialect, clock: clock, way: .live) { server in
            var expected: [String] = []
            func make(_ count: Int) async throws {
                for _ in 0..<count { expected.append(try await server.administrator.post("/api/v1/makers", ["name": .string("\(expected.count)")]).id) }
            }
            var seen: [EventClient.Message] = []
            for round in 0..<4 {
                let client = try EventClient(server, as: server.clerk, "?entities=maker&after=0", lastEventID: seen.last?.id)
                // What it missed may come with the welcome.
                let welcome = round > 0 ? await client.text(until: "welcome") : ""
                try await make(3)
                let rest = await client.text(until: "\"record\":\"\(try #require(expected.last))\",\"version\":1}\n")
                seen += EventClient.messages(in: welcome + rest)
                client.close()
                // Nobody follows.
                try await make(2)
            }
            let client = try EventClient(server, as: server.clerk, "?entities=maker", lastEventID: seen.last?.id)
            seen += await client.messages(until: "\"record\":\"\(try #require(expected.last))\",\"version\":1}\n")
            client.close()

            #expect(seen.map { $0.data["record"]?.string } == expected)
            #expect(seen.compactMap { Int($0.id) } == seen.compactMap { Int($0.id) }.sorted())
        }
    }

    @Test("Who was away for too long is told to load everything anew", arguments: [Dialect.sqlite, .postgres])
    func reset(_ dialect: Dialect) async throws {
        try await withServer(dialect, way: .live) { server in
            let client = try EventClient(server, as: server.clerk, lastEventID: "99999999")

            let messages = await client.messages(until: "data: {}\n")
            #expect(messages.map(\.event) == ["reset"])
            client.close()
        }
    }

    @Test("Streams are counted for each user, and one that was closed counts no more")
    func tooMany() async throws {
        var settings = APISettings()
        settings.maximumStreams = 2
        try await withServer(settings: settings, way: .live) { server in
            let clients = [try EventClient(server, as: server.clerk), try EventClient(server, as: server.clerk)]
            for client in clients { _ = await client.text(until: "welcome") }

            let refused = try await server.clerk.get("/api/v1/events")
            #expect(refused.status == 429)
            #expect(refused.code == "tooManyStreams")
            let other = try EventClient(server, as: server.administrator)
            #expect(await other.text(until: "welcome").hasPrefix("HTTP/1.1 200"))
            clients[0].close()
            try await eventually {
                let next = try EventClient(server, as: server.clerk)
                defer { next.close() }
                return await next.text(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200")
            }
            clients[1].close()
            other.close()
        }
    }

    @Test("A right that is taken counts from the next change on, and so does a user who is switched off", arguments: [Dialect.sqlite, .postgres])
    func rightsTaken(_ dialect: Dialect) async throws {
        try await withServer(dialect, way: .live) { server in
            let reader = try EventClient(server, as: server.clerk, "?entities=gadget"), witness = try EventClient(server, as: server.administrator)
            _ = await (reader.text(until: "welcome"), witness.text(until: "welcome"))
            let seen = try await server.administrator.post("/api/v1/gadgets", ["name": "seen"])
            #expect(await reader.messages(until: "\"version\":1}\n").map { $0.data["record"] } == [.string(seen.id)])

            let user = User.schema.definition
            try await server.engine.perform(.edit(server.clerkID, ["roles": .list([])]), on: user, as: .system)
            let hidden = try await server.administrator.post("/api/v1/gadgets", ["name": "hidden"]).id
            var told = ""
            while !told.contains(hidden) { told += await witness.text(until: "\"version\":1}\n") }
            try await server.engine.perform(.edit(server.clerkID, ["isActive": .flag(false)]), on: user, as: .system)
            _ = try await server.administrator.post("/api/v1/gadgets", ["name": "after"])

            // To its end, since nobody is in any more.
            let rest = await reader.text(until: "0\r\n\r\n")
            #expect(rest.hasSuffix("0\r\n\r\n") && !rest.contains("event: change"), "\(rest)")
            reader.close()
            witness.close()
        }
    }

    @Test("A stream ends when its token is revoked")
    func revoked() async throws {
        var settings = APISettings()
        settings.streamHeartbeat = .zero
        try await withServer(settings: settings, way: .live) { server in
            let client = try EventClient(server, as: server.clerk)
            #expect(await client.text(until: "heartbeat").hasPrefix("HTTP/1.1 200"))

            #expect(try await server.clerk.delete("/api/v1/session").status == 204)

            // The last chunk of the answer.
            #expect(await client.text(until: "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
            client.close()
        }
    }

    @Test("Streams end at once when the server stops")
    func shutdown() async throws {
        try await withServer { server in
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            var settings = APISettings(port: 0)
            settings.whenRunning = { port.yield($0) }
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let stopping = try APIServer(engine: server.engine, settings: settings, logger: logger)
            let group = ServiceGroup(configuration: .init(services: [stopping.application], logger: logger))
            async let running: Void = group.run()
            let connection = try RawConnection(port: try #require(await ports.first { _ in true }))
            try connection.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(server.clerk.token ?? "")\r\n\r\n")
            _ = await connection.receive(until: "welcome")

            await group.triggerGracefulShutdown()

            #expect(await connection.receive(until: "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
            try await running
            connection.close()
        }
    }

    @Test(
        "What cannot be followed is refused with the name of the parameter",
        arguments: [
            ("?entities=nothing", "entities:unknownOption"), ("?entities=", "entities:unknownOption"), ("?after=x", "after:badCursor"),
            ("?after=-1", "after:badCursor"), ("?fields=name", "fields:unknownField"),
        ])
    func refused(_ parameters: String, _ problem: String) async throws {
        try await withServer { server in
            let answer = try await server.clerk.get("/api/v1/events" + parameters)
            #expect(answer.status == 400)
            #expect(answer.problems == [problem])
            let header = try #require(HTTPField.Name("Last-Event-ID"))
            #expect(try await server.clerk.get("/api/v1/events", [header: "x"]).problems == ["Last-Event-ID:badCursor"])
            #expect(try await server.nobody.get("/api/v1/events").status == 401)
        }
    }
}
