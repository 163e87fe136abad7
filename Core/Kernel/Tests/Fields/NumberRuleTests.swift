import Kernel
import Testing

@Suite struct NumberRuleTests {
    /// 2026-11-22
    let day = Day(number: 20_779)

    @Test(
        arguments: [
            ("K{yy}{seq:8}", 42, "K2600000042"), ("Q-{yyyy}{mm}-{seq:4}", 7, "Q-202611-0007"), ("{dd}{seq:1}", 5, "225"),
            ("{seq:2}", 100, "100"),
            ("合同{seq:3}号", 1, "合同001号"), ("}{seq:3}", 1, "}001"), ("{seq:12}", .max, "9223372036854775807"),
        ] as [(String, Int64, String)])
    func `a number is filled in`(pattern: String, sequence: Int64, number: String) throws {
        let rule = try #require(NumberRule(pattern))

        #expect(rule.number(sequence, on: day) == number)
    }

    @Test(arguments: [
        "", "K", "{yyyy}", "{seq}", "{seq:}", "{seq:0}", "{seq:13}", "{seq:-1}", "{seq:+5}", "{seq: 5}", "{seq:5", "{seq:5}{seq:5}",
        "{yyy}{seq:5}",
        "{{yyyy}}{seq:5}", "{}{seq:5}", "{seq:99999999999999999999}", "{SEQ:5}", "{seq:５}", "{seq:0005}",
    ])
    func `a pattern without exactly one running number is refused`(pattern: String) {
        #expect(NumberRule(pattern) == nil)
    }

    @Test func `the count begins anew when the date in the number changes`() {
        let rule: NumberRule = "Q-{yyyy}{mm}-{seq:4}"

        #expect(rule.series(on: day) == rule.series(on: day - 21))
        #expect(rule.series(on: day) != rule.series(on: day + 9))
        #expect(rule.series(on: day) != rule.series(on: day + 365))
    }

    @Test func `a rule without a date counts on for ever`() {
        let rule: NumberRule = "K{seq:8}"

        #expect(rule.series(on: .first) == rule.series(on: .last))
    }

    @Test("A rule names the unit and ends with a check digit")
    func unitAndCheckDigit() throws {
        let rule: NumberRule = "{unit}-{yy}{seq:4}{check}"
        let day = try #require(Day("2026-11-22"))
        let number = rule.number(42, on: day, unit: "北京/01")

        // 01 of the unit counts as well as the year and the number.
        #expect(number == "北京/01-260042" + String(try #require(Mod1110.checkDigit(for: "01260042"))))
        #expect(rule.series(on: day, unit: "北京/01") == "北京/01-26{seq:4}{check}")
        let found = try #require(rule.match(number))
        #expect(found.series == rule.series(on: day, unit: "北京/01") && found.number == 42)
        #expect(rule.checkHolds(number) == true)
        let slip = String(number.dropLast()) + (number.hasSuffix("3") ? "4" : "3")
        #expect(rule.match(slip) == nil && rule.checkHolds(slip) == false)
        #expect(rule.checkHolds("K1") == nil && NumberRule("K{seq:3}").checkHolds("K001") == nil)
    }

    @Test("The check digits are those of the standards", arguments: [("0794", "5"), ("12345678901234567890", nil), ("7992739871", nil)])
    func checkDigits(_ digits: String, _ expected: String?) throws {
        if let expected { #expect(Mod1110.checkDigit(for: digits).map(String.init) == expected) }
        let digit = try #require(Mod1110.checkDigit(for: digits))
        #expect(Mod1110.holds(digits + String(digit)))
        // Every slip of one digit is found.
        for other in "0123456789" where other != digit { #expect(!Mod1110.holds(digits + String(other))) }
        #expect(Mod1110.checkDigit(for: "12a") == nil && Mod1110.checkDigit(for: "") == nil)
    }
}
