public import Engine
public import Kernel
import Synchronization

/// A clock that stands still until it is moved.
public final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    /// A Sunday morning in Shanghai, in the fourth quarter.
    public static let start = Instant(milliseconds: 1_795_329_000_000)

    public init(_ start: Instant = TestClock.start) { instant = Mutex(start) }

    public var now: Instant { instant.withLock { $0 } }
    public func step(milliseconds: Int64) { instant.withLock { $0 = $0 + milliseconds } }
    public func set(_ new: Instant) { instant.withLock { $0 = new } }

    public var clock: Clock { Clock { self.now } }
}
