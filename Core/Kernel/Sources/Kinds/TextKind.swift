import Foundation

/// Plain text of one line or several, trimmed and in Unicode's composed form (NFC), so that equal texts are equal bytes.
public struct TextKind: TextualKind {
    public enum Shape: String, Sendable { case text, longText }

    public let shape: Shape
    public let maximum: Int
    /// Whose key it is; nil for words of people's own.
    public let naming: Naming?

    public init(_ shape: Shape = .text, maximum: Int, naming: Naming? = nil) {
        self.shape = shape
        self.maximum = maximum
        self.naming = naming
    }

    public var name: String { shape.rawValue }
    public var details: [String: JSON] { (naming?.details ?? [:]).merging(["maximum": JSON(maximum)]) { $1 } }
    public var jsonSchema: JSON { ["type": "string", "maxLength": JSON(maximum)] }

    public func check(_ text: String) throws(ValueProblem) -> String {
        let clean = try Self.cleaned(text, lines: shape == .longText)
        guard clean.utf8.count <= maximum || clean.unicodeScalars.count <= maximum else {
            throw ValueProblem(.tooLong, ["max": String(maximum)])
        }
        return clean
    }

    /// The first character of a short text, nothing of a long one.
    public func masked(_ value: Value) -> JSON {
        guard let text = value.text, shape == .text else { return .null }
        return .string("\(text.prefix(1))**")
    }

    /// Trimmed and composed; refuses characters that no keyboard makes. PostgreSQL keeps no zero byte, and line breaks in a
    /// name break every export.
    static func cleaned(_ text: String, lines: Bool) throws(ValueProblem) -> String {
        // Most texts are plain and already clean; Foundation's way costs them ten times as much.
        if text.utf8.first != 0x20, text.utf8.last != 0x20, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        let trimmed = text.stripped
        var isComposed = true
        for scalar in trimmed.unicodeScalars {
            if isRefused(scalar.value, lines: lines) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw ValueProblem(.badCharacter, ["code": "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code])
            }
            isComposed = isComposed && isComposedAlready(scalar.value)
        }
        return isComposed ? trimmed : trimmed.precomposedStringWithCanonicalMapping
    }

    /// Common characters that are the same in every form of Unicode and join with none: ASCII and most ideographs.
    private static func isComposedAlready(_ scalar: UInt32) -> Bool {
        scalar < 0x80 || (0x4E00...0x9FFF).contains(scalar) || (0xFF01...0xFF5E).contains(scalar) || (0x3001...0x3011).contains(scalar)
    }

    private static func isRefused(_ scalar: UInt32, lines: Bool) -> Bool {
        switch scalar {
        case 0x09: false
        case 0x0A, 0x0D, 0x2028, 0x2029: !lines
        default: scalar < 0x20 || (0x7F...0x9F).contains(scalar)
        }
    }
}
