import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import Webhooks

/// What is refused when a webhook is saved.
@Suite struct CheckingTests {
    @Test("Topics that could never be told are refused at their place")
    func topics() async throws {
        try await World.run(.sqlite, sends: false) { world in
            let cases: [(JSON, String)] = [
                ([], "topics:required"), ([:], "topics:wrongType"), ([["kinds": ["edit"]]], "topics.0.entity:required"),
                ([["entity": "nothing", "kinds": ["edit"]]], "topics.0.entity:unknownOption"), ([["entity": "deal"]], "topics.0.kinds:required"),
                ([["entity": "deal", "kinds": ["melt"]]], "topics.0.kinds.0:unknownOption"),
                ([["entity": "deal", "kinds": ["edit", "edit"]]], "topics.0.kinds.1:repeated"),
                ([["entity": "deal", "kinds": ["edit"], "fields": ["colour"]]], "topics.0.fields.0:unknownField"),
                ([["entity": "deal", "kinds": ["edit"], "filter": ["amount": ["gte": "x"]]]], "topics.0.filter.amount:wrongType"),
                ([["entity": "deal", "kinds": ["edit"], "filter": []]], "topics.0.filter:badFilter"),
                ([["entity": "deal", "kinds": ["edit"], "hue": 1]], "topics.0.hue:unknownField"),
            ]
            for (topics, problem) in cases {
                do {
                    _ = try await world.makeWebhook("https://hooks.example.com/", topics)
                    Issue.record("\(problem) was let pass")
                } catch let invalid as Invalid {
                    #expect(invalid.problems.map { "\($0.field):\($0.problem.code)" }.first?.hasPrefix(problem.prefix { $0 != ":" }) == true, "\(problem) \(invalid)")
                    #expect(invalid.problems.map { "\($0.field):\($0.problem.code)" } == [problem])
                }
            }
        }
    }

    @Test("Addresses inside, and unencrypted ones, are refused unless the setting allows some")
    func addresses() async throws {
        let cases: [(String, ValueProblem.Code)] = [
            ("http://hooks.example.com/", .needsHTTPS), ("https://127.0.0.1/", .privateAddress), ("https://[::1]/", .privateAddress), ("https://a.cn:22/", .badPort),
            ("mailto:a@b.cn", .badURL),
        ]
        try await World.run(.sqlite, targets: TargetRules(), sends: false) { world in
            for (url, code) in cases {
                await #expect(throws: Invalid("url", code), "\(url)") { try await world.makeWebhook(url) }
            }
            _ = try await world.makeWebhook("https://hooks.example.com/")
        }
    }

    @Test("Nobody but administrators makes webhooks, reads their log or makes a secret")
    func administrators() async throws {
        try await World.run(.sqlite, sends: false) { world in
            let webhook = try await world.makeWebhook("https://hooks.example.com/")
            let values: Values = ["login": "clerk", "name": "clerk", "roles": .list([.reference(try await world.engine.makeMemberRole())])]
            let user = try await world.engine.perform(.create(values), on: User.schema.definition, as: .system).id
            let clerk = try #require(try await world.engine.actor(of: user))
            let (office, engine) = (world.webhooks, world.engine)

            await #expect(throws: Refusal.self) { try await office.deliveries(of: webhook, WebhookDeliveryQuery(), on: engine, as: clerk) }
            await #expect(throws: Refusal.self) { try await office.states(on: engine, as: clerk) }
            await #expect(throws: Refusal.self) { try await office.test(webhook, on: engine, as: clerk) }
            await #expect(throws: Refusal.self) { try await office.renewSecret(of: webhook, on: engine, as: clerk) }
            await #expect(throws: Refusal.self) { try await engine.perform(.edit(webhook, ["isActive": false]), on: Webhook.schema.definition, as: clerk) }
        }
    }
}
