import Kernel
import Store

/// Work that is due again and again. A row says when each kind is due next; whoever moves it on puts the job into the queue, in one
/// transaction: of several servers one does.
extension JobQueue {
    /// Enters schedules that are new, and brings forward those that are due earlier than they used to be.
    func enterSchedules() async throws {
        let now = engine.clock.now()
        let due = engine.jobKinds.values.compactMap { kind in kind.schedule.map { (kind.name, $0.next(after: now).milliseconds) } }.sorted { $0.0 < $1.0 }
        guard !due.isEmpty else { return }
        try await engine.database.write { session in
            for (kind, due) in due {
                try session.execute(
                    """
                    INSERT INTO \(name: SystemTables.schedules) (kind, due)
                    VALUES (\(kind), \(due))
                    ON CONFLICT (kind) DO UPDATE SET due = excluded.due WHERE \(name: SystemTables.schedules).due > excluded.due
                    """)
            }
        }
    }

    /// Puts the job of a due moment into the queue and moves on. What was missed while no server ran comes once; while the last
    /// one still waits or runs, no other is added.
    ///
    /// - Parameter due: the moment as it was read; somebody who was quicker has changed it.
    func enqueue(scheduled name: String, due: Int64) async throws {
        guard let kind = engine.jobKinds[name], let schedule = kind.schedule else { return }
        let next = schedule.next(after: engine.clock.now()).milliseconds
        try await engine.write(as: .system) { door in
            let moved = try door.session.execute(
                "UPDATE \(name: SystemTables.schedules) SET due = \(next) WHERE kind = \(name) AND due = \(due)")
            guard moved == 1 else { return }
            let job = try door.enqueue(name, uniqueKey: "schedule")
            try door.session.execute("UPDATE \(name: SystemTables.schedules) SET last_job = \(job.rawValue) WHERE kind = \(name)")
        }
    }
}
