import Synchronization

/// Lets only so many bytes of large mails into memory at once, for all mailboxes that share it, in the order in which they asked.
///
/// Small ones, up to `free`, pass at once: a server that gives a large mail slowly must not hold up everybody else's.
public final class MailGate: Sendable {
    /// What needs no leave.
    public static let free = 1024 * 1024

    private struct Waiting {
        let ticket: UInt64
        let bytes: Int
        let go: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var left: Int
        var queue: [Waiting] = []
        var tickets: UInt64 = 0
        /// Those who gave up before they stood in the queue.
        var gone: Set<UInt64> = []
    }

    private let capacity: Int
    private let state: Mutex<State>

    public init(bytes: Int) {
        capacity = bytes
        state = Mutex(State(left: bytes))
    }

    /// How many wait, for whoever watches.
    public var waiting: Int { state.withLock { $0.queue.count } }

    /// Calls when there is room for so many bytes, and keeps the room until the work has ended. Throws what the work throws, and
    /// `CancellationError` for who is cancelled while waiting.
    public func pass<Result>(_ bytes: Int, _ work: () async throws -> Result) async throws -> Result {
        guard bytes > Self.free else { return try await work() }
        // What is larger than all there is has it to itself.
        let bytes = min(bytes, capacity)
        try await enter(bytes)
        defer { leave(bytes) }
        return try await work()
    }

    private func enter(_ bytes: Int) async throws {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { go in
                let isIn: Bool? = state.withLock { state in
                    if state.gone.remove(ticket) != nil { return nil }
                    if state.queue.isEmpty, state.left >= bytes {
                        state.left -= bytes
                        return true
                    }
                    state.queue.append(Waiting(ticket: ticket, bytes: bytes, go: go))
                    return false
                }
                switch isIn {
                case true?: go.resume()
                case nil: go.resume(throwing: CancellationError())
                case false?: break
                }
            }
        } onCancel: {
            let waiting = state.withLock { state -> Waiting? in
                guard let index = state.queue.firstIndex(where: { $0.ticket == ticket }) else {
                    state.gone.insert(ticket)
                    return nil
                }
                return state.queue.remove(at: index)
            }
            waiting?.go.resume(throwing: CancellationError())
            next()
        }
        state.withLock { _ = $0.gone.remove(ticket) }
    }

    private func leave(_ bytes: Int) {
        state.withLock { $0.left += bytes }
        next()
    }

    private func next() {
        let ready = state.withLock { state -> [Waiting] in
            var ready: [Waiting] = []
            while let first = state.queue.first, first.bytes <= state.left {
                state.left -= first.bytes
                ready.append(state.queue.removeFirst())
            }
            return ready
        }
        for one in ready { one.go.resume() }
    }
}
