import Kernel
import Store

/// Brings events to one subscriber, as long as this server holds its lease.
struct Delivery: Sendable {
    let engine: Engine
    let subscriber: Subscriber
    let habits: Workers.Habits
    let lease: Int64
    let outbox: Outbox

    /// How many events are read, and told of, before it is written how far the subscriber has come.
    static let batch = 100

    init(engine: Engine, subscriber: Subscriber, habits: Workers.Habits) {
        (self.engine, self.subscriber, self.habits) = (engine, subscriber, habits)
        // Only has to differ from every other.
        (lease, outbox) = (Int64.random(in: 1 ... .max), Outbox(database: engine.database))
    }

    /// Until the task is cancelled.
    func run() async {
        var listener = engine.bell.listen()
        defer { listener.leave() }
        var hasEntered = false
        var pause = habits.idle
        while !Task.isCancelled {
            do {
                if !hasEntered { try await enter() }
                hasEntered = true
                if try await round() { continue }
                pause = habits.idle
            } catch {
                // The database does not answer: it is asked again, less and less often.
                pause = min(pause * 2, .seconds(30))
            }
            await listener.wait(atMost: pause)
        }
        await Task { await giveBack() }.value
    }

    /// Tells of some events; true when there may be more.
    func round() async throws -> Bool {
        try await outbox.settle()
        guard try await hasWork(), let place = try await claim() else { return false }
        try await engine.keepUp()
        let due = try await due()
        let (events, through) = try await outbox.events(after: place, of: subscriber.entities, limit: Self.batch)
        let blocked = try await blockedRecords(among: events)
        let told = await holding { await tell(due, events, through, blocked) }
        // Also when the task was cancelled meanwhile: what was told need not be told again.
        return try await Task { try await note(told, after: place) }.value && !Task.isCancelled
    }

    // MARK: - Telling

    /// An event that is told of, with the attempts that failed before.
    struct Due: Sendable {
        let event: Event
        let attempts: Int
    }

    /// What came of it.
    struct Told: Sendable {
        var through: Int64?
        /// Held back so far, taken now.
        var taken: [Event] = []
        /// To be told of later; with trouble if this attempt failed, without if the record's turn did not come.
        var held: [(due: Due, trouble: Job.Trouble?)] = []
    }

    /// The held ones whose time has come, then the new ones, each record's in order.
    private func tell(_ due: [Due], _ events: [Event], _ through: Int64, _ blocked: Set<RecordID>) async -> Told {
        var told = Told()
        for due in due {
            if Task.isCancelled { return told }
            if let trouble = await attempt(due.event) { told.held.append((due, trouble)) } else { told.taken.append(due.event) }
        }
        var blocked = blocked
        for event in events {
            if Task.isCancelled { return told }
            let due = Due(event: event, attempts: 0)
            if blocked.contains(event.record) {
                told.held.append((due, nil))
            } else if let trouble = await attempt(event) {
                told.held.append((due, trouble))
                blocked.insert(event.record)
            }
            told.through = event.place
        }
        told.through = through
        return told
    }

    private func attempt(_ event: Event) async -> Job.Trouble? {
        do {
            try await subscriber.handle(event, engine)
            return nil
        } catch {
            return Job.Trouble(error)
        }
    }

    /// Prolongs the lease while `body` runs, and cancels it when the lease is lost.
    private func holding<T: Sendable>(_ body: @escaping @Sendable () async -> T) async -> T {
        let work = Task { await body() }
        let heartbeat = Task {
            while true {
                try await Task.sleep(for: habits.heartbeat)
                if let isHeld = try? await renew(), !isHeld { return work.cancel() }
            }
        }
        defer { heartbeat.cancel() }
        return await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
    }
}
