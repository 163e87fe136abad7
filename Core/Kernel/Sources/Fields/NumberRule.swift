/// How numbers such as customer codes are issued: text with places for the year, month, day and a running number.
///
/// `K{yy}{seq:8}` gives `K2600000042`; `Q-{yyyy}{mm}-{seq:4}` begins anew each month, because the count starts again whenever
/// the text before it changes.
public struct NumberRule: Sendable, Hashable, ExpressibleByStringLiteral {
    enum Part: Sendable, Hashable { case text(String), year, shortYear, month, day, sequence(Int) }

    public let pattern: String
    let parts: [Part]

    /// Nil when a place is unknown, or there is not exactly one running number of 1 to 12 digits.
    public init?(_ pattern: String) {
        var parts: [Part] = []
        var rest = Substring(pattern)
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { return nil }
            switch rest[rest.index(after: open)..<close] {
            case "yyyy": parts.append(.year)
            case "yy": parts.append(.shortYear)
            case "mm": parts.append(.month)
            case "dd": parts.append(.day)
            case let place:
                let digits = place.dropFirst(4).utf8
                guard place.hasPrefix("seq:"), digits.count <= 2, let width = Digits.read(digits), (1...12).contains(width) else {
                    return nil
                }
                parts.append(.sequence(width))
            }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        guard parts.count(where: { if case .sequence = $0 { true } else { false } }) == 1 else { return nil }
        (self.pattern, self.parts) = (pattern, parts)
    }

    public init(stringLiteral pattern: String) {
        guard let rule = NumberRule(pattern) else { preconditionFailure("not a number rule: \(pattern)") }
        self = rule
    }

    /// The name of the count that a day's numbers are taken from: the pattern with everything filled but the number.
    public func series(on day: Day) -> String { filled(on: day) { "{seq:\($0)}" } }

    public func number(_ sequence: Int64, on day: Day) -> String {
        filled(on: day) { Digits.padded(sequence, $0) }
    }

    private func filled(on day: Day, sequence: (Int) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .year: Digits.padded(Int64(day.year), 4)
            case .shortYear: Digits.padded(Int64(day.year % 100), 2)
            case .month: Digits.padded(Int64(day.month), 2)
            case .day: Digits.padded(Int64(day.day), 2)
            case .sequence(let width): sequence(width)
            }
        }.joined()
    }
}

extension NumberRule {
    /// The series and the running number of a text that this rule could have issued; nil for any other text.
    public func match(_ text: String) -> (series: String, number: Int64)? {
        var rest = Substring(text)
        var series = ""
        var number: Int64?
        for part in parts {
            switch part {
            case .text(let literal):
                guard rest.hasPrefix(literal) else { return nil }
                rest = rest.dropFirst(literal.count)
                series += literal
            case .year, .shortYear, .month, .day:
                guard let digits = Self.digits(rest, exactly: part == .year ? 4 : 2) else { return nil }
                rest = rest.dropFirst(digits.count)
                series += digits
            case .sequence(let width):
                guard let digits = Self.digits(rest, exactly: width) else { return nil }
                rest = rest.dropFirst(width)
                number = Int64(digits)
                series += "{seq:\(width)}"
            }
        }
        return rest.isEmpty ? number.map { (series, $0) } : nil
    }

    private static func digits(_ text: Substring, exactly count: Int) -> Substring? {
        let digits = text.prefix(count)
        return digits.utf8.count == count && digits.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? digits : nil
    }
}
