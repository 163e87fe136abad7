import HTTPTypes
public import Kernel

/// The proxies before this server, which say in a header whom they speak for. Nobody else is believed.
public struct Proxies: Sendable, Hashable {
    /// The one header that the proxies write; a client may have sent the other.
    public enum Header: String, Sendable, CaseIterable { case xForwardedFor = "x-forwarded-for", forwarded }

    public let trusted: [AddressBlock]
    public let header: Header

    public init(trusted: [AddressBlock] = [], header: Header = .xForwardedFor) { (self.trusted, self.header) = (trusted, header) }

    /// Who asks, and whether the client's own connection is encrypted as far as is known here.
    struct Client: Sendable, Hashable {
        var address: IPAddress?
        var isSecure: Bool
    }

    /// The nearest address that is none of the proxies: everything further left may be invented by it.
    func client(peer: IPAddress?, isSecure: Bool, _ headers: HTTPFields) -> Client {
        var client = Client(address: peer, isSecure: isSecure)
        guard let peer, isTrusted(peer) else { return client }
        for hop in hops(headers).reversed() {
            if let secure = hop.isSecure { client.isSecure = secure }
            // What cannot be read was written by nobody that is trusted.
            guard let address = hop.address else { break }
            client.address = address
            if !isTrusted(address) { break }
        }
        return client
    }

    func isTrusted(_ address: IPAddress) -> Bool { trusted.contains { $0.contains(address) } }

    private struct Hop {
        var address: IPAddress?
        var isSecure: Bool?
    }

    private func hops(_ headers: HTTPFields) -> [Hop] {
        switch header {
        case .xForwardedFor:
            var hops = Self.items(headers[values: .xForwardedFor]).map { Hop(address: Self.address($0)) }
            let scheme = Self.items(headers[values: .xForwardedProto]).last
            // The nearest proxy's word on how it was reached.
            if let scheme, !hops.isEmpty { hops[hops.count - 1].isSecure = scheme.lowercased() == "https" }
            return hops
        case .forwarded: return Self.items(headers[values: .forwarded]).map(Self.hop)
        }
    }

    private static func items(_ values: [String]) -> [String] {
        // More hops than that are no network but an attempt.
        values.flatMap { $0.split(separator: ",") }.suffix(32).map(\.trimmed)
    }

    /// `for="[2001:db8::1]:4711";proto=https` (RFC 7239).
    private static func hop(_ element: String) -> Hop {
        var hop = Hop()
        for pair in element.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2 else { continue }
            let value = parts[1].filter { $0 != "\"" }
            switch parts[0].lowercased() {
            case "for": hop.address = address(value)
            case "proto": hop.isSecure = value.lowercased() == "https"
            default: break
            }
        }
        return hop
    }

    /// An address, with or without a port.
    private static func address(_ text: String) -> IPAddress? {
        if let address = IPAddress(text) { return address }
        guard let colon = text.lastIndex(of: ":"), UInt16(text[text.index(after: colon)...]) != nil else { return nil }
        let host = text[..<colon]
        // Only brackets tell the port of an IPv6 address from its last group.
        return host.contains(":") && !host.hasPrefix("[") ? nil : IPAddress(host)
    }
}

extension HTTPField.Name {
    static let xForwardedFor = known("X-Forwarded-For")
    static let xForwardedProto = known("X-Forwarded-Proto")
    static let forwarded = known("Forwarded")
}
