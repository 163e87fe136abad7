@testable import Engine
import Hummingbird
import Kernel
import Store
import Synchronization
import TestKit
import Testing

@testable import Webhooks

/// Which changes a webhook is told of, in whose name, and how it ends.
@Suite struct WebhookTests {
    @Test("Only chosen kinds, fields and records are told", arguments: Dialect.allCases)
    func selection(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect) { world in
                let topics: JSON = [
                    ["entity": "deal", "kinds": ["edit"], "fields": ["amount"], "filter": ["amount": ["gte": 100]]],
                    ["entity": "deal", "kinds": ["delete", "restore"]],
                ]
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/", topics)
                let deal = try await world.makeDeal("甲", ["amount": .integer(500)])
                try await world.edit(deal, ["mail": "li@firm.cn"])
                try await world.edit(deal, ["amount": .integer(99)])
                // The filter is asked of the record as it is by then: wait until the event before was judged.
                try await Self.caughtUp(world)
                try await world.edit(deal, ["amount": .integer(100)])
                try await Self.caughtUp(world)
                try await world.engine.perform(.delete(deal), on: Deal.schema.definition, as: world.administrator)
                try await world.engine.perform(.restore(deal), on: Deal.schema.definition, as: world.administrator)
                try await eventually { try await world.log(webhook, .delivered).count == 3 }

                #expect(receiver.all.map(\.type) == ["deal.edit", "deal.delete", "deal.restore"])
                #expect(receiver.all.first?.json["record"]?["amount"] == 100)
            }
        }
    }

    private static func caughtUp(_ world: World) async throws {
        try await eventually {
            try await world.number("SELECT (SELECT COUNT(*) FROM outbox WHERE place IS NULL) + (SELECT last FROM outbox_state) - (SELECT place FROM subscriber WHERE name = 'webhooks')") == 0
        }
    }

    @Test("The record is shown with the rights of whom it runs as, and nothing sealed even to administrators", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect) { world in
                let role = try await world.engine.makeRole(
                    "seeing", grants: ["deal": ["read": "own"]], fields: ["deal": ["mail": "masked", "amount": "hidden"]])
                let values: Values = ["login": "clerk", "name": "clerk", "roles": .list([.reference(role)])]
                let clerk = try await world.engine.perform(.create(values), on: User.schema.definition, as: .system).id
                let own = try await world.makeWebhook("http://127.0.0.1:\(port)/clerk", runsAs: clerk)
                let all = try await world.makeWebhook("http://127.0.0.1:\(port)/boss")
                let more: Values = ["mail": "li.min@firm.cn", "amount": .integer(9), "passport": "11010519491231002X"]
                try await world.makeDeal("another's", more)
                try await world.makeDeal("own", more.merging(["owner": .reference(clerk)]) { $1 })
                try await eventually { try await world.log(all, .delivered).count == 2 }
                try await eventually { try await world.log(own, .delivered).count == 1 }

                let shown = try #require(receiver.all.first { $0.path == "/clerk" })
                #expect(shown.name == "own" && shown.json["record"]?["mail"] == "l***@firm.cn")
                #expect(shown.json["record"]?["amount"] == nil && shown.json["changed"]?.array?.contains("amount") == false)
                #expect(receiver.all.allSatisfy { !$0.text.contains("19491231") && $0.json["record"]?["passport"] == nil })
                #expect(receiver.all.contains { $0.path == "/boss" && $0.json["record"]?["mail"] == "li.min@firm.cn" })
            }
        }
    }

    @Test("A record that the person may not see any more is not sent", arguments: Dialect.allCases)
    func dropped(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect, sends: false) { world in
                let role = try await world.engine.makeRole("seeing", grants: ["deal": ["read": "own"]])
                let values: Values = ["login": "clerk", "name": "clerk", "roles": .list([.reference(role)])]
                let clerk = try await world.engine.perform(.create(values), on: User.schema.definition, as: .system).id
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/", runsAs: clerk)
                let deal = try await world.makeDeal("甲", ["owner": .reference(try #require(world.administrator.user))])
                let outbox = Outbox(database: world.engine.database)
                try await outbox.settle()
                for event in try await outbox.events(after: 0).events where event.record == deal {
                    try await Ledger(engine: world.engine).add(event, for: [webhook])
                }
                try await world.begin()
                try await eventually { try await world.log(webhook, .dropped).count == 1 }

                #expect(receiver.all.isEmpty)
            }
        }
    }

    @Test("Entities made at run time are told of too", arguments: Dialect.allCases)
    func custom(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect) { world in
                let values: Values = ["key": "x_vehicle", "name": "车辆"]
                try await world.engine.perform(.create(values), on: CustomEntity.schema.definition, as: world.administrator)
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/", [["entity": "x_vehicle", "kinds": ["create"]]])
                let vehicle = try #require(world.engine.catalogue["x_vehicle"])
                try await world.engine.perform(.create(["name": "渝A12345"]), on: vehicle, as: world.administrator)
                try await eventually { try await world.log(webhook, .delivered).count == 1 }

                #expect(receiver.all.first?.type == "x_vehicle.create" && receiver.all.first?.name == "渝A12345")
            }
        }
    }

    @Test("A target that says that it is gone is not asked again until somebody switches the webhook on", arguments: Dialect.allCases)
    func gone(_ dialect: Dialect) async throws {
        let isBack = Mutex(false)
        try await Receiver.run { _ in isBack.withLock(\.self) ? .status(200) : .status(410) } _: { receiver, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                try await world.makeDeal("甲")
                try await eventually { try await !world.webhook(webhook)[\.isActive] }
                try await world.makeDeal("乙")
                try await Self.caughtUp(world)

                #expect(try await world.webhook(webhook)[\.disabledReason] == .gone)
                #expect(receiver.all.count == 1)
                #expect(try await world.number("SELECT COUNT(*) FROM security_log WHERE kind = 'webhookDisabled'") == 1)
                isBack.withLock { $0 = true }
                try await world.engine.perform(.edit(webhook, ["isActive": true]), on: Webhook.schema.definition, as: world.administrator)
                try await world.makeDeal("丙")
                try await eventually { try await world.log(webhook, .delivered).count == 1 }
                #expect(try await world.webhook(webhook)[\.disabledReason] == nil)
            }
        }
    }

    @Test("After a hundred failures in a row over a day the webhook is switched off", arguments: Dialect.allCases)
    func failing(_ dialect: Dialect) async throws {
        try await Receiver.run { _ in .status(500) } _: { _, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                for number in 1...99 { try await world.makeDeal("\(number)") }
                try await eventually { try await world.number("SELECT failures FROM webhook_state") == 99 }
                // The hundredth comes too soon.
                try await world.makeDeal("100")
                try await eventually { try await world.number("SELECT failures FROM webhook_state") == 100 }
                #expect(try await world.webhook(webhook)[\.isActive])
                world.clock.step(milliseconds: Ledger.longestFailing)
                try await eventually { try await !world.webhook(webhook)[\.isActive] }

                #expect(try await world.webhook(webhook)[\.disabledReason] == .failing)
            }
        }
    }

    @Test("One whose user is switched off is switched off too", arguments: Dialect.allCases)
    func userGone(_ dialect: Dialect) async throws {
        try await World.run(dialect) { world in
            let values: Values = ["login": "clerk", "name": "clerk"]
            let clerk = try await world.engine.perform(.create(values), on: User.schema.definition, as: .system).id
            let webhook = try await world.makeWebhook("https://hooks.example.com/", runsAs: clerk)
            try await world.engine.perform(.edit(clerk, ["isActive": false]), on: User.schema.definition, as: .system)
            try await world.makeDeal("甲")

            try await eventually { try await world.webhook(webhook)[\.disabledReason] == .userGone }
        }
    }

    @Test("For a day after a new secret was made the one before signs too", arguments: Dialect.allCases)
    func rotation(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect, sends: false) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                func renewed() async throws -> WebhookSecret {
                    let answer = try await world.webhooks.renewSecret(of: webhook, on: world.engine, as: world.administrator)
                    return try #require(WebhookSecret(answer["secret"]?.string ?? ""))
                }
                func signers() async throws -> [String] {
                    _ = try await world.webhooks.test(webhook, on: world.engine, as: world.administrator)
                    return try #require(receiver.all.last?.header("Webhook-Signature")).split(separator: " ").map(String.init)
                }
                func signature(_ secret: WebhookSecret) throws -> String {
                    let sent = try #require(receiver.all.last)
                    return secret.signature(
                        id: sent.header("Webhook-Id") ?? "", seconds: Int64(sent.header("Webhook-Timestamp") ?? "") ?? 0, body: Array(sent.text.utf8))
                }
                let first = try await renewed()
                #expect(try await signers() == [signature(first)])
                let second = try await renewed()
                #expect(try await signers() == [signature(second), signature(first)])
                world.clock.step(milliseconds: 86_400_000)
                #expect(try await signers() == [signature(second)])

                // It lies sealed, and comes out with nothing.
                let column = try await world.engine.database.read { try $0.first("SELECT secret FROM webhook")?[0].text }
                #expect(column?.hasPrefix("v1.") == true)
                let shown = try await world.engine.read(as: world.administrator) { String(decoding: try $0.record(Webhook.schema.definition, webhook).json, as: UTF8.self) }
                #expect(!shown.contains("ecret\":\"") && !shown.contains("whsec_"))
            }
        }
    }

    @Test("What was delivered can be sent once more", arguments: Dialect.allCases)
    func replay(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                let deal = try await world.makeDeal("甲")
                try await eventually { try await world.log(webhook, .delivered).count == 1 }
                let row = try #require(try await world.log(webhook).first?["id"]?.string.flatMap { RecordID($0) })
                let again = try await world.webhooks.replay(row, of: webhook, on: world.engine, as: world.administrator)
                #expect(again["state"] == "waiting")
                try await eventually { receiver.all.count == 2 }

                #expect(receiver.all[0].header("Webhook-Id") == receiver.all[1].header("Webhook-Id"))
                #expect(receiver.all[1].json["record"]?["id"]?.string == deal.description)
                await #expect(throws: Refusal.self) { try await world.webhooks.replay(deal, of: webhook, on: world.engine, as: world.administrator) }
            }
        }
    }

    @Test("The log is forgotten after thirty days", arguments: Dialect.allCases)
    func forgetting(_ dialect: Dialect) async throws {
        try await Receiver.run { _, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                try await world.makeDeal("old")
                try await eventually { try await world.log(webhook, .delivered).count == 1 }
                world.clock.step(milliseconds: 29 * 86_400_000)
                try await world.makeDeal("young")
                try await eventually { try await world.log(webhook, .delivered).count == 2 }
                world.clock.step(milliseconds: 2 * 86_400_000)

                try await eventually { try await world.log(webhook).count == 1 }
            }
        }
    }
}
