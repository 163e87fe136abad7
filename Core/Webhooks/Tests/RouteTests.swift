import API
import Engine
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import Kernel
import Logging
import NIOCore
import Store
import TestKit
import Testing

@testable import Webhooks

/// What administrators ask over the API.
@Suite struct RouteTests {
    private struct Caller: Sendable {
        let client: any TestClientProtocol
        let token: String

        func send(_ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil) async throws -> (status: Int, json: JSON) {
            var headers: HTTPFields = [.authorization: "Bearer " + token]
            if body != nil { headers[.contentType] = "application/json" }
            let response = try await client.executeRequest(
                uri: "/api/v1" + path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0.text) })
            return (response.status.code, (try? JSON.parse(Array(buffer: response.body))) ?? .null)
        }
    }

    /// Asks as the administrator of a world, and as somebody who may do nearly everything else.
    private func asking(_ dialect: Dialect, _ test: @escaping @Sendable (World, Caller, Caller) async throws -> Void) async throws {
        try await World.run(dialect) { world in
            let server = try APIServer(engine: world.engine, settings: APISettings(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let values: Values = ["login": "clerk", "name": "clerk", "roles": .list([.reference(try await world.engine.makeMemberRole())])]
            let clerk = try await world.engine.perform(.create(values), on: User.schema.definition, as: .system).id
            var tokens: [String] = []
            for user in [try #require(world.administrator.user), clerk] {
                tokens.append(try await world.engine.accounts.grant(.token, to: user, name: "test", milliseconds: 3_600_000).secret)
            }
            let (boss, other) = (tokens[0], tokens[1])
            try await server.application.test(.router) { client in
                try await test(world, Caller(client: client, token: boss), Caller(client: client, token: other))
            }
        }
    }

    @Test("Addresses, in which many systems have a password, are seen by administrators alone", arguments: Dialect.allCases)
    func confined(_ dialect: Dialect) async throws {
        try await asking(dialect) { _, boss, clerk in
            let wish: JSON = ["name": "机器人", "url": "https://chat.example/send?access_token=SECRET", "topics": World.everything]
            let made = try await boss.send(.post, "/webhooks", wish)
            #expect(made.status == 201, "\(made.json.text)")
            let id = made.json["id"]?.string ?? ""

            #expect(try await clerk.send(.get, "/webhooks").status == 403)
            #expect(try await clerk.send(.get, "/webhooks/\(id)").status == 403)
            #expect(try await clerk.send(.get, "/webhooks/export").status == 403)
            #expect(try await clerk.send(.get, "/search?q=\("SECRET")").json.text.contains("SECRET") == false)
            #expect(try await boss.send(.get, "/webhooks/\(id)").status == 200)
        }
    }

    @Test("A webhook is made, tested, followed in its log and sent again", arguments: Dialect.allCases)
    func journey(_ dialect: Dialect) async throws {
        try await Receiver.run { received in received.type == "ping" ? Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "pong"))) : .status(200) } _: { receiver, port in
            try await asking(dialect) { world, boss, clerk in
                let made = try await boss.send(.post, "/webhooks", ["name": "Ledger", "url": .string("http://127.0.0.1:\(port)/"), "topics": World.everything])
                let id = try #require(made.json["id"]?.string, "\(made.status) \(made.json.text)")
                #expect(made.status == 201 && made.json["runsAs"]?.string == world.administrator.user?.description)
                #expect(try await boss.send(.post, "/webhooks/\(id)/secret").json["secret"]?.string?.hasPrefix("whsec_") == true)
                let ping = try await boss.send(.post, "/webhooks/\(id)/test")
                #expect(ping.json["isDelivered"] == true && ping.json["status"] == 200 && ping.json["response"] == "pong")

                for name in ["甲", "乙", "丙"] { try await world.makeDeal(name) }
                try await eventually { try await boss.send(.get, "/webhooks/\(id)/deliveries?state=delivered").json["data"]?.array?.count == 3 }
                let first = try await boss.send(.get, "/webhooks/\(id)/deliveries?limit=2").json
                let next = try #require(first["page"]?["next"]?.string)
                let second = try await boss.send(.get, "/webhooks/\(id)/deliveries?limit=2&before=\(next)").json
                #expect(first["data"]?.array?.count == 2 && second["data"]?.array?.count == 1 && second["page"]?["next"] == .null)
                let last = try #require(second["data"]?.array?.first), oldest = try #require(last["id"]?.string)
                #expect(try await boss.send(.post, "/webhooks/\(id)/deliveries/\(oldest)/replay").status == 200)
                try await eventually { receiver.all.count == 5 }
                #expect(receiver.all.last?.json["record"]?["id"] == last["record"])
                let state = try #require(try await boss.send(.get, "/webhook-states").json["data"]?.array?.first)
                #expect(state["webhook"]?.string == id && state["failures"] == 0 && state["lastSuccessAt"]?.string != nil)

                for path in ["/webhooks/\(id)/deliveries", "/webhook-states"] { #expect(try await clerk.send(.get, path).status == 403) }
                for path in ["test", "secret", "deliveries/\(oldest)/replay"] { #expect(try await clerk.send(.post, "/webhooks/\(id)/\(path)").status == 403) }
            }
        }
    }

    @Test("What is not there is not found, and what makes no sense is refused by its name", arguments: Dialect.allCases)
    func refusals(_ dialect: Dialect) async throws {
        try await asking(dialect) { world, boss, _ in
            let id = try await world.makeWebhook("https://hooks.example.com/")
            #expect(try await boss.send(.get, "/webhooks/1/deliveries").status == 404)
            #expect(try await boss.send(.post, "/webhooks/x/test").status == 404)
            #expect(try await boss.send(.post, "/deals/\(id)/test").status == 404)
            #expect(try await boss.send(.post, "/webhooks/\(id)/deliveries/1/replay").status == 404)
            for (query, field) in [("state=x", "state"), ("before=x", "before"), ("limit=0", "limit"), ("hue=1", "hue")] {
                let answer = try await boss.send(.get, "/webhooks/\(id)/deliveries?\(query)")
                #expect(answer.status == 400 && answer.json["errors"]?.array?.first?["field"]?.string == field, "\(query)")
            }
            let bad = try await boss.send(.post, "/webhooks", ["name": "x", "url": "https://127.0.0.1:22/", "topics": World.everything])
            #expect(bad.status == 422 && bad.json["errors"]?.array?.first?["code"] == "badPort", "\(bad.status) \(bad.json.text)")
        }
    }
}
