import Foundation

/// An address of the internet. IPv4 written as IPv6 (`::ffff:192.0.2.1`) is IPv4.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// Four bytes or sixteen.
    public let bytes: [UInt8]

    /// Reads `192.0.2.1`, `2001:db8::1` and, as proxies write it, `[2001:db8::1]`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let bare = String(isBracketed ? text.dropFirst().dropLast() : text[...])
        guard bare.utf8.count <= 45, let bytes = Self.read(bare, AF_INET, 4) ?? Self.read(bare, AF_INET6, 16) else { return nil }
        self.init(bytes)
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes.starts(with: Self.mapped) && bytes.count == 16 ? Array(bytes.dropFirst(Self.mapped.count)) : bytes
    }

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    private static func read(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    public var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1 }

    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// A range of addresses that begin alike, such as `10.0.0.0/8` or `2001:db8::/32`.
public struct AddressBlock: Sendable, Hashable {
    private let address: IPAddress
    private let length: Int

    /// Reads `ADDRESS/BITS`, or one address; nil when there is a bit behind the ones that count, which is a slip of the pen.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let bits = address.bytes.count * 8
        guard let length = parts.count == 2 ? Int(parts[1]) : bits, (0...bits).contains(length) else { return nil }
        (self.address, self.length) = (address, length)
        guard (length..<bits).allSatisfy({ !Self.bit($0, of: address) }) else { return nil }
    }

    public func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return (0..<length).allSatisfy { Self.bit($0, of: address) == Self.bit($0, of: other) }
    }

    private static func bit(_ index: Int, of address: IPAddress) -> Bool { address.bytes[index / 8] >> (7 - index % 8) & 1 == 1 }
}
