public import Foundation
public import Kernel

/// When work is due again and again. A time of day is that of the zone, also when clocks change.
public struct Schedule: Sendable, Hashable {
    private enum Rhythm: Hashable {
        case minutes(Int)
        case daily(hour: Int, minute: Int)
    }

    private let rhythm: Rhythm
    private let zone: TimeZone

    /// At full multiples of that many minutes, counted from midnight in UTC when they divide a day.
    public static func minutes(_ count: Int) -> Schedule { Schedule(rhythm: .minutes(max(count, 1)), zone: .gmt) }

    public static func daily(at hour: Int, _ minute: Int = 0, in zone: TimeZone = Actor.standardZone) -> Schedule {
        Schedule(rhythm: .daily(hour: min(max(hour, 0), 23), minute: min(max(minute, 0), 59)), zone: zone)
    }

    /// The first moment that is due later than this one.
    public func next(after instant: Instant) -> Instant {
        switch rhythm {
        case .minutes(let count):
            let length = Int64(count) * 60_000
            return Instant(milliseconds: (instant.milliseconds / length + 1) * length)
        case .daily(let hour, let minute):
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
            // A time that a jump of the clocks leaves out counts as the moment of the jump.
            let next = calendar.nextDate(after: date, matching: DateComponents(hour: hour, minute: minute, second: 0), matchingPolicy: .nextTime)
            return next.map(Instant.init) ?? instant + 86_400_000
        }
    }
}
