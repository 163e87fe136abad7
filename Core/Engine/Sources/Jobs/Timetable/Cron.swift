import Foundation
import Kernel

/// Minutes, hours, days of the month, months and days of the week at which something is due, in the five fields of crontab (POSIX):
/// numbers, `*`, ranges, steps, lists, and the English names of months and days.
struct Cron: Sendable, Hashable {
    private let minutes, hours, days, months, weekdays: Set<Int>
    /// Where both days are restricted, either is enough; so POSIX says.
    private let eitherDay: Bool

    /// What can be wrong: a field that is missing, or one that says nothing that there is.
    enum Mistake: Error, Hashable { case fieldCount, field(Int) }

    init(_ text: String) throws(Mistake) {
        let fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 5 else { throw .fieldCount }
        minutes = try Self.read(fields[0], 0, 0...59)
        hours = try Self.read(fields[1], 1, 0...23)
        days = try Self.read(fields[2], 2, 1...31)
        months = try Self.read(fields[3], 3, 1...12, names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
        // Sunday is 0 and 7.
        weekdays = Set(try Self.read(fields[4], 4, 0...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], firstName: 0).map { $0 % 7 })
        eitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
    }

    private init(hour: Int, minute: Int) {
        (minutes, hours, days, months, weekdays, eitherDay) = ([minute], [hour], Set(1...31), Set(1...12), Set(0...6), false)
    }

    /// Every day at a time of day, which there is, and how it is written.
    static func daily(at hour: Int, _ minute: Int) -> (cron: Cron, text: String) {
        (Cron(hour: hour, minute: minute), "\(minute) \(hour) * * *")
    }

    private static func read(
        _ field: String, _ place: Int, _ bounds: ClosedRange<Int>, names: [String] = [], firstName: Int = 1
    ) throws(Mistake) -> Set<Int> {
        func number(_ text: Substring) throws(Mistake) -> Int {
            if let name = names.firstIndex(of: text.uppercased()) { return name + firstName }
            guard text.count <= 2, text.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(text), bounds.contains(number) else { throw .field(place) }
            return number
        }
        var numbers: Set<Int> = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            var step = 1
            if halves.count == 2 {
                guard let given = Int(halves[1]), (1...bounds.upperBound).contains(given) else { throw .field(place) }
                step = given
            }
            let ends = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            let first: Int, last: Int
            if halves[0] == "*" {
                (first, last) = (bounds.lowerBound, bounds.upperBound)
            } else {
                first = try number(ends[0])
                // `5/15` is from 5 on.
                last = ends.count == 2 ? try number(ends[1]) : halves.count == 2 ? bounds.upperBound : first
            }
            guard first <= last else { throw .field(place) }
            numbers.formUnion(stride(from: first, through: last, by: step))
        }
        return numbers
    }

    /// The first moment that is due later than this one; nil where there is none in 30 years, as on February 30.
    ///
    /// A time that a jump of the clocks leaves out comes that much later; one that a jump repeats comes once.
    func next(after instant: Instant, in zone: TimeZone) -> Instant? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let start = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
        var day = calendar.startOfDay(for: start)
        let times = hours.sorted().flatMap { hour in minutes.sorted().map { (hour, $0) } }
        for _ in 0..<(30 * 366) {
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
            if isDue(parts) {
                for (hour, minute) in times {
                    var moment = parts
                    (moment.weekday, moment.hour, moment.minute) = (nil, hour, minute)
                    if let date = calendar.date(from: moment), date > start { return Instant(date) }
                }
            }
            // From noon, so that days of 23 and of 25 hours lead to the next one all the same.
            guard let next = calendar.date(byAdding: .day, value: 1, to: day.addingTimeInterval(43_200)) else { return nil }
            day = calendar.startOfDay(for: next)
        }
        return nil
    }

    private func isDue(_ day: DateComponents) -> Bool {
        guard let month = day.month, months.contains(month), let date = day.day, let weekday = day.weekday else { return false }
        let isDate = days.contains(date), isWeekday = weekdays.contains(weekday - 1)
        return eitherDay ? isDate || isWeekday : isDate && isWeekday
    }
}
