import Kernel
import Testing

@Suite struct TimeKindTests {
    /// 2026-11-02
    let second = Day(number: 20_759)

    @Test(arguments: ["2026-11-02", "2026/11/2", "2026.11.02", "2026年11月2日", "2026年11月02", "20261102", " 2026-11-2 "])
    func `a date is read as files in China write it`(text: String) throws {
        #expect(try DayKind().parse(text: text).self == .day(#require(Day(year: 2026, month: 11, day: 2))))
    }

    @Test(arguments: [
        "", "x", "2026-02-30", "2026//11/2", "/2026/11/2", "2026/+1/2", "+2020101", "26-11-02", "2026-11", "2026-11-02-01",
        "202611021", "2026-011-2",
        "日", "2026年", "０1-01-2026", "99999999999999999999-1-1", "2026-1-99999999999999999999",
    ])
    func `what is no date is refused`(text: String) {
        #expect(problem(DayKind(), text: text) == .badDate)
    }

    @Test func `JSON has one form of a date`() throws {
        #expect(try DayKind().parse("2026-11-02") == .day(second))
        #expect(problem(DayKind(), "2026/11/2") == .badDate)
        #expect(problem(DayKind(), 20_261_102) == .wrongType)
    }

    @Test func `a time is read with its offset`() throws {
        let value = try InstantKind().parse("2026-11-22T06:30:00+08:00")

        #expect(value == .instant(Instant(milliseconds: 1_795_300_200_000)))
        #expect(problem(InstantKind(), "2026-11-22T06:30:00") == .badDateTime)
        #expect(problem(InstantKind(), text: "yesterday") == .badDateTime)
        #expect(problem(InstantKind(), 0) == .wrongType)
    }

    @Test func `a time outside of the calendar in a database reads as its end`() {
        #expect(InstantKind().load([.integer(.max)]) == .instant(.last))
        #expect(DayKind().load([.text("nonsense")]) == .null)
    }
}
