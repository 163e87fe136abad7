public import Foundation
public import Kernel

/// When work of the program is due again and again. A time of day is that of the zone, also when clocks change.
public struct Schedule: Sendable, Hashable {
    private enum Rhythm: Hashable {
        case minutes(Int)
        case daily(Cron)
    }

    private let rhythm: Rhythm
    /// The five fields of crontab that say the same, for those who read.
    let text: String
    let zone: TimeZone

    /// At full multiples of that many minutes, of which an hour or a day has a whole number, counted from midnight in UTC.
    public static func minutes(_ count: Int) -> Schedule {
        let text = count < 60 ? "*/\(count) * * * *" : "0 */\(count / 60) * * *"
        return Schedule(rhythm: .minutes(max(count, 1)), text: text, zone: .gmt)
    }

    public static func daily(at hour: Int, _ minute: Int = 0, in zone: TimeZone = Actor.standardZone) -> Schedule {
        let (cron, text) = Cron.daily(at: min(max(hour, 0), 23), min(max(minute, 0), 59))
        return Schedule(rhythm: .daily(cron), text: text, zone: zone)
    }

    /// The first moment that is due later than this one.
    public func next(after instant: Instant) -> Instant {
        switch rhythm {
        case .minutes(let count):
            let length = Int64(count) * 60_000
            return Instant(milliseconds: (instant.milliseconds / length + 1) * length)
        case .daily(let cron): return cron.next(after: instant, in: zone) ?? instant + 86_400_000
        }
    }
}
