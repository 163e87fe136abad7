import Foundation
import Kernel
import Testing

@Suite struct MoneyKindTests {
    let kind = MoneyKind()

    @Test(
        arguments: [
            ["amount": "1234.50", "currency": "CNY"], ["amount": "1234.50"], ["amount": .number("1234.5")], .number("1234.5"),
            "1234.5", "¥1,234.50",
        ] as [JSON])
    func `an amount is read in every form`(json: JSON) throws {
        #expect(try kind.parse(json) == .money(Money(minorUnits: 123_450, currency: .yuan)))
    }

    @Test(
        arguments: [
            ("1,234.50", 123_450, "CNY"), ("¥1234.5", 123_450, "CNY"), ("￥ 1234.5", 123_450, "CNY"),
            ("1234.50 USD", 123_450, "USD"),
            ("usd 1,234.50", 123_450, "USD"), ("JPY1234", 1_234, "JPY"), ("-0.01", -1, "CNY"), ("1.234KWD", 1_234, "KWD"),
        ] as [(String, Int64, String)])
    func `an amount is read from files as people write it`(text: String, units: Int64, code: String) throws {
        let currency = try #require(Currency(code))

        #expect(try kind.parse(text: text) == .money(Money(minorUnits: units, currency: currency)))
    }

    @Test(
        arguments: [
            (["amount": "1.005"], .tooManyPlaces), (["amount": "1.5", "currency": "JPY"], .tooManyPlaces),
            (["amount": "x"], .badNumber),
            (["amount": ""], .badNumber), (["amount": "1,50"], .badNumber), (["amount": "1", "currency": "XXX"], .unknownCurrency),
            (["amount": "1", "currency": "cny"], .unknownCurrency), (["amount": "1", "currency": ""], .unknownCurrency),
            (["amount": "1", "currency": 5], .wrongType), (["currency": "CNY"], .wrongType), (["amount": nil], .wrongType),
            ([:], .wrongType),
            (["amount": "1", "unit": "x"], .unknownPart), (["amount": "9000000000000000.01"], .outOfRange),
            (["amount": "-1e30"], .outOfRange),
            (["amount": .number("1e-9223372036854775808")], .badNumber), (true, .wrongType), ([], .wrongType),
            (.number("1e38"), .outOfRange),
        ] as [(JSON, ValueProblem.Code)])
    func `what is no amount is refused`(json: JSON, code: ValueProblem.Code) {
        #expect(problem(kind, json) == code)
    }

    @Test(
        arguments: [
            ("", .badNumber), ("USD", .badNumber), ("12USD34", .badNumber), ("U1SD", .badNumber), ("1 XYZ", .unknownCurrency),
            ("1万", .badNumber),
            ("USD 1 USD", .badNumber), ("1,5 USD", .badNumber), ("NaN", .unknownCurrency),
        ] as [(String, ValueProblem.Code)])
    func `text that is no amount is refused`(text: String, code: ValueProblem.Code) {
        #expect(problem(kind, text: text) == code)
    }

    @Test func `a currency of look-alike signs is kept by its own code`() throws {
        let value = try? kind.parse(["amount": "1", "currency": "\u{212A}RW"])

        #expect(value.map { kind.store($0).last?.text?.utf8.count } != 5)
    }

    @Test(arguments: [
        (Int64.max, "92233720368547758.07"), (.min, "-92233720368547758.08"), (-5, "-0.05"), (0, "0.00"), (100, "1.00"),
    ])
    func `an amount is written with all its places`(units: Int64, digits: String) {
        let money = Money(minorUnits: units, currency: .yuan)

        #expect(kind.json(.money(money)) == ["amount": .string(digits), "currency": "CNY"])
        #expect(money.amount.fixed(2) == digits)
    }

    @Test func `an amount with too many places is no money`() throws {
        #expect(Money(Decimal(units: 1_005, scale: 3), .yuan) == nil)
        #expect(Money(Decimal(units: 105, scale: 2), .yuan)?.minorUnits == 105)
        #expect(Money(.nan, .yuan) == nil)
        #expect(Money(.greatestFiniteMagnitude, .yuan) == nil)
    }
}
