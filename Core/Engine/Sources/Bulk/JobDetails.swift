import Kernel
import Store

/// What a job keeps beside its row in the queue: the records that it was given, how far it has come through them, what
/// undid it, where it was asked for.
struct JobDetails: Sendable {
    /// Ascending; nil where it works through a filter.
    let ids: [RecordID]?
    /// The last record that was dealt with.
    let reached: RecordID
    let undoneBy: RecordID?

    static func make(_ job: RecordID, ids: [RecordID]? = nil, address: String? = nil, in session: any WriteSession) throws {
        let text = ids.map { $0.map(\.description).joined(separator: ",") }
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.jobDetails) (job_id, ids, reached, address)
            VALUES (\(job.rawValue), \(text), 0, \(address))
            """)
    }

    /// Where the request came from, for the security log.
    static func address(of job: RecordID, in session: any ReadSession) throws -> String? {
        try session.first("SELECT address FROM \(name: SystemTables.jobDetails) WHERE job_id = \(job.rawValue)")?[0].text
    }

    /// Nil where the job has none, or none any more.
    static func of(_ job: RecordID, in session: any ReadSession, locking: Bool = false) throws -> JobDetails? {
        let lock = locking ? session.dialect.forUpdate : .empty
        let row = try session.first(
            "SELECT ids, reached, undone_by FROM \(name: SystemTables.jobDetails) WHERE job_id = \(job.rawValue)\(lock)")
        return row.map { row in
            JobDetails(
                ids: row[0].text.map { $0.split(separator: ",").compactMap { RecordID($0) } },
                reached: RecordID(rawValue: row[1].integer ?? 0), undoneBy: row[2].integer.map(RecordID.init(rawValue:)))
        }
    }

    /// Notes how far the job is together with what it has come to: both belong to the batch that is being written, so that a run
    /// that goes on later neither repeats nor forgets a record.
    static func note(_ job: RecordID, reached: RecordID, _ result: JSON, in session: any WriteSession) throws {
        try session.execute("UPDATE \(name: SystemTables.jobDetails) SET reached = \(reached.rawValue) WHERE job_id = \(job.rawValue)")
        try session.execute("UPDATE \(name: SystemTables.jobs) SET result = \(result.text) WHERE id = \(job.rawValue)")
    }

    static func noteUndoing(_ job: RecordID, by undo: RecordID, in session: any WriteSession) throws {
        try session.execute("UPDATE \(name: SystemTables.jobDetails) SET undone_by = \(undo.rawValue) WHERE job_id = \(job.rawValue)")
    }
}

extension SystemTables {
    static let jobDetails = "job_detail"

    static let jobDetailPlans = [
        TablePlan(
            name: jobDetails,
            columns: [
                ColumnPlan(name: "job_id", type: .integer, isRequired: true), ColumnPlan(name: "ids", type: .text),
                ColumnPlan(name: "reached", type: .integer, isRequired: true), ColumnPlan(name: "undone_by", type: .integer),
                ColumnPlan(name: "address", type: .text),
            ],
            primaryKey: ["job_id"])
    ]
}
