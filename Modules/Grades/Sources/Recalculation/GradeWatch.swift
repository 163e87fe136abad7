import Customers
import Engine
import Kernel
import Synchronization

/// Notices changes that can move a grade, and has what has changed calculated anew: once for all that happen within a few seconds.
final class GradeWatch: Sendable {
    private struct State {
        /// What active rules read, and when that was looked up.
        var reads: Reads?
        /// The next calculation begins no sooner, and sees all that was written before.
        var due = Instant.first
        /// The last calculation has seen all that was written before.
        var covered = Instant.first
    }

    private struct Reads {
        let at: Instant
        let fields: Set<String>
        let tables: Set<String>
    }

    private let state = Mutex(State())

    /// How long changes gather.
    private static let pause: Int64 = 3_000
    /// A transaction may end so much later than it says of what it changes.
    private static let margin: Int64 = 60_000
    private static let memory: Int64 = 60_000

    var subscriber: Subscriber {
        Subscriber("grades") { [self] event, engine in try await hear(event, engine) }
    }

    func covers(_ moment: Instant) { state.withLock { $0.covered = max($0.covered, moment) } }

    private func hear(_ event: Event, _ engine: Engine) async throws {
        if event.entity == GradeRule.name { return state.withLock { $0.reads = nil } }
        let now = engine.clock.now()
        let isSeen = state.withLock { state in
            now < state.due || event.at.milliseconds + Self.margin < state.covered.milliseconds
        }
        guard !isSeen, try await concerns(event, engine, now) else { return }
        let due = now + Self.pause, since = event.at.milliseconds - Self.margin
        try await engine.write(as: .system) { door in
            try door.enqueue(Grades.changed, ["since": JSON(since)], at: due, priority: .low, uniqueKey: "\(due.milliseconds / Self.pause)")
        }
        state.withLock { $0.due = due }
    }

    private func concerns(_ event: Event, _ engine: Engine, _ now: Instant) async throws -> Bool {
        var reads = state.withLock { $0.reads }
        if reads.map({ now.milliseconds - $0.at.milliseconds > Self.memory }) ?? true {
            reads = try await engine.read(as: .system) { reader in
                let gradings = try Grading.all(reader).sound
                let tables = gradings.isEmpty ? [] : Source.all(of: gradings, reader.catalogue).map(\.table)
                return Reads(at: now, fields: gradings.reduce(into: ["kind", Common.unit, Common.deletedAt]) { $0.formUnion($1.basis.reads) }, tables: Set(tables))
            }
            let found = reads
            state.withLock { $0.reads = found }
        }
        guard let reads, let table = engine.catalogue[event.entity]?.table, reads.tables.contains(table) else { return false }
        return event.entity != Customer.name || event.kind != .edit || !reads.fields.isDisjoint(with: event.fields)
    }
}

extension Grading.Basis {
    /// The customer's own fields that it reads.
    var reads: Set<String> {
        switch self {
        case .points(let criteria, _): Set(criteria.flatMap(\.measure.reads))
        case .conditions(let conditions): Set(conditions.flatMap { $0.when?.paths.compactMap(\.first) ?? [] })
        }
    }
}

extension Measure {
    fileprivate var reads: [String] {
        switch self {
        case .field(let field), .since(let field, _): [field.key]
        case .filled(let fields): fields.map(\.key)
        case .over: []
        }
    }
}
