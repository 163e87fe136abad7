import Foundation
import Kernel

/// How a value is written: `{{total | money}}`, `{{day | date short}}`, `{{rate | percent 1}}`.
struct Format: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        /// A day, or the day of a moment. `date short` is 2026-11-22 in every language.
        case date
        /// A moment with hours and minutes.
        case time
        /// `{"amount": "12.50", "currency": "CNY"}`, or a number; `money USD` names the currency of a plain number.
        case money
        /// An amount in the characters that cannot be altered: 壹佰元整.
        case capitals
        /// With groups of three digits; `number 2` has two places.
        case number
        /// 0.125 is 12.5%; `percent 0` has no places.
        case percent
    }

    let kind: Kind
    let argument: String?

    /// Nil when the argument does not fit.
    init?(_ kind: Kind, argument: String?) {
        self.kind = kind
        self.argument = argument
        guard let argument else { return }
        let fits =
            switch kind {
            case .date: argument == "short"
            case .money: Currency(argument) != nil
            case .number, .percent: Int(argument).map { (0...8).contains($0) } ?? false
            case .time, .capitals: false
            }
        if !fits { return nil }
    }

    /// Nil when the value is none of the kind. Nothing is written for null and the empty text.
    func write(_ value: JSON, in language: Language, zone: TimeZone) -> String? {
        if value == .null || value == .string("") { return "" }
        switch kind {
        case .date: return Self.day(value, zone).map { argument == nil ? Self.long($0, language) : $0.description }
        case .time: return value.string.flatMap { Instant($0) }.map { Self.moment($0, language, zone) }
        case .money:
            guard let (amount, currency) = money(value), amount.isFinite else { return nil }
            return Self.money(amount, currency, language)
        case .capitals:
            guard let (amount, _) = money(value) else { return nil }
            return ChineseAmount(amount)?.text
        case .number: return Self.decimal(value).map { Self.grouped(places.map($0.fixed) ?? $0.description) }
        case .percent:
            return Self.decimal(value).map { ($0 * 100) }.map { Self.grouped(places.map($0.fixed) ?? $0.description) + "%" }
        }
    }

    private var places: Int? { argument.flatMap { Int($0) } }

    private static func day(_ value: JSON, _ zone: TimeZone) -> Day? {
        value.string.flatMap { Day($0) ?? Instant($0)?.day(in: zone) }
    }

    private static func long(_ day: Day, _ language: Language) -> String {
        DocumentTexts.all.text(
            "document.date", language,
            [
                "year": String(day.year), "month": DocumentTexts.all.text("document.month.\(day.month)", language),
                "day": String(day.day),
            ])
    }

    private static func moment(_ moment: Instant, _ language: Language, _ zone: TimeZone) -> String {
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
        let minutes = (moment + Int64(offset) * 1000).description.dropFirst(11).prefix(5)
        return long(moment.day(in: zone), language) + " " + minutes
    }

    private func money(_ value: JSON) -> (Decimal, Currency)? {
        let code = value["currency"]?.string ?? argument
        guard let amount = Self.decimal(value["amount"] ?? value), let currency = code.map(Currency.init) ?? .yuan else { return nil }
        return (amount, currency)
    }

    /// The sign stands before the digits and is never parted from them.
    private static func money(_ amount: Decimal, _ currency: Currency, _ language: Language) -> String {
        let digits = grouped(amount.fixed(currency.places))
        let key = "document.money.\(currency.code)"
        return DocumentTexts.all.text(
            DocumentTexts.all.has(key, language) ? key : "document.money", language, ["digits": digits, "code": currency.code])
    }

    private static func decimal(_ value: JSON) -> Decimal? {
        switch value {
        case .number(let digits), .string(let digits): Decimal(exactly: digits)
        default: nil
        }
    }

    /// Commas between groups of three, as in China and in English.
    private static func grouped(_ digits: String) -> String {
        let whole = digits.prefix { $0 != "." }
        var result = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, digit.isNumber, whole.dropFirst(index - 1).first?.isNumber == true, (whole.count - index).isMultiple(of: 3) {
                result += ","
            }
            result.append(digit)
        }
        return result + digits.dropFirst(whole.count)
    }
}
