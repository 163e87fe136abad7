/// A number as people write it, brought to the plain form that the standards speak of.
enum WrittenCode {
    /// ASCII digits and capital letters; blanks and dashes are left out, full-width forms folded. Nil when anything else occurs.
    static func plain(_ text: String) -> [UInt8]? {
        var plain: [UInt8] = []
        plain.reserveCapacity(20)
        for scalar in text.unicodeScalars {
            let folded = narrow(scalar.value)
            switch folded {
            case 0x30...0x39, 0x41...0x5A: plain.append(UInt8(folded))
            case 0x61...0x7A: plain.append(UInt8(folded - 0x20))
            default: guard isBlank(folded) || isDash(folded) else { return nil }
            }
        }
        return plain
    }

    /// The ASCII value of a full-width form, every other value unchanged.
    static func narrow(_ value: UInt32) -> UInt32 {
        (0xFF01...0xFF5E).contains(value) ? value - 0xFEE0 : value
    }

    /// Blanks of all widths, and the marks without width that spreadsheets and phones put around copied numbers.
    static func isBlank(_ value: UInt32) -> Bool {
        switch value {
        case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2000...0x200F, 0x202A...0x202F, 0x2060, 0x3000, 0xFEFF: true
        default: false
        }
    }

    static func isDash(_ value: UInt32) -> Bool {
        value == 0x2D || (0x2010...0x2015).contains(value) || value == 0x2212 || value == 0xFE63
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var digit: Int { Int(self) - 0x30 }
}
