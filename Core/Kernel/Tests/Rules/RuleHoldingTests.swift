import Foundation
import Kernel
import Testing

@Suite struct RuleHoldingTests {
    static let values: Values = [
        "grade": .text("A"), "count": .integer(5), "rate": .decimal(Decimal(units: 25, scale: 1)), "note": .null,
        "tags": .list([.text("x"), .text("y")]),
        "price": .money(Money(minorUnits: 100, currency: .yuan)), "day": .day(Day(number: 20_779)), "text": .text("Straße ABC é"),
        "at": .instant(Instant(milliseconds: 1_795_300_200_000)), "blank": .text(""), "none": .list([]), "active": .flag(true),
        "owner": .reference(RecordID(rawValue: 7)),
    ]
    let context = RuleContext(moment: Moment(now: Instant(milliseconds: 1_795_300_200_000), zone: .gmt)) { path, values in
        path == ["owner", "name"] && !(values["owner"] ?? .null).isNull ? .text("Li") : .null
    }

    @Test(
        arguments: [
            (.equal, .integer(5), true), (.equal, .integer(6), false), (.different, .integer(5), false),
            (.different, .integer(6), true),
            (.less, .integer(6), true), (.less, .integer(5), false), (.atMost, .integer(5), true), (.atMost, .integer(4), false),
            (.greater, .integer(4), true), (.greater, .integer(5), false), (.atLeast, .integer(5), true),
            (.atLeast, .integer(6), false),
        ] as [(Comparison, Value, Bool)])
    func `a comparison holds of its side`(comparison: Comparison, value: Value, holds: Bool) {
        #expect(Rule.compare(["count"], comparison, value).holds(for: Self.values, in: context) == holds)
    }

    @Test(arguments: [["note"], ["missing"]], [Comparison.equal, .less, .atMost, .greater, .atLeast])
    func `a comparison with a missing value does not hold and its negation does`(path: FieldPath, comparison: Comparison) {
        let rule = Rule.compare(path, comparison, .text("A"))

        #expect(!rule.holds(for: Self.values, in: context))
        #expect(Rule.not(rule).holds(for: Self.values, in: context))
    }

    @Test func `a missing value differs from every other`() {
        #expect(Rule.compare(["note"], .different, .text("A")).holds(for: Self.values, in: context))
        #expect(!Rule.not(.compare(["note"], .different, .text("A"))).holds(for: Self.values, in: context))
    }

    @Test(arguments: Comparison.allCases) func `compared with null only equality and difference say something`(
        comparison: Comparison
    ) {
        #expect(Rule.compare(["note"], comparison, .null).holds(for: Self.values, in: context) == (comparison == .equal))
        #expect(Rule.compare(["grade"], comparison, .null).holds(for: Self.values, in: context) == (comparison == .different))
    }

    @Test(
        arguments: [
            .oneOf(["note"], [.text("A")]), .oneOf(["grade"], []), .oneOf(["grade"], [.text("B"), .null]),
            .between(["note"], .integer(0), .integer(9)),
            .between(["count"], .null, .integer(9)), .between(["count"], .integer(0), .null),
            .between(["count"], .integer(9), .integer(0)),
            .contains(["note"], ""), .contains(["count"], "5"), .startsWith(["note"], ""), .anyOf(["note"], [.text("x")]),
            .anyOf(["tags"], []),
            .anyOf(["tags"], [.text("z")]), .within(["note"], .overdue), .within(["grade"], .day(offset: 0)),
            .contains(["text"], "É"),
            .contains(["text"], "STRASSE"), .startsWith(["text"], "x"), .empty(["grade"]), .empty(["count"]), .never, .not(.always),
            .any([.never]),
            .all([.always, .never]), .compare(["owner", "name"], .equal, .text("Wang")), .compare(["active"], .equal, .flag(false)),
        ] as [Rule])
    func `a rule that does not hold is denied and its negation is not`(rule: Rule) {
        #expect(!rule.holds(for: Self.values, in: context))
        #expect(Rule.not(rule).holds(for: Self.values, in: context))
    }

    @Test(
        arguments: [
            .oneOf(["grade"], [.text("B"), .text("A")]), .oneOf(["note"], [.null]), .between(["count"], .integer(5), .integer(5)),
            .between(["day"], .day(Day(number: 20_779)), .day(Day(number: 20_780))), .contains(["text"], "abc"),
            .contains(["text"], ""),
            .contains(["text"], "ß"), .startsWith(["text"], "sTRA"), .startsWith(["text"], ""),
            .anyOf(["tags"], [.text("z"), .text("y")]), .empty(["note"]),
            .empty(["missing"]), .empty(["blank"]), .empty(["none"]), .always, .any([.never, .always]), .all([]), .not(.never),
            .compare(["owner", "name"], .equal, .text("Li")), .empty(["owner", "unit"]), .compare(["rate"], .equal, .decimal(2.5)),
            .compare(["at"], .atMost, .instant(Instant(milliseconds: 1_795_300_200_000))),
        ] as [Rule])
    func `a rule that holds is affirmed and its negation is not`(rule: Rule) {
        #expect(rule.holds(for: Self.values, in: context))
        #expect(!Rule.not(rule).holds(for: Self.values, in: context))
    }

    @Test func `texts are equal byte for byte`() {
        let composed: Values = ["name": .text("é")]

        #expect(!Rule.compare(["name"], .equal, .text("e\u{301}")).holds(for: composed, in: context))
        #expect(!Rule.compare(["name"], .equal, .text("É")).holds(for: composed, in: context))
    }

    @Test func `amounts of two currencies only differ`() throws {
        let dollar = Value.money(Money(minorUnits: 100, currency: try #require(Currency("USD"))))

        #expect(Rule.compare(["price"], .different, dollar).holds(for: Self.values, in: context))
        for comparison in Comparison.allCases where comparison != .different {
            #expect(!Rule.compare(["price"], comparison, dollar).holds(for: Self.values, in: context))
        }
    }

    @Test(arguments: [(0, true), (-1, false), (1, false)])
    func `a date lies within its period`(offset: Int, holds: Bool) {
        #expect(Rule.within(["day"], .day(offset: offset)).holds(for: Self.values, in: context) == !holds || offset != 0)
        #expect(Rule.within(["at"], .day(offset: offset)).holds(for: Self.values, in: context) == holds)
    }

    @Test func `the end of a period does not belong to it`() {
        let midnight: Values = ["at": .instant(Instant(milliseconds: 1_795_305_600_000))]

        #expect(!Rule.within(["at"], .day(offset: 0)).holds(for: midnight, in: context))
        #expect(Rule.within(["at"], .day(offset: 1)).holds(for: midnight, in: context))
    }

    @Test func `now is not yet overdue`() {
        let now: Values = ["at": .instant(context.moment.now)]
        let before: Values = ["at": .instant(context.moment.now + -1)]

        #expect(!Rule.within(["at"], .overdue).holds(for: now, in: context))
        #expect(Rule.within(["at"], .overdue).holds(for: before, in: context))
    }

    @Test func `a rule tells what it reads`() {
        let rule = !Rule.empty(["a"]) && (.contains(["b", "c"], "x") || .oneOf(["d"], []))

        #expect(rule.paths == [["a"], ["b", "c"], ["d"]])
        #expect((Rule.always && .empty(["a"])) == .empty(["a"]))
    }
}
