import Foundation
import Kernel
import Testing

@Suite struct FormulaTests {
    static let values: Values = [
        "a": .integer(7), "b": .integer(2), "zero": .integer(0), "big": .integer(.max), "small": .integer(.min),
        "rate": .decimal(Decimal(units: 125, scale: 1)),
        "name": .text("Li"), "kind": .text("person"), "yes": .flag(true), "no": .flag(false), "none": .null,
        "huge": .decimal(.greatestFiniteMagnitude),
        "price": .money(Money(minorUnits: 1_000, currency: .yuan)), "cost": .money(Money(minorUnits: 333, currency: .yuan)),
        "yen": .money(Money(minorUnits: 100, currency: Currency("JPY") ?? .yuan)),
        "most": .money(Money(minorUnits: .max, currency: .yuan)),
        "least": .money(Money(minorUnits: .min, currency: .yuan)), "due": .day(Day(number: 20_779)),
        "start": .day(Day(number: 20_770)),
    ]

    @Test(
        arguments: [
            ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("10 - 4 - 3", "3"), ("100 / 10 / 5", "2"), ("-2 * -3", "6"), ("--5", "5"),
            ("2 * -(a - b)", "-10"),
            ("a / b", "3.5"), ("1 / 3", "0.3333333333"), ("0.1 + 0.2", "0.3"), ("a * rate", "87.5"), ("round(2.345, 2)", "2.35"),
            ("round(-2.5, 0)", "-3"),
            ("min(3, a, b)", "2"), ("max(3, none, a)", "7"), ("len(name)", "2"), ("days(start, due)", "9"), ("year(due)", "2026"),
            ("month(due)", "11"),
            ("coalesce(none, b, a)", "2"), ("if(a > b, a, b)", "7"), ("if(none, 1, 2)", "2"), ("price / cost", "3.003003003"),
            ("1e0", nil), ("big + 1", "9223372036854775808"),
        ] as [(String, String?)])
    func `numbers are computed exactly and in the usual order`(source: String, result: String?) {
        let value = try? Formula(parsing: source).value(in: Self.values)

        #expect(value?.number?.description == result)
    }

    @Test(arguments: [
        ("1 < 2 and 2 < 3", true), ("1 = 2 or 2 = 2", true), ("yes or yes and no", true), ("(yes or yes) and no", false),
        ("not no", true),
        ("not kind = \"person\"", false), ("not (a > b) or yes", true), ("not not yes", true), ("a + 1 >= 8", true),
        ("kind = \"person\"", true),
        ("kind != \"person\"", false), ("2 = 2.0", true), ("none = none", false), ("none != a", true), ("name < \"Lj\"", true),
        ("price > cost", true),
        ("price = yen", false), ("price != yen", true), ("due > start", true), ("yes = true", true), ("kind = 1", false),
    ])
    func `conditions are true or false`(source: String, result: Bool) throws {
        #expect(try Formula(parsing: source).value(in: Self.values) == .flag(result))
    }

    @Test(arguments: [
        "none + 1", "1 - none", "none * 2", "none / 2", "-none", "not none", "none and yes", "yes or none", "none < 1",
        "none >= none", "missing + 1",
        "round(none, 2)", "len(none)", "days(none, due)", "year(none)", "concat(none)", "coalesce(none)", "min(none)", "1 / 0",
        "a / zero", "price / 0",
        "price / (cost - cost)", "price + yen", "price - yen", "price / yen", "price < yen", "price * price", "price + 1",
        "1 / price", "name + name", "yes + 1",
        "max(price, yen)", "max(1, name)", "round(1, 11)", "round(1, -1)", "round(1, 0.5)", "huge * huge", "huge + huge",
        "huge * price", "most + price",
        "least - price", "-least", "most * 2", "due + 4000001", "due + big", "due - small", "due + small", "due + 0.5",
        "due + 3900000", "due + due", "1 + due",
        "not 1", "1 and yes", "if(no, 1, none)", "days(1, 2)", "len(1)",
    ])
    func `what cannot be computed is null`(source: String) throws {
        #expect(try Formula(parsing: source).value(in: Self.values) == .null)
    }

    @Test(
        arguments: [
            ("price + cost", 1_333), ("price - cost", 667), ("price * 3", 3_000), ("3 * price", 3_000), ("price / 3", 333),
            ("price * 0.3335", 334), ("-price", -1_000),
            ("price * rate / 100", 125), ("max(price, cost)", 1_000), ("if(yes, price, cost)", 1_000),
        ] as [(String, Int64)])
    func `amounts stay amounts of their currency`(source: String, units: Int64) throws {
        #expect(try Formula(parsing: source).value(in: Self.values) == .money(Money(minorUnits: units, currency: .yuan)))
    }

    @Test(arguments: [
        ("due + 7", 20_786), ("due - 7", 20_772), ("due + 7 * b", 20_793), ("due + -a", 20_772), ("due - (0 - a)", 20_786),
    ])
    func `days are counted with whole numbers`(source: String, number: Int) throws {
        #expect(try Formula(parsing: source).value(in: Self.values) == .day(Day(number: number)))
    }

    @Test func `texts are joined without what is missing`() throws {
        let formula = try Formula(parsing: #"concat(name, " ", none, a, " ", rate, due)"#)

        #expect(formula.value(in: Self.values) == .text("Li 7 12.52026-11-22"))
    }

    @Test(arguments: [
        "", " ", "1 +", "+ 1", "* 2", "(1", "1)", "()", "1 2", "a b", "foo(1)", "if(1, 2)", "if(1, 2, 3, 4)", "round(1)", "len()",
        "concat()", "\"open",
        "a ? b", "a == b", "a & b", "1.2.3", "1.", "12abc", "a.b", "'x'", "a;b", "名", "a, b", "not", "and", "a and", "min(1,)",
        "\u{0}", "1 <> 2",
        "99999999999999999999999999999999999999999", "\"a\"\u{301}", "if (", "--",
    ])
    func `a text that is no formula is refused`(source: String) {
        let error = #expect(throws: ValueProblem.self) { try Formula(parsing: source) }

        #expect(error?.code == .badFormula)
    }

    @Test(arguments: ["(", "-", "not ", "if(", "len(", "1+(", "not(-("])
    func `a bomb of depth is refused`(piece: String) {
        for count in [30, 100, 1_999 / piece.count, 100_000] {
            let source = String(repeating: piece, count: count) + "1"
            let error = #expect(throws: ValueProblem.self) { try Formula(parsing: source) }
            #expect(error?.code == .badFormula)
        }
    }

    @Test(arguments: ["+1", "*a", " or a"])
    func `a long chain is computed on a small stack and a longer one is refused`(piece: String) async throws {
        let source = "1" + String(repeating: piece, count: 200)

        let formula = try Formula(parsing: source)
        await withCheckedContinuation { continuation in
            let thread = Thread {
                _ = formula.value(in: Self.values)
                continuation.resume()
            }
            thread.stackSize = 1 << 20
            thread.start()
        }

        #expect(throws: ValueProblem.self) { try Formula(parsing: source + piece) }
    }

    @Test func `a formula has at most two thousand bytes`() throws {
        let source = String(repeating: " ", count: 1_999) + "1"

        #expect(try Formula(parsing: source).value(in: [:]) == .integer(1))
        #expect(throws: ValueProblem.self) { try Formula(parsing: source + " ") }
    }

    @Test func `a formula tells the fields that it reads`() throws {
        #expect(try Formula(parsing: "if(a > b, -c, round(d, 2)) + true").fields == ["a", "b", "c", "d"])
    }
}
