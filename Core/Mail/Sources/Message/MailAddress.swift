/// Somebody's mail address, checked: it holds nothing that could end a line, a command or an angle bracket.
public struct MailAddress: Sendable, Hashable {
    /// What stands before the address, decoded; empty if nothing does.
    public let name: String
    /// `local@domain`, as it was written.
    public let address: String

    /// Throws `DraftError.badAddress` or `.controlCharacter`. Letters of any script are allowed; quoted local parts are not.
    public init(_ address: String, name: String = "") throws(DraftError) {
        guard let at = address.lastIndex(of: "@"), address.utf8.count <= 254,
            (1...64).contains(address[..<at].utf8.count), at != address.index(before: address.endIndex),
            address.unicodeScalars.allSatisfy(Self.isAllowed), !address[..<at].contains("@")
        else { throw .badAddress(String(address.prefix(254))) }
        guard !name.hasControlCharacters else { throw .controlCharacter(field: "name") }
        (self.name, self.address) = (name, address)
    }

    public var domain: Substring { address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...] }

    var isASCII: Bool { address.utf8.allSatisfy { $0 < 128 } }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control && !"<>()[],;:\\\"".unicodeScalars.contains(scalar)
    }
}

extension String {
    /// Line ends of every script, NUL, and all else that no single line of text holds. A tab is one too.
    var hasControlCharacters: Bool {
        unicodeScalars.contains { [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory) }
    }
}
