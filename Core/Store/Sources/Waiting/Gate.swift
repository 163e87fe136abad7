import Synchronization

/// Lets so many in at a time, first come first served. Waiting can be interrupted.
final class Gate: Sendable {
    fileprivate struct State {
        var free: Int
        var isClosed = false
        var nextTicket = 0
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var queue: [Int] = []
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private let places: Int
    private let state: Mutex<State>

    init(places: Int) {
        self.places = places
        self.state = Mutex(State(free: places))
    }

    func load(_ pool: String) -> DatabaseLoad {
        state.withLock { DatabaseLoad(pool: pool, places: places, busy: places - $0.free, waiting: $0.waiting.count) }
    }

    /// Runs `body` once there is a place.
    func inside<T: Sendable>(_ interruption: Interruption, _ body: () async throws -> T) async throws -> T {
        try await enter(interruption)
        defer { leave() }
        return try await body()
    }

    private func enter(_ interruption: Interruption) async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try interruption.arm { self.giveUp(ticket, $0) }
        defer { interruption.disarm() }
        try await withCheckedThrowingContinuation { continuation in
            let answer = state.withLock { $0.ask(ticket, continuation) }
            if let answer { continuation.resume(with: answer) }
            // The interruption may have come before there was anyone to wake.
            if let reason = interruption.reason { giveUp(ticket, reason) }
        }
    }

    private func giveUp(_ ticket: Int, _ reason: StoreError) {
        let continuation = state.withLock { $0.waiting.removeValue(forKey: ticket) }
        continuation?.resume(throwing: reason)
    }

    private func leave() {
        let (next, closing) = state.withLock { $0.hand(over: places) }
        next?.resume()
        for continuation in closing { continuation.resume() }
    }

    /// Turns away all who wait or come, and returns when those inside have left.
    func close() async {
        await withCheckedContinuation { continuation in
            let (turnedAway, isEmpty) = state.withLock { $0.shut(continuation, places: places) }
            for waiter in turnedAway { waiter.resume(throwing: StoreError.closed) }
            if isEmpty { continuation.resume() }
        }
    }
}

extension Gate.State {
    /// The answer, or nil when the asker has to wait.
    fileprivate mutating func ask(
        _ ticket: Int, _ continuation: CheckedContinuation<Void, any Error>
    ) -> Result<Void, any Error>? {
        if isClosed { return .failure(StoreError.closed) }
        if free > 0 {
            free -= 1
            return .success(())
        }
        waiting[ticket] = continuation
        queue.append(ticket)
        return nil
    }

    /// Gives a free place to the first who still waits.
    fileprivate mutating func hand(
        over places: Int
    ) -> (CheckedContinuation<Void, any Error>?, [CheckedContinuation<Void, Never>]) {
        var skipped = 0
        defer { queue.removeFirst(skipped) }
        for ticket in queue {
            skipped += 1
            if let continuation = waiting.removeValue(forKey: ticket) { return (continuation, []) }
        }
        free += 1
        guard isClosed, free == places else { return (nil, []) }
        defer { closing = [] }
        return (nil, closing)
    }

    fileprivate mutating func shut(
        _ continuation: CheckedContinuation<Void, Never>, places: Int
    ) -> (turnedAway: [CheckedContinuation<Void, any Error>], isEmpty: Bool) {
        isClosed = true
        let turnedAway = Array(waiting.values)
        waiting = [:]
        queue = []
        if free == places { return (turnedAway, true) }
        closing.append(continuation)
        return (turnedAway, false)
    }
}

extension StoreError {
    static let closed = StoreError.unavailable("The database has been closed.")
}
