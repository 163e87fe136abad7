import Synchronization

/// Wakes those in this process who wait for something new in the database. Other processes find it when they look next.
final class Bell: Sendable {
    private struct State {
        var last = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    func ring() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield() }
    }

    /// From now on no ring is missed: one that comes between two waits ends the next one at once.
    func listen() -> BellListener {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let key = state.withLock { state in
            state.last += 1
            state.listeners[state.last] = continuation
            return state.last
        }
        continuation.onTermination = { [weak self] _ in self?.forget(key) }
        return BellListener(continuation: continuation, rings: stream.makeAsyncIterator())
    }

    private func forget(_ key: Int) {
        _ = state.withLock { $0.listeners.removeValue(forKey: key) }
    }
}

/// One who waits for the bell. Leave it with `leave`.
public struct BellListener {
    fileprivate let continuation: AsyncStream<Void>.Continuation
    fileprivate var rings: AsyncStream<Void>.Iterator

    /// Until the bell rings, the time is over, or the task is cancelled.
    public mutating func wait(atMost limit: Duration) async {
        let timer = Task { [continuation] in
            try await Task.sleep(for: limit)
            continuation.yield()
        }
        defer { timer.cancel() }
        await rings.next()
    }

    public func leave() { continuation.finish() }
}
