/// How numbers such as customer codes are issued: text with places for the year, month, day, the unit, a running number and a check digit.
///
/// `K{yy}{seq:8}` gives `K2600000042`; `Q-{yyyy}{mm}-{seq:4}` begins anew each month, because the count starts again whenever
/// the text before it changes. `{unit}` is the code of the record's unit. `{check}` is the digit of ISO/IEC 7064 MOD 11,10 and `{luhn}` that of
/// ISO/IEC 7812 over all digits that stand before it; letters do not count.
public struct NumberRule: Sendable, Hashable, ExpressibleByStringLiteral {
    enum Part: Sendable, Hashable { case text(String), year, shortYear, month, day, unit, sequence(Int), check(Check) }
    enum Check: String, Sendable, Hashable { case mod1110 = "check", luhn }

    public let pattern: String
    let parts: [Part]

    /// Nil when a place is unknown, there is not exactly one running number of 1 to 12 digits, the unit is named twice, or a check digit does
    /// not stand last.
    public init?(_ pattern: String) {
        var parts: [Part] = []
        var rest = Substring(pattern)
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { return nil }
            guard let part = Part(place: rest[rest.index(after: open)..<close]) else { return nil }
            parts.append(part)
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        let early = parts.dropLast().contains { if case .check = $0 { true } else { false } }
        guard !early, parts.count(where: { $0 == .unit }) <= 1, parts.count(where: { if case .sequence = $0 { true } else { false } }) == 1 else { return nil }
        (self.pattern, self.parts) = (pattern, parts)
    }

    public init(stringLiteral pattern: String) {
        guard let rule = NumberRule(pattern) else { preconditionFailure("not a number rule: \(pattern)") }
        self = rule
    }

    /// Whether its numbers name the unit that they were issued for.
    public var namesUnit: Bool { parts.contains(.unit) }
    public var hasCheckDigit: Bool { if case .check? = parts.last { true } else { false } }

    /// The name of the count that a day's numbers are taken from: the pattern with everything filled but the number.
    ///
    /// - Parameter unit: the code of the unit, for rules that name it.
    public func series(on day: Day, unit: String = "") -> String {
        filled(on: day, unit: unit) { "{seq:\($0)}" } check: { check, _ in "{\(check.rawValue)}" }
    }

    public func number(_ sequence: Int64, on day: Day, unit: String = "") -> String {
        filled(on: day, unit: unit) { Digits.padded(sequence, $0) } check: { $0.digit(for: $1) }
    }

    private func filled(on day: Day, unit: String, sequence: (Int) -> String, check: (Check, String) -> String) -> String {
        parts.reduce(into: "") { text, part in
            switch part {
            case .text(let literal): text += literal
            case .year: text += Digits.padded(Int64(day.year), 4)
            case .shortYear: text += Digits.padded(Int64(day.year % 100), 2)
            case .month: text += Digits.padded(Int64(day.month), 2)
            case .day: text += Digits.padded(Int64(day.day), 2)
            case .unit: text += unit
            case .sequence(let width): text += sequence(width)
            case .check(let kind): text += check(kind, text)
            }
        }
    }
}

extension NumberRule.Part {
    fileprivate init?(place: Substring) {
        switch place {
        case "yyyy": self = .year
        case "yy": self = .shortYear
        case "mm": self = .month
        case "dd": self = .day
        case "unit": self = .unit
        default:
            if let check = NumberRule.Check(rawValue: String(place)) {
                self = .check(check)
                return
            }
            let digits = place.dropFirst(4).utf8
            guard place.hasPrefix("seq:"), digits.count <= 2, let width = Digits.read(digits), (1...12).contains(width) else { return nil }
            self = .sequence(width)
        }
    }
}

extension NumberRule.Check {
    /// Over the digits of a text; 0 where there are none.
    func digit(for text: String) -> String {
        let digits = String(text.filter { $0.isASCII && $0.isNumber })
        return String((self == .luhn ? Luhn.checkDigit(for: digits) : Mod1110.checkDigit(for: digits)) ?? "0")
    }
}
