import Kernel
import Store

/// The queue as workers see it: take, hold, give back.
///
/// Whoever takes a job gets a lease with a number that nobody had before. Every later word about the run names that number, and
/// is without effect once the job is somebody else's.
struct JobQueue: Sendable {
    let engine: Engine
    /// How long a job stays with a server that is not heard of.
    let leaseMilliseconds: Int64

    private var now: Int64 { engine.clock.now().milliseconds }

    /// A job that this server holds.
    struct Held: Sendable {
        let job: Job
        let kind: JobKind
        let lease: Int64

        var key: Key { Key(job: job.id, lease: lease) }
    }

    /// One taking of a job.
    struct Key: Sendable, Hashable {
        let job: RecordID
        let lease: Int64
    }

    /// What there is to do. Only looks, so that an idle server does not trouble the one writer of SQLite.
    struct Outlook: Sendable {
        var hasDue = false
        var hasLapsed = false
        var schedules: [String: Int64] = [:]
        /// Running jobs that somebody wants to end.
        var cancelled: Set<RecordID> = []
    }

    func outlook(running: [RecordID]) async throws -> Outlook {
        try await engine.database.read { [now, kindNames] session in
            var outlook = Outlook()
            outlook.hasDue =
                try session.first(
                    """
                    SELECT 1
                    FROM \(name: SystemTables.jobs)
                    WHERE state = 'waiting' AND run_at <= \(now) AND kind IN (\(kindNames))
                    LIMIT 1
                    """) != nil
            outlook.hasLapsed =
                try session.first("SELECT 1 FROM \(name: SystemTables.jobs) WHERE state = 'running' AND lease_until < \(now) LIMIT 1") != nil
            for row in try session.rows("SELECT kind, due FROM \(name: SystemTables.schedules) WHERE due <= \(now)") {
                if let kind = row[0].text, let due = row[1].integer { outlook.schedules[kind] = due }
            }
            guard !running.isEmpty else { return outlook }
            let asked = try session.rows(
                """
                SELECT id
                FROM \(name: SystemTables.jobs)
                WHERE id IN (\(SQL.list(running.map { .integer($0.rawValue) }))) AND cancel_asked = 1
                """)
            outlook.cancelled = Set(asked.compactMap { $0[0].integer.map(RecordID.init(rawValue:)) })
            return outlook
        }
    }

    /// Jobs of kinds that a newer server brought wait for one.
    private var kindNames: SQL { SQL.list(engine.jobKinds.keys.sorted().map(Stored.text)) }

    // MARK: - Taking

    /// Takes at most so many due jobs, each for this server alone.
    func take(_ count: Int) async throws -> [Held] {
        let lease = try engine.ids.next().rawValue, now = now
        let rows = try await engine.database.write { [kindNames, leaseMilliseconds] session in
            // Materialized, so that PostgreSQL chooses and locks the rows once. The index job_waiting gives them in order.
            try session.rows(
                """
                WITH due AS MATERIALIZED (
                    SELECT id FROM \(name: SystemTables.jobs)
                    WHERE state = 'waiting' AND run_at <= \(now) AND kind IN (\(kindNames))
                    ORDER BY priority, run_at, id
                    LIMIT \(count)\(SQL.perDialect(sqlite: .empty, postgres: " FOR UPDATE SKIP LOCKED")))
                UPDATE \(name: SystemTables.jobs)
                SET state = 'running', lease = \(lease), lease_until = \(now + leaseMilliseconds), attempts = attempts + 1,
                    started_at = \(now), done = NULL, total = NULL, message = NULL
                WHERE id IN (SELECT id FROM due)
                RETURNING \(Job.columns)
                """)
        }
        return rows.map(Job.init).compactMap { job in
            engine.jobKinds[job.kind].map { Held(job: job, kind: $0, lease: lease) }
        }
    }

