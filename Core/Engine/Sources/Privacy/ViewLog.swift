import Foundation
public import Kernel
import Store
import Synchronization

/// Who opened records of entities that are `.watched`: one row for each person, record and hour. Gathered and written a moment later, so that
/// reading waits for no writing.
final class ViewLog: Sendable {
    private struct View: Hashable {
        let record, user: RecordID
        let impersonator: RecordID?
        let entity: String
        /// In milliseconds, the beginning of it.
        let hour: Int64
    }

    private struct State {
        var waiting: Set<View> = []
        var flushing: Task<Void, Never>?
    }

    /// More than these do not wait: whoever opens the next record writes them first, or is refused.
    private static let most = 20_000
    private static let pause = Duration.seconds(2)
    private let state = Mutex(State())

    static let table = "record_view"
    static let hour: Int64 = 3_600_000

    static var plans: [TablePlan] {
        [
            TablePlan(
                name: table,
                columns: [
                    ColumnPlan(name: "record_id", type: .integer, isRequired: true), ColumnPlan(name: "hour", type: .integer, isRequired: true),
                    ColumnPlan(name: "user_id", type: .integer, isRequired: true),
                    // Zero where they were themselves.
                    ColumnPlan(name: "impersonator_id", type: .integer, isRequired: true), ColumnPlan(name: "entity", type: .text, isRequired: true),
                ],
                primaryKey: ["record_id", "hour", "user_id", "impersonator_id"],
                indexes: [IndexPlan(name: "record_view_hour", columns: ["hour"])])
        ]
    }

    func note(_ record: RecordID, _ entity: String, by actor: Actor, on engine: Engine) async throws {
        guard let user = actor.user else { return }
        let now = engine.clock.now().milliseconds
        let view = View(record: record, user: user, impersonator: actor.impersonator, entity: entity, hour: now - now % Self.hour)
        let isFull = state.withLock { state in
            state.waiting.insert(view)
            if state.flushing == nil {
                state.flushing = Task { [weak engine] in
                    try? await Task.sleep(for: Self.pause)
                    guard let engine else { return }
                    // What cannot be written now waits for the next that is opened.
                    try? await self.flush(engine)
                }
            }
            return state.waiting.count >= Self.most
        }
        if isFull { try await flush(engine) }
    }

    /// Writes all that wait.
    func flush(_ engine: Engine) async throws {
        let views = state.withLock { state in
            defer { (state.waiting, state.flushing) = ([], nil) }
            return state.waiting
        }
        guard !views.isEmpty else { return }
        do {
            try await engine.database.write { session in
                let sorted = views.sorted { ($0.record, $0.hour, $0.user) < ($1.record, $1.hour, $1.user) }
                for start in stride(from: 0, to: sorted.count, by: 500) {
                    let rows = sorted[start..<min(start + 500, sorted.count)].map { view in
                        "(\(view.record.rawValue), \(view.hour), \(view.user.rawValue), \(view.impersonator?.rawValue ?? 0), \(view.entity))" as SQL
                    }
                    try session.execute(
                        """
                        INSERT INTO \(name: Self.table) (record_id, hour, user_id, impersonator_id, entity)
                        VALUES \(rows.joined(by: ", "))
                        ON CONFLICT DO NOTHING
                        """)
                }
            }
        } catch {
            state.withLock { $0.waiting.formUnion(views) }
            throw error
        }
    }
}

extension Engine {
    /// Keeps that somebody opened a record, where its entity asks for that.
    public func noteView(of record: RecordID, _ entity: EntityDefinition, by actor: Actor) async throws {
        guard entity.traits.contains(.watched) else { return }
        try await views.note(record, entity.name, by: actor, on: self)
    }
}

extension Engine {
    /// Before the database closes. What cannot be written is said, not forgotten in silence.
    func writeLastViews() async {
        do {
            try await views.flush(self)
        } catch {
            FileHandle.standardError.write(Data("Who opened records in the last moments could not be written: \(error)\n".utf8))
        }
    }
}
