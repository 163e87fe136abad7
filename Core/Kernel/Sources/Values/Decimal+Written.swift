public import Foundation

extension Decimal {
    /// Reads a number as people write it: full-width signs are folded, blanks around it dropped, and commas or blanks may
    /// stand between groups of three digits. Nil for `1,50`, which is a hundred and fifty to one reader and one and a half
    /// to another.
    public init?(written text: some StringProtocol) {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let folded = WrittenCode.narrow(scalar.value)
            switch folded {
            case 0x2212: plain.append("-")
            case _ where WrittenCode.isBlank(folded): plain.append(" ")
            default: plain.append(Unicode.Scalar(folded) ?? scalar)
            }
        }
        let trimmed = String(plain).trimmingCharacters(in: .whitespaces)
        let whole = trimmed.utf8.prefix { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0.isDigit || Self.parts($0) }
        let groups = whole.split(omittingEmptySubsequences: false, whereSeparator: Self.parts)
        if groups.count > 1 {
            let leading = groups[0].count(where: \.isDigit)
            guard (1...3).contains(leading), groups.dropFirst().allSatisfy({ $0.count == 3 && $0.allSatisfy(\.isDigit) }) else {
                return nil
            }
        }
        let digits = whole.filter { !Self.parts($0) } + trimmed.utf8[whole.endIndex...]
        self.init(exactly: String(decoding: digits, as: UTF8.self))
    }

    private static func parts(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ") }
}
