import HTTPTypes
import Kernel
import Testing

@testable import API

@Suite struct ProxyTests {
    private static func proxies(_ header: Proxies.Header = .xForwardedFor) throws -> Proxies {
        Proxies(trusted: try ["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"].map { try #require(AddressBlock($0)) }, header: header)
    }

    private static func client(
        of peer: String, _ fields: [(String, String)], _ header: Proxies.Header = .xForwardedFor
    ) throws -> Proxies.Client {
        var headers: HTTPFields = [:]
        for (name, value) in fields { headers.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value)) }
        return try proxies(header).client(peer: IPAddress(peer), isSecure: false, headers)
    }

    @Test("The client is the nearest address that is no trusted proxy", arguments: [
        ("10.1.1.1", "203.0.113.7", "203.0.113.7"),
        ("10.1.1.1", "203.0.113.7, 10.2.2.2", "203.0.113.7"),
        // What the client itself wrote stands further left.
        ("10.1.1.1", "1.1.1.1, 203.0.113.7, 10.2.2.2", "203.0.113.7"),
        ("10.1.1.1", "10.3.3.3", "10.3.3.3"),
        ("10.1.1.1", "203.0.113.7:4711", "203.0.113.7"),
        ("2001:db8::1", "[2001:dead::9]:4711", "2001:dead::9"),
        ("::ffff:10.1.1.1", "2001:dead::9", "2001:dead::9"),
        ("10.1.1.1", "::ffff:203.0.113.7", "203.0.113.7"),
    ])
    func nearest(_ peer: String, _ chain: String, _ expected: String) throws {
        #expect(try Self.client(of: peer, [("X-Forwarded-For", chain)]).address == IPAddress(expected))
    }

    @Test("Several fields are one chain")
    func fields() throws {
        let client = try Self.client(of: "10.1.1.1", [("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "203.0.113.7")])

        #expect(client.address == IPAddress("203.0.113.7"))
    }

    @Test("Nobody else is believed, whatever they write", arguments: ["203.0.113.7", "11.0.0.1", "2001:db9::1", "127.0.0.2"])
    func spoofed(_ peer: String) throws {
        let client = try Self.client(
            of: peer, [("X-Forwarded-For", "1.1.1.1"), ("Forwarded", "for=1.1.1.1;proto=https"), ("X-Forwarded-Proto", "https")])

        #expect(client == Proxies.Client(address: IPAddress(peer), isSecure: false))
    }

    @Test("What cannot be read ends the chain at the proxy that wrote it", arguments: ["unknown", "", "203.0.113.7x", "1.2.3", "_hidden", "::1::"])
    func unreadable(_ value: String) throws {
        let client = try Self.client(of: "10.1.1.1", [("X-Forwarded-For", "1.1.1.1, \(value)")])

        #expect(client.address == IPAddress("10.1.1.1") || value.isEmpty)
    }

    @Test("Only the header that the proxies write counts")
    func otherHeader() throws {
        let fields = [("Forwarded", "for=\"[2001:dead::9]:80\";proto=https, for=10.2.2.2"), ("X-Forwarded-For", "1.1.1.1")]

        #expect(try Self.client(of: "10.1.1.1", fields, .forwarded) == Proxies.Client(address: IPAddress("2001:dead::9"), isSecure: true))
        #expect(try Self.client(of: "10.1.1.1", fields).address == IPAddress("1.1.1.1"))
    }

    @Test("The scheme is believed as the address is")
    func scheme() throws {
        #expect(try Self.client(of: "10.1.1.1", [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https")]).isSecure)
        #expect(try !Self.client(of: "10.1.1.1", [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "http")]).isSecure)
    }

    @Test("A block is an address with as many bits as count", arguments: [
        "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1", "10.0.0/8", "", "/8", "2001:db8::/129", "2001:db8::1/32", "10.0.0.0/x", "10.0.0.0/8/8",
    ])
    func blocks(_ text: String) throws {
        #expect(AddressBlock(text) == nil)
    }
}
