import Kernel
import Testing

@Suite struct DayTests {
    @Test(arguments: [
        ("0001-01-01", -719_162), ("1582-10-15", -141_427), ("1969-12-31", -1), ("1970-01-01", 0), ("2000-02-29", 11_016),
        ("2024-02-29", 19_782), ("2026-11-22", 20_779), ("9999-12-31", 2_932_896),
    ])
    func `a day is read counted and written`(text: String, number: Int) {
        let day = Day(text)

        #expect(day?.number == number)
        #expect(day?.description == text)
    }

    @Test(arguments: [
        "", "2026-11-31", "2025-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-01-00", "0000-01-01", "2026-1-01",
        "2026-011-1", "20261122",
        "2026/11/22", "+026-11-22", "-026-11-22", "2026-11-22 ", " 2026-11-22", "10000-01-01", "２０２６-11-22", "2026-11-2\0",
        "2026-11-+2",
    ])
    func `what is no day is nil`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `every day of the calendar follows the one before`() {
        var (year, month, day) = (1, 1, 1)
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var wrong = 0

        for number in Day.first.number...Day.last.number {
            let found = Day(number: number)
            if (found.year, found.month, found.day) != (year, month, day) { wrong += 1 }
            let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            day += 1
            if day > lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }

        #expect(wrong == 0)
        #expect(year == 10_000)
    }

    @Test(arguments: [
        ("2026-11-16", 1), ("2026-11-22", 7), ("1970-01-01", 4), ("1969-12-28", 7), ("0001-01-01", 1), ("9999-12-31", 5),
    ])
    func `a week begins on monday`(text: String, weekday: Int) {
        #expect(Day(text)?.weekday == weekday)
    }

    @Test func `arithmetic stops at the ends of the calendar`() {
        #expect(Day.last + 1 == .last)
        #expect(Day.first - 1 == .first)
        #expect(Day.last + Int.max == .last)
        #expect(Day.first + Int.min == .first)
        #expect(Day.last - Int.min == .last)
        #expect(Day.first - Int.max == .first)
        #expect(Day(number: .max) == .last)
        #expect(Day(number: .min) == .first)
    }

    @Test(arguments: [
        ("2026-11-22", 0, "2026-11-01"), ("2026-11-22", 2, "2027-01-01"), ("2026-01-31", 1, "2026-02-01"),
        ("2026-01-31", -1, "2025-12-01"),
        ("2026-11-22", -23, "2024-12-01"), ("2026-11-22", .max, "9999-12-31"), ("2026-11-22", .min, "0001-01-01"),
    ])
    func `the first of a month counts over years`(from: String, months: Int, first: String) throws {
        let day = try #require(Day(from))

        #expect(day.firstOfMonth(adding: months).description == first)
    }
}
