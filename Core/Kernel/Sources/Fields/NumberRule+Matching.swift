/// Reading numbers that a rule could have issued.
extension NumberRule {
    /// The series and the running number of a text that this rule could have issued; nil for any other text.
    public func match(_ text: String) -> (series: String, number: Int64)? {
        guard let found = read(text), found.checkHolds else { return nil }
        return (found.series, found.number)
    }

    /// Whether the check digit of a text of this form is the right one; nil for a text of another form, or a rule without one.
    public func checkHolds(_ text: String) -> Bool? { hasCheckDigit ? read(text)?.checkHolds : nil }

    private struct Found {
        var series = ""
        var number: Int64 = 0
        var checkHolds = true
    }

    private func read(_ text: String) -> Found? {
        // All but the unit is as long as it is, so that the unit is what is left.
        let unitLength = text.count - parts.map(\.length).reduce(0, +)
        guard namesUnit ? unitLength > 0 : unitLength == 0 else { return nil }
        var rest = Substring(text), found = Found()
        for part in parts {
            let piece = rest.prefix(part == .unit ? unitLength : part.length)
            switch part {
            case .text(let literal):
                guard piece == literal else { return nil }
                found.series += piece
            case .unit: found.series += piece
            case .year, .shortYear, .month, .day:
                guard Self.isDigits(piece) else { return nil }
                found.series += piece
            case .sequence(let width):
                guard Self.isDigits(piece), let number = Int64(piece) else { return nil }
                found.number = number
                found.series += "{seq:\(width)}"
            case .check(let check):
                guard Self.isDigits(piece) else { return nil }
                found.checkHolds = check.digit(for: String(text[..<rest.startIndex])) == piece
                found.series += "{\(check.rawValue)}"
            }
            rest = rest.dropFirst(piece.count)
        }
        return found
    }

    private static func isDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }
}

extension NumberRule.Part {
    /// In characters; none for a unit, whose code may have any.
    fileprivate var length: Int {
        switch self {
        case .text(let literal): literal.count
        case .year: 4
        case .shortYear, .month, .day: 2
        case .sequence(let width): width
        case .check: 1
        case .unit: 0
        }
    }
}
