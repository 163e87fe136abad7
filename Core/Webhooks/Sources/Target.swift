import Foundation
public import Kernel

/// An address that webhooks may be sent to, as far as its writing tells.
struct Target: Sendable, Hashable {
    let url: String
    /// A name or an address, without the brackets of IPv6; exactly what the HTTP client reads from the URL too.
    let host: String
    let port: Int
    let isEncrypted: Bool

    /// HTTP and HTTPS, no user name, and no port that belongs to another service of the system: 80, 443, or one above 1023.
    init(_ text: String) throws(ValueProblem) {
        guard text.utf8.count <= 1_000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let url = URL(string: text),
            let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http", url.user == nil, url.password == nil,
            url.fragment == nil, let host = url.host, Self.isHost(host), !Self.isEncoded(text)
        else { throw ValueProblem(.badURL) }
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard port == 80 || port == 443 || (1_024...65_535).contains(port) else { throw ValueProblem(.badPort) }
        (self.url, self.host, self.port, isEncrypted) = (text, host, port, scheme == "https")
    }

    /// Whether what names the host stands in the URL otherwise than it is read.
    private static func isEncoded(_ text: String) -> Bool {
        let authority = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).dropFirst(2).first ?? ""
        return authority.prefix { $0 != "/" && $0 != "?" }.contains("%")
    }

    /// Whatever else could be read in two ways is no host.
    private static func isHost(_ host: String) -> Bool {
        if IPAddress(host) != nil { return true }
        return (1...253).contains(host.utf8.count)
            && host.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
            }
    }
}

/// Which addresses may be connected to.
public struct TargetRules: Sendable, Hashable {
    /// Special addresses that are allowed all the same; to them, HTTP without encryption is allowed too.
    public let allowed: [AddressBlock]

    public init(allowed: [AddressBlock] = []) { self.allowed = allowed }

    /// Everything, as for a company whose systems all stand behind one wall.
    public static let everywhere = ["0.0.0.0/0", "::/0"].compactMap { AddressBlock($0) }

    /// Why nothing is sent there; nil where it may be.
    func objection(to address: IPAddress, isEncrypted: Bool) -> Attempt.Trouble? {
        if allowed.contains(where: { $0.contains(address) }) { return nil }
        if Self.isSpecial(address) { return .addressRefused }
        return isEncrypted ? nil : .notEncrypted
    }

    /// Not of the public internet: the registers of special addresses of IANA (RFC 6890 and its followers). Of IPv6 only
    /// 2000::/3 is given out at all, so private, link-local, multicast, NAT64 and mapped ones lie outside of it.
    static func isSpecial(_ address: IPAddress) -> Bool {
        if address.bytes.count == 4 { return specialOfIPv4.contains { $0.contains(address) } }
        return !global.contains { $0.contains(address) } || specialOfIPv6.contains { $0.contains(address) }
    }

    private static let specialOfIPv4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { AddressBlock($0) }
    private static let global = ["2000::/3"].compactMap { AddressBlock($0) }
    /// Protocols and tunnels that end at an IPv4 address (2001::/23 with Teredo, 2002::/16), documentation.
    private static let specialOfIPv6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].compactMap { AddressBlock($0) }
}
