public import Foundation

/// A stretch of days that is counted from today, in the time zone of the one who asks. Weeks begin on Monday.
public enum Period: Sendable, Hashable {
    case day(offset: Int)
    case week(offset: Int)
    case month(offset: Int)
    case quarter(offset: Int)
    case year(offset: Int)
    /// Today and the days before it, so many in all.
    case last(days: Int)
    /// Today and the days after it, so many in all.
    case next(days: Int)
    /// Before today; of a time: before now.
    case overdue

    private static let named: [String: Period] = [
        "today": .day(offset: 0), "yesterday": .day(offset: -1), "tomorrow": .day(offset: 1),
        "thisWeek": .week(offset: 0), "lastWeek": .week(offset: -1), "nextWeek": .week(offset: 1),
        "thisMonth": .month(offset: 0), "lastMonth": .month(offset: -1), "nextMonth": .month(offset: 1),
        "thisQuarter": .quarter(offset: 0), "lastQuarter": .quarter(offset: -1), "nextQuarter": .quarter(offset: 1),
        "thisYear": .year(offset: 0), "lastYear": .year(offset: -1), "nextYear": .year(offset: 1),
        "overdue": .overdue,
    ]
    public static var names: [String] { named.keys.sorted() + ["last<N>Days", "next<N>Days"] }

    /// Reads `today`, `lastQuarter`, `last30Days`, `next7Days`.
    public init?(_ name: String) {
        if let period = Self.named[name] {
            self = period
            return
        }
        let digits = name.dropFirst(4).dropLast(4).utf8
        guard name.hasSuffix("Days"), digits.count <= 5, let days = Digits.read(digits), (1...36_600).contains(days) else {
            return nil
        }
        switch name.prefix(4) {
        case "last": self = .last(days: days)
        case "next": self = .next(days: days)
        default: return nil
        }
    }

    /// The days from the first up to but without the second; an open beginning is nil.
    public func days(from today: Day) -> (first: Day?, end: Day) {
        // Farther than the calendar reaches there is nothing to count, and nothing to overflow.
        func bounded(_ offset: Int) -> Int { min(max(offset, -4_000_000), 4_000_000) }
        switch self {
        case .day(let offset): return (today + bounded(offset), today + (bounded(offset) + 1))
        case .week(let offset):
            let monday = bounded(offset) * 7 - (today.weekday - 1)
            return (today + monday, today + (monday + 7))
        case .month(let offset):
            return (today.firstOfMonth(adding: bounded(offset)), today.firstOfMonth(adding: bounded(offset) + 1))
        case .quarter(let offset):
            let start = -((today.month - 1) % 3) + bounded(offset) * 3
            return (today.firstOfMonth(adding: start), today.firstOfMonth(adding: start + 3))
        case .year(let offset):
            let start = 1 - today.month + bounded(offset) * 12
            return (today.firstOfMonth(adding: start), today.firstOfMonth(adding: start + 12))
        case .last(let days): return (today - (bounded(days) - 1), today + 1)
        case .next(let days): return (today, today + days)
        case .overdue: return (nil, today)
        }
    }
}

/// The moment and the place from which relative dates are counted.
public struct Moment: Sendable, Hashable {
    public let now: Instant
    public let zone: TimeZone

    public init(now: Instant, zone: TimeZone) {
        self.now = now
        self.zone = zone
    }

    public var today: Day { now.day(in: zone) }

    /// The moments of a period, from the first up to but without the second.
    public func instants(of period: Period) -> (first: Instant?, end: Instant) {
        if period == .overdue { return (nil, now) }
        let (first, end) = period.days(from: today)
        return (first.map { Instant(startOf: $0, in: zone) }, Instant(startOf: end, in: zone))
    }
}
