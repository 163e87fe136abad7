import Kernel
import Store

extension ScheduledJob {
    private static let batch = 100

    /// Begins what is due. Every server looks; whoever writes first has it, since the others wrote about an older version. One that
    /// fails keeps nobody else's waiting.
    static let routine = Routine("scheduledJobs") { engine, idle in
        var listener = engine.listen()
        defer { listener.leave() }
        var pause = idle
        while !Task.isCancelled {
            let isWhole = await beginDue(engine)
            // The database does not answer, or another server was faster: it is asked again, less and less often.
            pause = isWhole ? idle : min(pause * 2, .seconds(30))
            await listener.wait(atMost: pause)
        }
    }

    /// Whether nothing went wrong.
    private static func beginDue(_ engine: Engine) async -> Bool {
        var isWhole = true, last = RecordID(rawValue: 0)
        while !Task.isCancelled {
            guard let ids = try? await due(engine, after: last) else { return false }
            for id in ids {
                do { try await begin(id, engine) } catch { isWhole = false }
            }
            guard ids.count == batch, let end = ids.last else { break }
            last = end
        }
        return isWhole
    }

    /// The next that are due, in the order of their ids.
    private static func due(_ engine: Engine, after last: RecordID) async throws -> [RecordID] {
        let now = engine.clock.now().milliseconds
        return try await engine.database.read { session in
            try session.rows(
                """
                SELECT id
                FROM \(name: schema.definition.table)
                WHERE next_at <= \(now) AND is_active = 1 AND deleted_at IS NULL AND id > \(last.rawValue)
                ORDER BY id
                LIMIT \(batch)
                """
            ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
        }
    }

    /// What was missed while no server ran comes once.
    private static func begin(_ id: RecordID, _ engine: Engine) async throws {
        guard let known = try await engine.read(as: .system, { try $0.find(ScheduledJob.self, id) }) else { return }
        var actor: Actor?
        if let user = known[\.runsAs] { actor = try await engine.actor(of: user.id) }
        try await engine.write(as: actor ?? .system) { [actor] door in
            try door.trusting {
                let now = engine.clock.now()
                guard var planned = try door.reader.find(ScheduledJob.self, id), let due = planned[\.nextAt], due <= now else { return }
                planned[\.nextAt] = try? nextMoment(planned, after: now)
                planned[\.lastAt] = now
                if actor == nil {
                    (planned[\.trouble], planned[\.isActive]) = (.userGone, false)
                } else {
                    try begin(&planned, door)
                }
                // `save` leaves alone what people may not write.
                guard case .integer(let version)? = planned.values[Common.version] else { return }
                let outcome = planned.values.filter { ["nextAt", "lastAt", "lastJob", "trouble", "isActive"].contains($0.key) }
                try door.perform(.edit(id, outcome, ifVersion: version), on: schema.definition)
            }
        }
    }

    private static func begin(_ planned: inout Record<ScheduledJob>, _ door: Door) throws {
        if let last = planned[\.lastJob].flatMap({ RecordID($0) }), try isUnderWay(last, door.session) {
            planned[\.trouble] = .stillRunning
            return
        }
        do {
            let (kind, payload) = (planned[\.job], planned[\.payload].json)
            planned[\.lastJob] = try door.alone { try door.engine.jobs.start(kind, payload, through: door) }.id.description
            planned[\.trouble] = nil
        } catch is Refusal {
            planned[\.trouble] = .forbidden
        } catch where !(error is StoreError) {
            planned[\.trouble] = .invalid
        }
    }

    private static func isUnderWay(_ job: RecordID, _ session: any ReadSession) throws -> Bool {
        try session.first("SELECT 1 FROM \(name: SystemTables.jobs) WHERE id = \(job.rawValue) AND state IN ('waiting', 'running')") != nil
    }
}
