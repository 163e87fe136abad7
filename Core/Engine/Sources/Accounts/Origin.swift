import Foundation

/// Where a request comes from.
public struct Origin: Sendable, Hashable {
    public let address: String?
    /// What the program on the other side calls itself, cut to 200 characters.
    public let userAgent: String?

    public init(address: String? = nil, userAgent: String? = nil) {
        self.address = address
        self.userAgent = userAgent.map { String($0.unicodeScalars.filter { $0.value >= 0x20 }.prefix(200).map(Character.init)) }
    }

    /// What one customer of a provider has for itself: an IPv4 address, or the first 64 bits of an IPv6 address.
    var network: String? {
        guard let address, address.contains(":") else { return address }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, String(address.prefix { $0 != "%" }), &bytes) == 1 else { return address }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        if isMapped { return bytes[12...].map(String.init).joined(separator: ".") }
        return bytes[..<8].map { String($0, radix: 16) }.joined(separator: "-") + "/64"
    }
}
