/// A figure about the running server, with one value or one for each set of labels.
public struct Metric: Sendable {
    public enum Kind: String, Sendable { case counter, gauge, histogram }

    public struct Sample: Sendable {
        /// What follows the name: `_bucket`, `_sum` and `_count` of a histogram.
        public let suffix: String
        public let labels: [String: String]
        public let value: Double

        public init(suffix: String = "", _ labels: [String: String], _ value: Double) {
            (self.suffix, self.labels, self.value) = (suffix, labels, value)
        }
    }

    /// Letters, digits and underscores; a counter ends in `_total`, a time in `_seconds`.
    public let name: String
    public let help: String
    public let kind: Kind
    public let samples: [Sample]

    public init(_ name: String, _ help: String, _ kind: Kind, _ samples: [Sample]) {
        (self.name, self.help, self.kind, self.samples) = (name, help, kind, samples)
    }
}

/// A part of the server that has something to tell about itself. Labels must be few and known: never ids, names or addresses.
///
/// A room adds its own to `Engine.metricSources`, a module to `Module.metricSources`.
public protocol MetricSource: Sendable {
    /// Asked every few seconds: it must be cheap.
    func metrics() async throws -> [Metric]
}

/// How often something took how long.
public struct Histogram: Sendable {
    /// Upper bounds in seconds, from what an index answers to what is stopped.
    public static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    private var counts = [Int](repeating: 0, count: Histogram.bounds.count + 1)
    private var sum = 0.0

    public init() {}

    public mutating func add(_ duration: Duration) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        sum += seconds
    }

    public mutating func add(_ other: Histogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        sum += other.sum
    }

    public var count: Int { counts.reduce(0, +) }

    /// The bound below which that share of them lies, in seconds; the last bound for what lies above all. Nil when there were none.
    public func quantile(_ share: Double) -> Double? {
        let wanted = Int((Double(count) * share).rounded(.up))
        guard wanted > 0 else { return nil }
        var sum = 0
        for (bound, number) in zip(Self.bounds, counts) {
            sum += number
            if sum >= wanted { return bound }
        }
        return Self.bounds.last
    }

    public func samples(_ labels: [String: String]) -> [Metric.Sample] {
        var total = 0
        var samples = zip(Self.bounds, counts).map { bound, count in
            total += count
            return Metric.Sample(suffix: "_bucket", labels.merging(["le": "\(bound)"]) { first, _ in first }, Double(total))
        }
        total += counts.last ?? 0
        samples.append(.init(suffix: "_bucket", labels.merging(["le": "+Inf"]) { first, _ in first }, Double(total)))
        return samples + [.init(suffix: "_sum", labels, sum), .init(suffix: "_count", labels, Double(total))]
    }
}
