import Engine
import Kernel
import Synchronization

/// Lets so many heavy queries run at once, and so many of one user, so that a few dear questions do not keep everybody waiting.
final class QueryPlaces: Sendable {
    private struct State {
        var running = 0
        var ofUser: [RecordID: Int] = [:]
        var nextTicket = 0
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var refused = 0
    }

    private let limits: Limits
    private let state = Mutex(State())

    init(_ limits: Limits) { self.limits = limits }

    /// Runs a query once there is a place. Throws `tooManyQueries` when this user has enough of them under way, and `busy` when
    /// none becomes free in time.
    func inside<T: Sendable>(_ user: RecordID?, _ query: () async throws -> T) async throws -> T {
        let user = user ?? RecordID(rawValue: 0)
        try register(user)
        defer { state.withLock { $0.ofUser[user] = $0.ofUser[user].flatMap { $0 > 1 ? $0 - 1 : nil } } }
        try await enter()
        defer { leave() }
        return try await query()
    }

    private func register(_ user: RecordID) throws(Failure) {
        let isAllowed = state.withLock { state in
            guard state.ofUser[user, default: 0] < limits.heavyQueriesPerUser else {
                state.refused += 1
                return false
            }
            state.ofUser[user, default: 0] += 1
            return true
        }
        if !isAllowed { throw .tooManyQueries }
    }

    private func enter() async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        let timer = Task {
            try await Task.sleep(for: limits.queryPatience)
            giveUp(ticket, Failure.busy)
        }
        defer { timer.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Void, any Error>? = state.withLock { state in
                    if state.running < limits.heavyQueries {
                        state.running += 1
                        return .success(())
                    }
                    guard state.waiting.count < limits.waitingQueries else {
                        state.refused += 1
                        return .failure(Failure.busy)
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
                // It may have been cancelled before there was anyone to wake.
                if Task.isCancelled { giveUp(ticket, CancellationError()) }
            }
        } onCancel: {
            giveUp(ticket, CancellationError())
        }
    }

    private func giveUp(_ ticket: Int, _ reason: any Error) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            state.refused += 1
            return state.waiting.remove(at: index).continuation
        }
        continuation?.resume(throwing: reason)
    }

    /// The place passes to the next in line, or becomes free.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
            state.running -= 1
            return nil
        }
        next?.resume()
    }

    var metrics: [Metric] {
        let (running, waiting, refused) = state.withLock { ($0.running, $0.waiting.count, $0.refused) }
        return [
            Metric("guanxi_heavy_queries", "Queries that may look at many rows, by what they do.", .gauge, [
                .init(["state": "running"], Double(running)), .init(["state": "waiting"], Double(waiting)),
            ]),
            Metric("guanxi_heavy_queries_refused_total", "Heavy queries that got no place.", .counter, [.init([:], Double(refused))]),
        ]
    }
}
