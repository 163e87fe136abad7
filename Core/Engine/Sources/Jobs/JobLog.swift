public import Kernel
import Store

/// What happened to a job beside its last attempt, of which its own row tells: attempts that came to nothing, and what people asked for.
public struct JobLogEntry: Sendable {
    public let id: RecordID
    public let at: Instant
    public let step: Step
    /// Which attempt it was; nil for what people did.
    public let attempt: Int?
    /// Who asked for it; nil for what happened by itself.
    public let user: RecordID?
    public let trouble: Job.Trouble?

    public enum Step: String, Sendable, Hashable, CaseIterable {
        case failed
        /// Its server was not heard of any more.
        case lost
        /// Its server stopped, and gave it back.
        case returned
        case cancelAsked, retryAsked
    }
}

enum JobLog {
    /// So many of one job are shown, the newest ones.
    static let maximum = 200

    static func note(
        _ step: JobLogEntry.Step, of job: RecordID, attempt: Int? = nil, by user: RecordID? = nil, trouble: Job.Trouble? = nil,
        _ engine: Engine, in session: any WriteSession
    ) throws {
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.jobLog) (id, job_id, at, step, attempt, user_id, error)
            VALUES (\(try engine.ids.next().rawValue), \(job.rawValue), \(engine.clock.now().milliseconds), \(step.rawValue), \(attempt),
            \(user?.rawValue), \(trouble?.text))
            """)
    }

    /// Oldest first.
    static func of(_ job: RecordID, in session: any ReadSession) throws -> [JobLogEntry] {
        try session.rows(
            """
            SELECT id, at, step, attempt, user_id, error
            FROM \(name: SystemTables.jobLog)
            WHERE job_id = \(job.rawValue)
            ORDER BY id DESC
            LIMIT \(maximum)
            """
        ).reversed().compactMap { row in
            guard let step = JobLogEntry.Step(rawValue: row[2].text ?? "") else { return nil }
            return JobLogEntry(
                id: RecordID(rawValue: row[0].integer ?? 0), at: Instant(milliseconds: row[1].integer ?? 0), step: step,
                attempt: row[3].integer.map(Int.init), user: row[4].integer.map(RecordID.init(rawValue:)),
                trouble: Job.Trouble(row[5].text.flatMap { try? JSON.parse($0) } ?? .null))
        }
    }
}
