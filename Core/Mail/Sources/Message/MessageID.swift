/// The name of a message that the whole world shares, without its angle brackets: `left@right`.
public struct MessageID: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// Nil unless it is printable ASCII without blanks and brackets, at most 900 bytes.
    public init?(_ text: String) {
        guard (1...900).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") })
        else { return nil }
        description = text
    }

    /// All that stand in angle brackets in a header, in their order; at most a thousand. A header without any is one bare name.
    static func list(_ header: String) -> [MessageID] {
        let bracketed = header.split(separator: "<").dropFirst(header.hasPrefix("<") ? 0 : 1).prefix(1000).compactMap { part in
            part.firstIndex(of: ">").flatMap { MessageID(part[..<$0].filter { !$0.isWhitespace }) }
        }
        if !bracketed.isEmpty || header.contains("<") { return bracketed }
        return MessageID(header.trimmingBlanks()).map { [$0] } ?? []
    }
}

extension StringProtocol {
    func trimmingBlanks() -> String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
