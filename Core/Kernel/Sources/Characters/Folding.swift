import Foundation

/// Brings characters that people take for the same to one form.
public enum Folding {
    public enum Kind: Sendable { case letters, digits, ideographs }

    public enum Class: Sendable {
        case part(Kind)
        /// An accent without a base of its own.
        case mark
        /// Blank or punctuation.
        case sign
    }

    /// Appends the folded form, if any, and says what it is.
    public static func append(_ scalar: Unicode.Scalar, to scalars: inout [Unicode.Scalar]) -> Class {
        let narrow = narrowed(scalar)
        switch narrow.value {
        case 0x30...0x39:
            scalars.append(narrow)
            return .part(.digits)
        case 0x61...0x7A:
            scalars.append(narrow)
            return .part(.letters)
        case 0x41...0x5A:
            scalars.append(Unicode.Scalar(UInt8(narrow.value + 0x20)))
            return .part(.letters)
        case 0..<0x80:
            return .sign
        case _ where isIdeograph(narrow.value):
            scalars.append(narrow)
            return .part(.ideographs)
        default:
            return appendUnusual(narrow, to: &scalars)
        }
    }

    /// Ideographs of all planes, kana and Hangul: scripts without blanks between words.
    public static func isIdeograph(_ value: UInt32) -> Bool {
        switch value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2F7FF, 0x30000...0x3FFFD: true
        case 0x3005...0x3007, 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC...0x30FE, 0x31F0...0x31FF, 0xAC00...0xD7A3: true
        default: false
        }
    }

    private static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
    }

    /// Letters with diacritics, other alphabets, compatibility forms: é, ß, Ж, ①, 豈, ﾃ.
    private static func appendUnusual(_ scalar: Unicode.Scalar, to scalars: inout [Unicode.Scalar]) -> Class {
        if isMark(scalar) { return .mark }
        if let plain = withoutDecomposition[scalar] {
            scalars.append(contentsOf: plain.unicodeScalars)
            return .part(.letters)
        }
        var kind: Kind?
        for part in String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars where !isMark(part) {
            guard let found = appendDecomposed(part, to: &scalars) else { continue }
            kind = kind ?? found
        }
        return kind.map { .part($0) } ?? .sign
    }

    private static func appendDecomposed(_ part: Unicode.Scalar, to scalars: inout [Unicode.Scalar]) -> Kind? {
        if isIdeograph(part.value) {
            scalars.append(part)
            return .ideographs
        }
        if part.properties.numericType == .decimal, let value = part.properties.numericValue {
            scalars.append(Unicode.Scalar(UInt8(0x30 + Int(value))))
            return .digits
        }
        guard part.properties.isAlphabetic else { return nil }
        scalars.append(contentsOf: part.properties.lowercaseMapping.unicodeScalars.filter { !isMark($0) })
        return .letters
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }

    /// Letters that Unicode does not take apart, as people type them without the right keyboard.
    private static let withoutDecomposition: [Unicode.Scalar: String] = [
        "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
    ]
}