    /// Makes jobs free whose server is gone; those that have had all their attempts end.
    func freeLapsed() async throws {
        try await engine.write(as: .system) { [now] door in
            let rows = try door.session.rows(
                """
                UPDATE \(name: SystemTables.jobs)
                SET state = CASE WHEN cancel_asked = 1 THEN 'cancelled' WHEN attempts >= maximum_attempts THEN 'failed' ELSE 'waiting' END,
                    ended_at = CASE WHEN cancel_asked = 1 OR attempts >= maximum_attempts THEN \(now) END,
                    run_at = \(now), lease = NULL, lease_until = NULL, error = \(Job.Trouble.leaseEnded.text)
                WHERE state = 'running' AND lease_until < \(now)
                RETURNING \(Job.columns)
                """)
            for job in rows.map(Job.init) {
                try JobLog.note(.lost, of: job.id, attempt: job.attempts, engine, in: door.session)
                try door.tellEnd(job.state, of: job)
            }
        }
    }

    // MARK: - Holding

    /// Prolongs the lease and tells how far the job is; nil when it is not held any more, true when it should end.
    func renew(_ held: Held, _ progress: Job.Progress) async throws -> Bool? {
        try await engine.database.write { [now, leaseMilliseconds] session in
            try session.first(
                """
                UPDATE \(name: SystemTables.jobs)
                SET lease_until = \(now + leaseMilliseconds), \(Self.assignments(progress))
                WHERE \(Self.isHeld(held))
                RETURNING cancel_asked
                """
            ).map { $0[0].flag ?? false }
        }
    }

    /// Whether the job is still held, and locks it: nobody else takes it before the transaction ends.
    static func lock(_ held: Held, _ session: any WriteSession) throws -> Bool {
        try session.first("SELECT 1 FROM \(name: SystemTables.jobs) WHERE \(isHeld(held))\(session.dialect.forUpdate)") != nil
    }

    private static func isHeld(_ held: Held) -> SQL {
        "id = \(held.job.id.rawValue) AND lease = \(held.lease) AND state = 'running'"
    }

    private static func assignments(_ progress: Job.Progress) -> SQL {
        "done = \(progress.done), total = \(progress.total), message = \(progress.message)"
    }

    // MARK: - Giving back

    /// How a run ended.
    enum Outcome: Sendable {
        case done(JSON)
        case failed(Job.Trouble, isFinal: Bool)
        case cancelled
        /// The server stops: somebody else may do it, as if it had not been tried here.
        case returned
    }

    /// Writes how it ended, unless the job is somebody else's by now.
    @discardableResult
    func end(_ held: Held, _ outcome: Outcome, _ progress: Job.Progress) async throws -> Bool {
        let change = change(held, outcome)
        return try await engine.write(as: .system) { door in
            let state = try door.session.first(
                """
                UPDATE \(name: SystemTables.jobs)
                SET lease = NULL, lease_until = NULL, \(Self.assignments(progress)), \(change)
                WHERE \(Self.isHeld(held))
                RETURNING state
                """)?[0].text.flatMap(Job.State.init)
            guard let state else { return false }
            switch outcome {
            case .failed(let trouble, _): try JobLog.note(.failed, of: held.job.id, attempt: held.job.attempts, trouble: trouble, engine, in: door.session)
            case .returned: try JobLog.note(.returned, of: held.job.id, attempt: held.job.attempts, engine, in: door.session)
            case .done, .cancelled: break
            }
            try door.tellEnd(state, of: held.job)
            return true
        }
    }

    private func change(_ held: Held, _ outcome: Outcome) -> SQL {
        switch outcome {
        case .done(let result):
            return "state = 'done', ended_at = \(now), error = NULL, result = \(result == .null ? nil : result.text as String?)"
        case .cancelled: return "state = 'cancelled', ended_at = \(now)"
        case .returned: return "state = 'waiting', run_at = \(now), attempts = attempts - 1"
        case .failed(let trouble, let isFinal) where isFinal || held.job.attempts >= held.job.maximumAttempts:
            return "state = 'failed', ended_at = \(now), error = \(trouble.text)"
        case .failed(let trouble, _):
            let delay = held.kind.backoff.milliseconds(afterAttempt: held.job.attempts, chance: .random(in: 0...1))
            return "state = 'waiting', run_at = \(now + delay), error = \(trouble.text)"
        }
    }
}
