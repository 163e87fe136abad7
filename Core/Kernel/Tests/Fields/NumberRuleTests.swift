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
}
