public import Foundation

extension Instant {
    /// The first moment of a day in a zone. Where clocks jump over midnight, that is the moment of the jump; where midnight
    /// comes twice, it is the first.
    public init(startOf day: Day, in zone: TimeZone) {
        let midnight = Int64(day.number) * Self.dayLength
        // Clocks change at most once in these two days, so one of the two offsets holds at the start of the day.
        let (before, after) = (midnight - Self.dayLength, midnight + Self.dayLength)
        let candidates = [Self.offset(of: zone, at: before), Self.offset(of: zone, at: after)].map { midnight - $0 }.sorted()
        let start = candidates.first { Self.offset(of: zone, at: $0) == midnight - $0 }
        self.init(milliseconds: start ?? Self.change(of: zone, after: before, until: after))
    }

    /// The moment at which the offset of a zone becomes that of the end.
    private static func change(of zone: TimeZone, after start: Int64, until end: Int64) -> Int64 {
        let later = offset(of: zone, at: end)
        var (low, high) = (start, end)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(of: zone, at: middle) == later { high = middle } else { low = middle }
        }
        return high
    }
}
