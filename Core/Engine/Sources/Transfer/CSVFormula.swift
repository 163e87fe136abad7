/// Cells that a spreadsheet would take for a formula (OWASP, "CSV Injection").
enum CSVFormula {
    static func isRisky(_ field: String) -> Bool {
        let bytes = field.utf8
        switch bytes.first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
        case UInt8(ascii: "+"): return !isNumber(bytes.dropFirst()) && !isPhone(bytes.dropFirst())
        case UInt8(ascii: "-"): return !isNumber(bytes.dropFirst())
        // Excel in China also takes the full-width ＝ ＋ － ＠.
        case 0xEF: return field.unicodeScalars.first.map { ["＝", "＋", "－", "＠"].contains($0) } ?? false
        default: return false
        }
    }

    /// 12.5, 1,234.50, 12%
    private static func isNumber(_ bytes: Substring.UTF8View) -> Bool {
        let plain = bytes.last == UInt8(ascii: "%") ? bytes.dropLast() : bytes
        return plain.contains(where: isDigit) && plain.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    }

    /// 8613800138000, 86 (10) 6552-9988
    private static func isPhone(_ bytes: Substring.UTF8View) -> Bool {
        bytes.contains(where: isDigit) && bytes.allSatisfy { isDigit($0) || " -()".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

extension CSVFormula {
    /// The cell as it was before `CSVWriter` put a quote before it.
    static func unguarded(_ field: String) -> String {
        guard field.hasPrefix("'"), isRisky(String(field.dropFirst())) else { return field }
        return String(field.dropFirst())
    }
}
