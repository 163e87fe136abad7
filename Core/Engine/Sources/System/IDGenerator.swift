public import Kernel
import Synchronization

/// Makes record ids that grow with time and are never given twice.
///
/// The twelve low bits are five of the node, which is leased from the database, and seven of a sequence within the millisecond.
/// When a millisecond is used up, or the clock steps back, the generator counts on from the last one it used.
public final class IDGenerator: Sendable {
    private struct State {
        var milliseconds: Int64 = 0
        var sequence = 0
    }

    public static let nodeCount = 1 << 5
    private static let sequenceCount = 1 << 7
    private let node: Int
    private let clock: Clock
    private let state = Mutex(State())

    public init(node: Int, clock: Clock) {
        self.node = node & (Self.nodeCount - 1)
        self.clock = clock
    }

    /// - Parameter bucket: nil draws one at random.
    public func next(bucket: Int? = nil) -> RecordID {
        let now = clock.now().milliseconds
        let (milliseconds, sequence) = state.withLock { state in
            if now > state.milliseconds {
                state = State(milliseconds: now)
            } else if state.sequence + 1 < Self.sequenceCount {
                state.sequence += 1
            } else {
                state = State(milliseconds: state.milliseconds + 1)
            }
            return (state.milliseconds, state.sequence)
        }
        let drawn = bucket ?? Int.random(in: 0..<RecordID.bucketCount)
        return RecordID(milliseconds: milliseconds, bucket: drawn, tail: node << 7 | sequence)
    }
}
