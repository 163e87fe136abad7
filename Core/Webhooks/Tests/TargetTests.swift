import Foundation
import Hummingbird
import Kernel
import Store
import TestKit
import Testing

@testable import Webhooks

/// Where nothing is sent.
@Suite struct TargetTests {
    private static let message = Sender.Message(id: "1", seconds: 1, body: [], secrets: [WebhookSecret()])

    @Test(
        "Special addresses are refused, however they are written",
        arguments: [
            "127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.31.255.255",
            "192.168.1.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]",
            "[fd00::1]", "[ff02::1]", "[2001:db8::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001::1]",
            "[::127.0.0.1]", "localhost",
        ])
    func special(_ host: String) async throws {
        let sender = Sender(rules: TargetRules(), limit: .seconds(5), lookUp: { try await Resolver.addresses(of: $0) })

        // Asked for the place alone: code that is broken must not reach for these addresses.
        #expect(await sender.place(of: try Target("https://\(host):4430/")) == .failure(Sender.Objection(trouble: .addressRefused)))
    }

    @Test("Public addresses are not", arguments: ["1.1.1.1", "223.5.5.5", "172.32.0.1", "192.0.1.1", "2400:3200::1", "2606:4700::1111"])
    func open(_ text: String) throws {
        let address = try #require(IPAddress(text))

        #expect(TargetRules().objection(to: address, isEncrypted: true) == nil)
        #expect(TargetRules().objection(to: address, isEncrypted: false) == .notEncrypted)
    }

    @Test("To what is refused no connection is made", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async throws {
        try await Receiver.run { receiver, port in
            try await World.run(dialect, targets: TargetRules()) { world in
                let webhook = try await world.makeWebhook("https://localhost:\(port)/")
                try await world.makeDeal("甲")
                try await eventually { try await world.log(webhook).first?["error"] == "addressRefused" }

                #expect(receiver.all.isEmpty)
            }
        }
    }

    @Test("The setting allows some, and then without encryption too")
    func allowed() throws {
        let rules = TargetRules(allowed: try [#require(AddressBlock("10.0.0.0/8"))])

        #expect(rules.objection(to: try #require(IPAddress("10.9.9.9")), isEncrypted: false) == nil)
        #expect(rules.objection(to: try #require(IPAddress("192.168.1.1")), isEncrypted: true) == .addressRefused)
        #expect(TargetRules(allowed: TargetRules.everywhere).objection(to: try #require(IPAddress("::1")), isEncrypted: false) == nil)
    }

    @Test("A name is refused when any of its addresses is, and asked for once: the connection goes to what was looked at")
    func names() async throws {
        let (inside, outside) = (try #require(IPAddress("127.0.0.1")), try #require(IPAddress("1.1.1.1")))
        let mixed = Sender(rules: TargetRules(), limit: .seconds(5), lookUp: { _ in [outside, inside] })
        #expect(await mixed.place(of: try Target("https://hooks.example.com/")) == .failure(Sender.Objection(trouble: .addressRefused)))

        try await Receiver.run { receiver, port in
            let rules = World.loopback, sender = Sender(rules: rules, limit: .seconds(5), lookUp: { _ in [inside] })
            let attempt = await sender.send(Self.message, to: "http://hooks.example.com:\(port)/in")

            #expect(attempt.isDelivered && receiver.all.map(\.path) == ["/in"])
            #expect(receiver.all.first?.header("Host") == nil || receiver.all.first?.header("Host")?.hasPrefix("hooks.example.com") == true)
        }
    }

    @Test("A name that nobody knows, a port where nobody listens, and a look-up that hangs are told apart")
    func unreachable() async throws {
        let inside = try #require(IPAddress("127.0.0.1"))
        let known = Sender(rules: World.loopback, limit: .milliseconds(500), lookUp: { _ in [inside] })
        let unknown = Sender(rules: World.loopback, limit: .seconds(5), lookUp: { _ in throw Resolver.NotFound() })
        let hanging = Sender(rules: World.loopback, limit: .milliseconds(200), lookUp: { _ in
            try await Task.sleep(for: .seconds(60))
            return []
        })

        #expect(await known.send(Self.message, to: "http://127.0.0.1:1024/").trouble != nil)
        #expect(await unknown.send(Self.message, to: "https://nobody.example.com/").trouble == .nameNotFound)
        #expect(await hanging.send(Self.message, to: "https://slow.example.com/").trouble == .timedOut)
    }

    @Test(
        "What is no address of a web server is none",
        arguments: [
            "", "hooks", "ftp://a.cn/", "https://", "https://u:p@a.cn/", "https://a.cn/#x", "https://a cn/", "https://a%2ecn/", "https://例.cn/", "https://a.cn\\@b.cn/",
            "https://a.cn/\n",
        ])
    func badAddresses(_ text: String) { #expect(throws: ValueProblem(.badURL)) { try Target(text) } }

    @Test("Ports of other services are none", arguments: [22, 25, 81, 1_023])
    func badPorts(_ port: Int) { #expect(throws: ValueProblem(.badPort)) { try Target("https://a.cn:\(port)/") } }
}
