public import Kernel
public import Store
import Synchronization

/// Makes record ids that grow with time and are never given twice, whatever the clock does.
///
/// The twelve low bits are five of the node and seven of a sequence within the millisecond. The database keeps how far the ids of
/// each node may go (`IDSpan`), and its next holder begins above that. When a millisecond is used up, or the clock steps back,
/// the generator counts on from the last one it used.
public final class IDGenerator: Sendable {
    private struct State {
        var span: IDSpan
        var milliseconds: Int64
        var sequence: Int
    }

    public static let nodeCount = 1 << 5
    private static let sequenceCount = 1 << 7
    private let clock: Clock
    private let state: Mutex<State>

    public init(_ span: IDSpan, clock: Clock) {
        self.clock = clock
        state = Mutex(State(span: span, milliseconds: span.after, sequence: Self.sequenceCount - 1))
    }

    /// Throws when the span is used up: then the database has not answered for minutes, and millions of ids were made since.
    ///
    /// - Parameter bucket: nil draws one at random.
    public func next(bucket: Int? = nil) throws(StoreError) -> RecordID {
        let now = clock.now().milliseconds
        guard let (milliseconds, tail) = state.withLock({ Self.step(&$0, to: now) }) else {
            throw .unavailable("This server could not renew its lease on a node for ids.")
        }
        let drawn = bucket ?? Int.random(in: 0..<RecordID.bucketCount)
        return RecordID(milliseconds: milliseconds, bucket: drawn, tail: tail)
    }

    /// Follows the clock to the last part of the span, and counts on from there.
    private static func step(_ state: inout State, to now: Int64) -> (milliseconds: Int64, tail: Int)? {
        if now > state.milliseconds, now <= state.span.upTo - IDSpan.reserve {
            (state.milliseconds, state.sequence) = (now, 0)
        } else if state.sequence + 1 < sequenceCount {
            state.sequence += 1
        } else if state.milliseconds < state.span.upTo {
            (state.milliseconds, state.sequence) = (state.milliseconds + 1, 0)
        } else {
            return nil
        }
        return (state.milliseconds, state.span.node << 7 | state.sequence)
    }

    /// The millisecond of the last id.
    var last: Int64 { state.withLock(\.milliseconds) }

    /// Goes on in a longer span of the same node, or in one of another node; ids grow all the same.
    func go(on span: IDSpan) {
        state.withLock { state in
            if span.node != state.span.node {
                (state.milliseconds, state.sequence) = (max(state.milliseconds, span.after), Self.sequenceCount - 1)
            }
            state.span = span
        }
    }

    /// Makes no more ids; the millisecond of the last one.
    func end() -> Int64 {
        state.withLock { state in
            state.span = IDSpan(node: state.span.node, after: state.span.after, upTo: state.milliseconds)
            state.sequence = Self.sequenceCount - 1
            return state.milliseconds
        }
    }
}

/// The milliseconds that ids of one node may hold: above `after`, and up to `upTo`.
public struct IDSpan: Sendable, Hashable {
    public let node: Int
    public let after: Int64
    public let upTo: Int64

    public init(node: Int, after: Int64 = 0, upTo: Int64 = .max) {
        // Before its epoch an id has only one millisecond: a machine without a battery begins in 1970.
        (self.node, self.after, self.upTo) = (node & (IDGenerator.nodeCount - 1), max(after, RecordID.epochMilliseconds), upTo)
    }

    /// What is taken from the database at a time.
    static let length: Int64 = 240_000
    /// The last part of it, kept for counting: 15 million ids for a clock that jumped, or a database that is away.
    static let reserve: Int64 = 120_000
}
