public import Foundation

/// Decimals are stored as whole numbers of their smallest unit, so that both engines add and compare them exactly.
extension Decimal {
    /// `units` tenths, hundredths, … as `scale` says.
    public init(units: Int64, scale: Int) {
        self.init(sign: units < 0 ? .minus : .plus, exponent: -scale, significand: Decimal(units.magnitude))
    }

    /// Reads plain decimal digits with an optional sign, point and exponent; nil for anything else, and for what
    /// 38 digits do not hold. Foundation's own reader takes "12abc" for 12.
    public init?(exactly text: some StringProtocol) {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst() }
        var exponent = 0
        if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            guard let power = Int(rest[rest.index(after: mark)...]), (-38...38).contains(power) else { return nil }
            exponent = power
            rest = rest[..<mark]
        }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = parts.joined()
        guard !parts[0].isEmpty, parts.last?.isEmpty == false, digits.utf8.count <= 38,
            digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        else { return nil }
        exponent -= parts.count == 2 ? parts[1].count : 0
        guard let significand = Decimal(string: digits, locale: nil) else { return nil }
        self.init(sign: isNegative ? .minus : .plus, exponent: exponent, significand: significand)
        if significand.isZero { self = 0 }
    }

    /// The number of smallest units, or nil when digits would be lost or 64 bits do not hold it.
    public func units(scale: Int) -> Int64? {
        let scaled = self * Decimal(sign: .plus, exponent: scale, significand: 1)
        guard scaled.isFinite, scaled.rounded(scale: 0) == scaled, scaled <= Decimal(Int64.max), scaled >= Decimal(Int64.min)
        else { return nil }
        return Int64(scaled.description)
    }

    /// Rounds half away from zero, as invoices do.
    public func rounded(scale: Int) -> Decimal {
        var (source, result) = (self, Decimal())
        NSDecimalRound(&result, &source, scale, .plain)
        return result
    }

    /// The plain digits, with exactly `scale` places: `1234.50`.
    public func fixed(_ scale: Int) -> String {
        let text = rounded(scale: scale).description
        guard scale > 0 else { return text }
        guard isFinite else { return text }
        let places = text.split(separator: ".").dropFirst().first?.count ?? 0
        return text + (places == 0 ? "." : "") + String(repeating: "0", count: max(0, scale - places))
    }
}
