/// Cells that a spreadsheet would take for a formula (OWASP, "CSV Injection").
enum CSVFormula {
    private static func isRisky(_ field: Substring) -> Bool {
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
    /// The cell as it is written into a table of text: with a quote before what a spreadsheet would run.
    static func guarded(_ field: String) -> String { isRisky(behindQuotes(field)) ? "'" + field : field }

    /// The cell as it is written where nothing is run: with a second quote where its own would be taken for one of `guarded`.
    static func quoted(_ field: String) -> String { field.utf8.first == quote ? guarded(field) : field }

    /// The cell as it was before `guarded` put a quote before it.
    static func unguarded(_ field: String) -> String {
        guard field.utf8.first == quote, isRisky(behindQuotes(field)) else { return field }
        return String(field.unicodeScalars.dropFirst())
    }

    private static let quote = UInt8(ascii: "'")

    private static func behindQuotes(_ field: String) -> Substring { Substring(field.utf8.drop { $0 == quote }) }
}

extension CSVRecord {
    /// With its cells as they were before an export put quotes before them.
    var unguarded: CSVRecord {
        fields.contains { $0.utf8.first == UInt8(ascii: "'") } ? CSVRecord(line: line, fields: fields.map(CSVFormula.unguarded)) : self
    }
}
