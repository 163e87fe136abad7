import Engine

/// The requests of the last minute, second by second.
struct RecentRequests: Sendable {
    private var seconds = [(at: Int64, times: Histogram)](repeating: (-1, Histogram()), count: 60)

    /// - Parameter second: counted from any fixed moment.
    mutating func add(_ duration: Duration, at second: Int64) {
        let index = Int(second % 60)
        if seconds[index].at != second { seconds[index] = (second, Histogram()) }
        seconds[index].times.add(duration)
    }

    /// Those of the sixty seconds that end with this one.
    func times(at second: Int64) -> Histogram {
        seconds.reduce(into: Histogram()) { sum, slot in
            if slot.at >= 0, slot.at > second - 60, slot.at <= second { sum.add(slot.times) }
        }
    }
}
