import API
import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct NoticeRouteTests {
    /// Gadgets that the administrator makes for the clerk: a notice each.
    private static func give(_ count: Int, _ server: TestServer) async throws {
        for number in 0..<count {
            let made = try await server.administrator.post("/api/v1/gadgets", ["name": .string("g\(number)"), "owner": .string(server.clerkID.description)])
            #expect(made.status == 201)
        }
    }

    @Test("Notices come newest first, page by page, with the number of those that are unread", arguments: Dialect.allCases)
    func pages(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            try await Self.give(5, server)

            var found: [String] = [], next = ""
            repeat {
                let page = try await server.clerk.get("/api/v1/notices?limit=2" + (next.isEmpty ? "" : "&before=\(next)"))
                #expect(page.json["unread"] == 5 && page.data.count <= 2)
                found += page.data.compactMap { $0["record"]?["title"]?.string }
                next = page.json["page"]?["next"]?.string ?? ""
            } while !next.isEmpty
            #expect(found == ["g4", "g3", "g2", "g1", "g0"])
            let first = try #require(try await server.clerk.get("/api/v1/notices?limit=1").data.first)
            #expect(first["text"] == "boss assigned Gadget “g4” to you" && first["kind"] == "assigned" && first["isRead"] == false && first["count"] == 1)
            #expect(try await server.administrator.get("/api/v1/notices").json["unread"] == 0)
            #expect(try await server.nobody.get("/api/v1/notices").status == 401)
        }
    }

    @Test("Notices are read one by one or up to one of them, and nobody reads those of others", arguments: Dialect.allCases)
    func reading(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            try await Self.give(4, server)
            let ids = try await server.clerk.get("/api/v1/notices").data.compactMap { $0["id"]?.string }

            let other = try await server.administrator.post("/api/v1/notices/read", ["ids": .array(ids.map(JSON.string))])
            #expect(other.status == 200 && other.json == ["unread": 0])
            #expect(try await server.clerk.post("/api/v1/notices/read", ["ids": [.string(ids[0])]]).json == ["unread": 3])
            #expect(try await server.clerk.get("/api/v1/notices?unread=true").data.compactMap { $0["id"]?.string } == Array(ids.dropFirst()))
            #expect(try await server.clerk.post("/api/v1/notices/read", ["until": .string(ids[2])]).json == ["unread": 1])
            #expect(try await server.clerk.get("/api/v1/notices").data.map { $0["isRead"] } == [true, false, true, true])
        }
    }

    @Test(
        "What cannot be understood is refused with the name of the field",
        arguments: [
            ([:], "ids:required"), (["ids": []], "ids:required"), (["ids": "1"], "ids:wrongType"), (["ids": ["x"]], "ids:badReference"),
            (["until": 1], "until:badReference"), (["ids": ["1"], "until": "1"], "until:notTogether"), (["all": true], "all:unknownField"),
            (["ids": .array(Array(repeating: "1", count: 101))], "ids:tooMany"),
        ] as [(JSON, String)])
    func refusedBody(_ body: JSON, _ problem: String) async throws {
        try await withServer { server in
            let answer = try await server.clerk.post("/api/v1/notices/read", body)
            #expect(answer.status == 422 && answer.problems == [problem])
        }
    }

    @Test("So are parameters", arguments: ["unread=1", "before=x", "limit=0", "limit=101", "after=1"])
    func refusedParameters(_ query: String) async throws {
        try await withServer { server in
            let answer = try await server.clerk.get("/api/v1/notices?" + query)
            #expect(answer.status == 400 && answer.problems.first?.hasPrefix(query.prefix { $0 != "=" } + ":") == true)
        }
    }

    @Test("Everybody hears of their own notices at once, on every server, whatever else they follow", arguments: Dialect.allCases)
    func live(_ dialect: Dialect) async throws {
        try await withTestDatabase(dialect) { database in
            try await withServer(dialect, way: .live, through: { _ in database.database }) { server in
                let other = try await Engine.start(Databases.open(database.url), modules: [Workshop()]).engine
                let clerk = try EventClient(server, as: server.clerk, "?entities=maker"), boss = try EventClient(server, as: server.administrator, "?entities=maker")
                _ = await (clerk.text(until: "welcome"), boss.text(until: "welcome"))

                // A change by the other server, and one by this one.
                let administrator = try #require(try await other.actor(of: server.administratorID()))
                try await other.perform(.create(["name": .text("x"), "owner": .reference(server.clerkID)]), on: Gadget.schema.definition, as: administrator)
                let first = await clerk.messages(until: "data: {\"unread\":1}\n")
                try await Self.give(1, server)
                let second = await clerk.messages(until: "data: {\"unread\":2}\n")
                let last = try #require(try await server.clerk.get("/api/v1/notices?limit=1").data.first?["id"])
                _ = try await server.clerk.post("/api/v1/notices/read", ["until": last])
                let third = await clerk.messages(until: "data: {\"unread\":0}\n")

                #expect((first + second + third).map(\.event) == ["notice", "notice", "notice"])
                #expect((first + second + third).compactMap { Int($0.id) } == (first + second + third).compactMap { Int($0.id) }.sorted())
                // Nobody hears of those of others: what comes next is something else.
                _ = try await server.administrator.post("/api/v1/makers", ["name": "later"])
                #expect(await boss.messages(until: "\"version\":1}\n").map(\.event) == ["change"])
                clerk.close()
                boss.close()
                await other.stop()
            }
        }
    }

    @Test("Who comes back is told that there was something meanwhile", arguments: Dialect.allCases)
    func resuming(_ dialect: Dialect) async throws {
        try await withServer(dialect, way: .live) { server in
            let client = try EventClient(server, as: server.clerk, "?entities=maker&after=0")
            _ = await client.text(until: "welcome")
            client.close()
            try await Self.give(2, server)

            let back = try EventClient(server, as: server.clerk, "?entities=maker", lastEventID: "0")
            #expect(await back.messages(until: "data: {\"unread\":2}\n").map(\.event) == ["notice"])
            back.close()
        }
    }

    @Test("The kinds have names, and what one has chosen stands beside them; mail is no choice where there is none")
    func kinds() async throws {
        try await withServer { server in
            _ = try await server.clerk.patch("/api/v1/session/preferences", ["notices": ["shared": "off"]])
            let answer = try await server.clerk.get("/api/v1/notices/kinds")

            #expect(answer.json["choices"] == ["off", "product"])
            #expect(answer.data.contains { $0["key"] == "shared" && $0["choice"] == "off" && $0["label"] == "Somebody shares a record with me" })
            #expect(answer.data.contains { $0["key"] == "mentioned" && $0["choice"] == "product" })
            let refused = try await server.clerk.patch("/api/v1/session/preferences", ["notices": ["shared": "loudly"]])
            #expect(refused.status == 422 && refused.problems == ["notices.shared:unknownOption"])
        }
    }
}

extension TestServer {
    fileprivate func administratorID() async throws -> RecordID {
        let session = try await administrator.get("/api/v1/session").json
        return try #require(RecordID(session["user"]?["id"]?.string ?? ""))
    }
}
