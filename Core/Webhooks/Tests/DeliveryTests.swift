@testable import Engine
import Foundation
import Hummingbird
import Kernel
import Store
import Synchronization
import TestKit
import Testing

@testable import Webhooks

/// What targets are sent, and in what order.
@Suite struct DeliveryTests {
    @Test("A change is sent with the record, what changed, and a signature that openssl agrees with", arguments: Dialect.allCases)
    func message(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/in?key=1")
                let secret = try #require(try await world.webhooks.renewSecret(of: webhook, on: world.engine, as: world.administrator)["secret"]?.string)
                let deal = try await world.makeDeal("甲")
                try await world.edit(deal, ["amount": .integer(5)])
                try await eventually { receiver.all.count == 2 }

                let sent = receiver.all[1]
                #expect(sent.path == "/in" && sent.type == "deal.edit" && sent.json["changed"] == ["amount"])
                #expect(sent.json["record"]?["id"]?.string == deal.description && sent.json["record"]?["amount"] == 5)
                #expect(sent.json["webhook"]?.string == webhook.description && sent.json["at"]?.string == world.clock.now.description)
                let id = try #require(sent.header("Webhook-Id")), time = try #require(sent.header("Webhook-Timestamp"))
                #expect(sent.json["id"]?.string == id && time == String(world.clock.now.milliseconds / 1_000))
                #expect(sent.header("User-Agent")?.hasPrefix("Guanxi") == true && sent.header("Content-Type") == "application/json")
                let key = try #require(Data(base64Encoded: String(secret.dropFirst(6))))
                let code = try Self.openssl("\(id).\(time).\(sent.text)", key)
                #expect(key.count == 32 && sent.header("Webhook-Signature") == "v1,\(code)")
            }
        }
    }

    /// The HMAC-SHA256 in Base64, computed by another program.
    private static func openssl(_ message: String, _ key: Data) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "guanxi-webhook-\(UUID().uuidString)")
        try Data(message.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        let hex = key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        process.arguments = ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(hex)", "-binary", file.path]
        process.standardOutput = output
        try process.run()
        let code = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return code.base64EncodedString()
    }

    @Test("A delivery that fails holds up its own record only, and each record's come in order", arguments: Dialect.allCases)
    func order(_ dialect: Dialect) async throws {
        let isMended = Mutex(false)
        try await Receiver.run { received in
            received.name == "甲" && received.type == "deal.create" && !isMended.withLock(\.self) ? .status(500) : .status(204)
        } _: { receiver, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                let bad = try await world.makeDeal("甲")
                for amount in 1...3 { try await world.edit(bad, ["amount": .integer(Int64(amount))]) }
                try await world.makeDeal("乙")
                try await eventually { try await world.log(webhook, .delivered).count == 1 }
                func log() async throws -> [JSON] { try await world.log(webhook).filter { $0["record"]?.string == bad.description } }
                try await eventually { try await log().first?["status"] == 500 }
                #expect(receiver.all.map(\.name).sorted() == ["乙", "甲"].sorted())

                isMended.withLock { $0 = true }
                world.clock.step(milliseconds: 5_000)
                try await eventually { try await world.log(webhook, .delivered).count == 5 }

                let sent = receiver.all.filter { $0.name == "甲" }
                #expect(sent.map(\.type) == ["deal.create", "deal.create", "deal.edit", "deal.edit", "deal.edit"])
                // The same message is known by its id.
                #expect(sent[0].header("Webhook-Id") == sent[1].header("Webhook-Id") && Set(sent.compactMap { $0.header("Webhook-Id") }).count == 4)
                #expect(try await log().map { $0["attempts"] } == [2, 1, 1, 1])
            }
        }
    }

    @Test("A target is tried for three days, ever more seldom, and then given up", arguments: Dialect.allCases)
    func retries(_ dialect: Dialect) async throws {
        try await Receiver.run { _ in .status(503) } _: { receiver, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                try await world.makeDeal("甲")
                for seconds: Int64 in [5, 30, 120, 600, 3_600, 21_600, 86_400, 86_400] {
                    let next = (world.clock.now + seconds * 1_000).description
                    try await eventually { try await world.log(webhook).first?["nextAt"]?.string == next }
                    world.clock.step(milliseconds: seconds * 1_000 - 1)
                    #expect(try await Ledger(engine: world.engine).due() == [])
                    world.clock.step(milliseconds: 1)
                }
                try await eventually { try await world.log(webhook, .givenUp).count == 1 }

                let row = try #require(try await world.log(webhook).first)
                #expect(receiver.all.count == 9 && row["attempts"] == 9 && row["error"] == "refused" && row["nextAt"] == .null)
            }
        }
    }

    @Test("A webhook whose target is slow takes no place of another, and sends at most four at a time", arguments: Dialect.allCases)
    func slow(_ dialect: Dialect) async throws {
        let isReleased = Mutex(false)
        try await Receiver.run { received in
            while received.path == "/slow", !isReleased.withLock(\.self) { try? await Task.sleep(for: .milliseconds(10)) }
            return .status(200)
        } _: { receiver, port in
            try await World.run(dialect, limit: .seconds(60)) { world in
                let slow = try await world.makeWebhook("http://127.0.0.1:\(port)/slow")
                let quick = try await world.makeWebhook("http://127.0.0.1:\(port)/quick")
                for number in 1...12 { try await world.makeDeal("\(number)") }
                try await eventually { try await world.log(quick, .delivered).count == 12 }
                try await eventually { receiver.all.count { $0.path == "/slow" } == 4 }
                #expect(try await world.log(slow, .waiting).count == 12)
                isReleased.withLock { $0 = true }
                try await eventually { try await world.log(slow, .delivered).count == 12 }
            }
        }
    }

    @Test("A target that hangs is left when its time is over", arguments: Dialect.allCases)
    func hanging(_ dialect: Dialect) async throws {
        try await Receiver.run { _ in
            try? await Task.sleep(for: .seconds(20))
            return .status(200)
        } _: { _, port in
            try await World.run(dialect, limit: .milliseconds(300)) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                try await world.makeDeal("甲")
                try await eventually { try await world.log(webhook).first?["error"] == "timedOut" }

                #expect(try await world.log(webhook).first?["state"] == "waiting")
            }
        }
    }

    @Test("Of an answer that does not end only the beginning is read", arguments: Dialect.allCases)
    func endless(_ dialect: Dialect) async throws {
        try await Receiver.run { _ in
            let body = ResponseBody { writer in
                while true { try await writer.write(ByteBuffer(repeating: UInt8(ascii: "x"), count: 16_384)) }
            }
            return Response(status: .ok, body: body)
        } _: { _, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                try await world.makeDeal("甲")
                try await eventually { try await world.log(webhook, .delivered).count == 1 }

                #expect(try await world.log(webhook).first?["response"]?.string == String(repeating: "x", count: 1_000))
            }
        }
    }

    @Test("A redirect is not followed", arguments: Dialect.allCases)
    func redirect(_ dialect: Dialect) async throws {
        try await Receiver.run { received in
            Response(status: .temporaryRedirect, headers: [.location: "http://127.0.0.1:\(received.header("Host")?.split(separator: ":").last ?? "")/inner"])
        } _: { receiver, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/outer")
                try await world.makeDeal("甲")
                try await eventually { try await world.log(webhook).first?["status"] == 307 }

                #expect(try await world.log(webhook).first?["error"] == "redirected")
                #expect(receiver.all.map(\.path) == ["/outer"])
            }
        }
    }

    @Test("What a server had taken when it died is sent by another, and what happened meanwhile too", arguments: Dialect.allCases)
    func killed(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect) { world in
                let webhook = try await world.makeWebhook("http://127.0.0.1:\(port)/")
                try await world.makeDeal("甲")
                try await eventually { try await world.log(webhook, .delivered).count == 1 }
                await world.engine.stopWorkers()
                let deal = try await world.makeDeal("乙")
                try await world.edit(deal, ["amount": .integer(1)])
                // A server that finds the events, takes the first delivery, and is gone.
                let outbox = Outbox(database: world.engine.database)
                try await outbox.settle()
                let events = try await outbox.events(after: 0).events
                for event in events where event.record == deal { try await Ledger(engine: world.engine).add(event, for: [webhook]) }
                #expect(try await Ledger(engine: world.engine).take(of: webhook, atMost: 4).map(\.record) == [deal])

                try await world.begin()
                try await eventually { try await Ledger(engine: world.engine).due().isEmpty }
                #expect(receiver.all.count == 1)
                world.clock.step(milliseconds: Delivery.lease)
                try await eventually { try await world.log(webhook, .delivered).count == 3 }

                #expect(receiver.all.map { "\($0.name) \($0.type)" } == ["甲 deal.create", "乙 deal.create", "乙 deal.edit"])
            }
        }
    }
}
