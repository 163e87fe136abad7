@testable import Engine
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// A module of nothing but work.
struct Bench: Module {
    let name = "Bench"
    let entities: [EntityDefinition] = []
    var jobs: [JobKind] = []
    var subscribers: [Subscriber] = []
}

extension Workers.Habits {
    /// Looks often, so that a test that moves the clock is not waited for.
    static func quick(_ count: Int = 4) -> Workers.Habits {
        var habits = Workers.Habits()
        (habits.count, habits.idle) = (count, .milliseconds(20))
        return habits
    }
}

extension Engine {
    @discardableResult
    func enqueue(
        _ kind: String, _ payload: JSON = [:], at: Instant? = nil, priority: Job.Priority = .normal, uniqueKey: String? = nil,
        as actor: Actor = .system
    ) async throws -> RecordID {
        try await write(as: actor) { try $0.enqueue(kind, payload, at: at, priority: priority, uniqueKey: uniqueKey) }
    }

    /// As if this server hung.
    func abandonWorkers() async { await workers.withLock { $0 }?.abandon() }

    func job(_ id: RecordID) async throws -> Job { try await jobs.find(id, as: .system) }

    /// The job once it is in one of these states.
    func job(_ id: RecordID, in states: Job.State...) async throws -> Job {
        try await eventually { try await states.contains(job(id).state) }
        return try await job(id)
    }
}
