public import Kernel
import Store

/// The queue as people see it: their own jobs, and all of them for administrators.
public struct Jobs: Sendable {
    let engine: Engine

    public static let maximumLimit = 200

    /// Newest first.
    ///
    /// - Parameter before: the last id of the page before.
    public func list(
        as actor: Actor, state: Job.State? = nil, kind: String? = nil, before: RecordID? = nil, limit: Int = 50
    ) async throws -> (jobs: [Job], next: RecordID?) {
        try Self.check(actor, may: .read)
        var conditions = [Self.scope(actor)]
        if let state { conditions.append("state = \(state.rawValue)") }
        if let kind { conditions.append("kind = \(kind)") }
        if let before { conditions.append("id < \(before.rawValue)") }
        let condition = conditions.joined(by: " AND "), limit = min(max(limit, 1), Self.maximumLimit)
        let jobs = try await engine.database.read(limit: Engine.readLimit) { session in
            try session.rows(
                """
                SELECT \(Job.columns)
                FROM \(name: SystemTables.jobs)
                WHERE \(condition)
                ORDER BY id DESC
                LIMIT \(limit + 1)
                """
            ).map(Job.init)
        }
        return jobs.count > limit ? (Array(jobs.prefix(limit)), jobs[limit - 1].id) : (jobs, nil)
    }

    public func find(_ id: RecordID, as actor: Actor) async throws -> Job {
        try Self.check(actor, may: .read)
        return try await engine.database.read { session in try Self.job(id, actor, session) }
    }

    /// What happened to it beside its last attempt, oldest first; of very much the newest part.
    public func log(of id: RecordID, as actor: Actor) async throws -> [JobLogEntry] {
        try Self.check(actor, may: .read)
        return try await engine.database.read { session in
            try JobLog.of(Self.job(id, actor, session).id, in: session)
        }
    }

    /// Starts a job of a kind that everybody may begin, as far as their rights go, or one that is offered to administrators.
    public func start(_ kind: String, _ payload: JSON, as actor: Actor) async throws -> Job {
        try await engine.write(as: actor) { try start(kind, payload, through: $0) }
    }

    /// The same within a transaction.
    public func start(_ kind: String, _ payload: JSON, through door: Door) throws -> Job {
        try Self.check(door.actor, may: .create)
        if let begin = engine.jobKinds[kind]?.begin { return try Self.job(begin(payload, door), door.actor, door.session) }
        guard door.actor.isAdministrator else { throw Refusal.forbidden(verb: .create, entity: "job") }
        guard engine.jobKinds[kind]?.isOffered == true else { throw Invalid("kind", .unknownOption, ["option": kind]) }
        return try Self.job(door.enqueue(kind, payload), door.actor, door.session)
    }

    /// A waiting job is cancelled at once; a running one is told to end.
    public func cancel(_ id: RecordID, as actor: Actor) async throws -> Job {
        let now = engine.clock.now().milliseconds
        return try await changed(
            id, as: actor, action: "cancel", .cancelAsked,
            """
            SET cancel_asked = 1, state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END,
                ended_at = CASE WHEN state = 'waiting' THEN \(now) END
            """, from: "state IN ('waiting', 'running')")
    }

    /// A failed job gets all its attempts again; a cancelled one goes on where it was left, if its kind can and nobody has undone it since.
    public func retry(_ id: RecordID, as actor: Actor) async throws -> Job {
        let resumable = engine.jobKinds.values.filter(\.isResumable).map(\.name).sorted()
        return try await changed(
            id, as: actor, action: "retry", .retryAsked,
            "SET state = 'waiting', run_at = \(engine.clock.now().milliseconds), attempts = 0, cancel_asked = 0, ended_at = NULL",
            from: """
                (state = 'failed' OR (state = 'cancelled' AND kind IN (\(SQL.list(resumable.map(Stored.text))))))
                AND NOT EXISTS (
                    SELECT 1 FROM \(name: SystemTables.jobDetails) AS d
                    WHERE d.job_id = \(name: SystemTables.jobs).id AND d.undone_by IS NOT NULL)
                """)
    }

    private func changed(
        _ id: RecordID, as actor: Actor, action: String, _ step: JobLogEntry.Step, _ change: SQL, from state: SQL
    ) async throws -> Job {
        try Self.check(actor, may: .edit)
        let job = try await engine.database.write { session in
            let count = try session.execute(
                "UPDATE \(name: SystemTables.jobs) \(change) WHERE id = \(id.rawValue) AND \(Self.scope(actor)) AND \(state)")
            let job = try Self.job(id, actor, session)
            guard count == 1 else { throw Refusal.notPossible(action: action) }
            try JobLog.note(step, of: id, by: actor.user, engine, in: session)
            return job
        }
        engine.bell.ring()
        return job
    }

    static func job(_ id: RecordID, _ actor: Actor, _ session: any ReadSession) throws -> Job {
        let row = try session.first(
            "SELECT \(Job.columns) FROM \(name: SystemTables.jobs) WHERE id = \(id.rawValue) AND \(scope(actor))")
        guard let row else { throw Refusal.notFound(entity: "job", id: id.description) }
        return Job(row)
    }

    /// Whether the token allows it. Which jobs these are, `scope` says.
    private static func check(_ actor: Actor, may verb: Verb) throws(Refusal) {
        guard actor.scopes.allows(verb, "job") else { throw .forbidden(verb: verb, entity: "job") }
    }

    private static func scope(_ actor: Actor) -> SQL {
        if actor.isAdministrator { return "1 = 1" }
        return actor.user.map { "created_by = \($0.rawValue)" } ?? "1 = 0"
    }
}

extension Engine {
    public var jobs: Jobs { Jobs(engine: self) }
}
