/// A date of the Gregorian calendar without a time or a zone. Stored and sent as ISO text, `2026-11-22`.
///
/// The years 1 to 9999 are all there is, so that every day is ten characters whose order as text is the order of days.
/// Arithmetic stops at the first and the last day instead of overflowing.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    public static let first = Day(number: -719_162)
    public static let last = Day(number: 2_932_896)

    /// The nearest day of the calendar where the number lies outside of it.
    public init(number: Int) { self.number = min(max(number, -719_162), 2_932_896) }

    /// Nil when there is no such date, or the year is outside 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.init(number: Self.number(year: year, month: month, day: day))
    }

    /// Reads exactly `YYYY-MM-DD`.
    public init?(_ text: some StringProtocol) {
        guard let day = text.readingBytes(Day.init(bytes:)) else { return nil }
        self = day
    }

    init?(bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        let start = bytes.startIndex
        guard bytes.count == 10, bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
            let year = Digits.read(bytes[start..<start + 4]), let month = Digits.read(bytes[start + 5..<start + 7]),
            let day = Digits.read(bytes[start + 8..<start + 10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public var year: Int { parts.year }
    public var month: Int { parts.month }
    public var day: Int { parts.day }
    /// 1 for Monday to 7 for Sunday.
    public var weekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }

    public var description: String {
        String(unsafeUninitializedCapacity: 10) { buffer in
            write(to: buffer)
            return 10
        }
    }

    func write(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        let (year, month, day) = parts
        Digits.write(year, width: 4, to: buffer, at: 0)
        buffer[4] = UInt8(ascii: "-")
        Digits.write(month, width: 2, to: buffer, at: 5)
        buffer[7] = UInt8(ascii: "-")
        Digits.write(day, width: 2, to: buffer, at: 8)
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    public static func + (day: Day, days: Int) -> Day {
        let (number, overflow) = day.number.addingReportingOverflow(days)
        return overflow ? (days > 0 ? last : first) : Day(number: number)
    }

    public static func - (day: Day, days: Int) -> Day {
        let (number, overflow) = day.number.subtractingReportingOverflow(days)
        return overflow ? (days > 0 ? first : last) : Day(number: number)
    }

    /// The first day of the month that lies `months` after this day's month.
    public func firstOfMonth(adding months: Int = 0) -> Day {
        let (year, month, _) = parts
        let far = 9999 * 12
        let index = year * 12 + (month - 1) + min(max(months, -far), far)
        guard index >= 12 else { return .first }
        guard index < 10_000 * 12 else { return .last }
        return Day(number: Self.number(year: index / 12, month: index % 12 + 1, day: 1))
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // The two conversions count in eras of 400 years that begin in March, after Howard Hinnant's
    // "chrono-Compatible Low-Level Date Algorithms".
    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
