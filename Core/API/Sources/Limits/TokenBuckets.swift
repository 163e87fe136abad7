import Kernel
import Synchronization

/// Counts who asked how often: everybody has a bucket that a request takes a token from and that fills up evenly.
final class TokenBuckets<Holder: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Instant
    }

    /// How a holder stands after a request.
    struct Standing: Sendable, Hashable {
        let isAllowed: Bool
        let limit: Int
        let remaining: Int
        /// Until there is a token, or until all are back.
        let seconds: Int
    }

    private let perMinute: Int
    private let maximumBuckets: Int
    private let buckets = Mutex<[Holder: Bucket]>([:])

    /// - Parameter maximumBuckets: the memory that it may take; when it is used up, those who asked longest ago are forgotten.
    init(perMinute: Int, maximumBuckets: Int = 50_000) { (self.perMinute, self.maximumBuckets) = (perMinute, maximumBuckets) }

    /// Takes a token, if there is one. Nil when there is no limit.
    func take(_ holder: Holder, at now: Instant) -> Standing? {
        guard perMinute > 0 else { return nil }
        let capacity = Double(perMinute)
        return buckets.withLock { buckets in
            if buckets.count >= maximumBuckets, buckets[holder] == nil { Self.thin(&buckets) }
            var bucket = buckets[holder] ?? Bucket(tokens: capacity, at: now)
            let elapsed = Double(max(0, now.milliseconds - bucket.at.milliseconds))
            bucket = Bucket(tokens: min(capacity, bucket.tokens + elapsed * capacity / 60_000), at: now)
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            buckets[holder] = bucket
            let missing = isAllowed ? capacity - bucket.tokens : 1 - bucket.tokens
            return Standing(
                isAllowed: isAllowed, limit: perMinute, remaining: Int(bucket.tokens),
                seconds: max(1, Int((missing * 60 / capacity).rounded(.up))))
        }
    }

    /// Half of them at once, so that it is not done for every request.
    private static func thin(_ buckets: inout [Holder: Bucket]) {
        let times = buckets.values.map(\.at).sorted()
        let middle = times[times.count / 2]
        buckets = buckets.filter { $0.value.at > middle }
    }
}
