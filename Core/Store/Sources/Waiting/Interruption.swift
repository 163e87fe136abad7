import Dispatch
import Synchronization

/// Why and how a running call is stopped from outside: by its limit of time or by the cancellation of its task.
final class Interruption: Sendable {
    private struct State {
        var reason: StoreError?
        var action: (@Sendable (StoreError) -> Void)?
    }

    private let state = Mutex(State())

    /// Set once, and then for good.
    var reason: StoreError? { state.withLock(\.reason) }

    func check() throws {
        if let reason { throw reason }
    }

    /// Stops the call. What that takes may block, hence the queue.
    func fire(_ reason: StoreError) {
        let isArmed = state.withLock { state in
            if state.reason != nil { return false }
            state.reason = reason
            return state.action != nil
        }
        guard isArmed else { return }
        DispatchQueue.global().async { self.act() }
    }

    // Under the lock, so that `disarm` waits for an action that is under way: it must not hit the next call.
    // Again and again until then, because a server forgets a cancellation that comes just before the query begins.
    private func act() {
        let isArmed = state.withLock { state in
            guard let reason = state.reason, let action = state.action else { return false }
            action(reason)
            return true
        }
        guard isArmed else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(50)) { self.act() }
    }

    /// Names what stops the call from now on; throws when it has been stopped already. The action is given the reason,
    /// and must not ask for it here.
    func arm(_ action: @escaping @Sendable (StoreError) -> Void) throws {
        try state.withLock { state in
            if let reason = state.reason { throw reason }
            state.action = action
        }
    }

    func disarm() {
        state.withLock { $0.action = nil }
    }
}

/// Runs an operation that ends early when `limit` runs out or the task is cancelled.
func interruptible<T: Sendable>(
    limit: Duration?, _ operation: @Sendable (Interruption) async throws -> T
) async throws -> T {
    let interruption = Interruption()
    let ticket = limit.map { Deadlines.shared.add(interruption, after: $0) }
    defer { if let ticket { Deadlines.shared.remove(ticket) } }
    return try await withTaskCancellationHandler {
        try await operation(interruption)
    } onCancel: {
        interruption.fire(.cancelled)
    }
}
