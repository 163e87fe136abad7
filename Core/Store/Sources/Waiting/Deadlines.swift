import Dispatch
import Synchronization

/// The times at which running calls must end: one look at the clock every now and then for all of them, since nearly all calls end
/// long before, and a task that sleeps for each would cost more than many a query.
final class Deadlines: Sendable {
    static let shared = Deadlines()

    private struct State {
        var nextTicket = 0
        var waiting: [Int: (end: ContinuousClock.Instant, interruption: Interruption)] = [:]
        var isLooking = false
    }

    private let state = Mutex(State())
    private static let pause = DispatchTimeInterval.milliseconds(10)

    func add(_ interruption: Interruption, after limit: Duration) -> Int {
        let (ticket, isFirst) = state.withLock { state in
            state.nextTicket += 1
            state.waiting[state.nextTicket] = (.now + limit, interruption)
            defer { state.isLooking = true }
            return (state.nextTicket, !state.isLooking)
        }
        if isFirst { lookLater() }
        return ticket
    }

    func remove(_ ticket: Int) { state.withLock { _ = $0.waiting.removeValue(forKey: ticket) } }

    private func lookLater() {
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.pause) { self.look() }
    }

    private func look() {
        let now = ContinuousClock.now
        let (late, goesOn) = state.withLock { state in
            let late = state.waiting.filter { $0.value.end <= now }
            for ticket in late.keys { state.waiting[ticket] = nil }
            state.isLooking = !state.waiting.isEmpty
            return (late.values.map(\.interruption), state.isLooking)
        }
        for interruption in late { interruption.fire(.timedOut) }
        if goesOn { lookLater() }
    }
}
