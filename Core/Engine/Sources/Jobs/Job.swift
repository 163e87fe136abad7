public import Kernel
import Store

/// A piece of work that waits, runs, or has ended: one row of the queue.
public struct Job: Sendable {
    public let id: RecordID
    public let kind: String
    public let payload: JSON
    public let state: State
    public let priority: Priority
    /// Not before this.
    public let runAt: Instant
    public let attempts: Int
    public let maximumAttempts: Int
    /// Somebody wants it to end before it is done.
    public let isCancelAsked: Bool
    public let progress: Progress
    /// What it came to; null until it is done.
    public let result: JSON
    /// What went wrong the last time.
    public let trouble: Trouble?
    /// Whose job it is; nil for the system's own.
    public let createdBy: RecordID?
    public let createdAt: Instant
    public let startedAt: Instant?
    public let endedAt: Instant?

    public enum State: String, Sendable, Hashable, CaseIterable { case waiting, running, done, failed, cancelled }

    /// Which of the waiting jobs goes first; kept as its number.
    public enum Priority: Int, Sendable, Hashable, CaseIterable { case high, normal, low }

    /// How far it has come, as it last said.
    public struct Progress: Sendable, Hashable {
        public var done: Int64?
        public var total: Int64?
        public var message: String?
    }

    /// Why an attempt failed: a code for programs, and for administrators what was thrown.
    public struct Trouble: Sendable, Hashable {
        public let code: String
        public let detail: String
    }

    static let columns: SQL = """
        id, kind, payload, state, priority, run_at, attempts, maximum_attempts, cancel_asked, done, total, message, result, error,
        created_by, created_at, started_at, ended_at
        """

    init(_ row: Row) {
        func instant(_ column: String) -> Instant? { row[column].integer.map(Instant.init(milliseconds:)) }
        func json(_ column: String) -> JSON { row[column].text.flatMap { try? JSON.parse($0) } ?? .null }
        id = RecordID(rawValue: row["id"].integer ?? 0)
        kind = row["kind"].text ?? ""
        payload = json("payload")
        state = State(rawValue: row["state"].text ?? "") ?? .failed
        priority = Priority(rawValue: Int(row["priority"].integer ?? 1)) ?? .normal
        runAt = instant("run_at") ?? .first
        attempts = Int(row["attempts"].integer ?? 0)
        maximumAttempts = Int(row["maximum_attempts"].integer ?? 0)
        isCancelAsked = row["cancel_asked"].flag ?? false
        progress = Progress(done: row["done"].integer, total: row["total"].integer, message: row["message"].text)
        result = json("result")
        trouble = Trouble(json("error"))
        createdBy = row["created_by"].integer.map(RecordID.init(rawValue:))
        createdAt = instant("created_at") ?? .first
        startedAt = instant("started_at")
        endedAt = instant("ended_at")
    }
}

extension Job.Trouble {
    static let leaseEnded = Job.Trouble(code: "leaseEnded", detail: "The server that ran it is gone.")

    /// What a person may know of an error is its code; the detail may hold what the person may not see.
    init(_ error: any Error) {
        let code =
            switch error {
            case let refusal as Refusal: refusal.code
            case is Invalid: "invalid"
            case let failure as FinalFailure: failure.code
            case StoreError.timedOut: "timedOut"
            case StoreError.unavailable, StoreError.conflict: "unavailable"
            default: "internal"
            }
        let detail = (error as? FinalFailure)?.detail ?? "\(error)"
        self.init(code: code, detail: String(detail.prefix(2_000)))
    }

    init?(_ json: JSON) {
        guard let code = json["code"]?.string else { return nil }
        self.init(code: code, detail: json["detail"]?.string ?? "")
    }

    var json: JSON { ["code": .string(code), "detail": .string(detail)] }

    /// Zero bytes are not kept by the database.
    var text: String { json.text.replacing("\\u0000", with: "") }
}

/// What a job throws that no further attempt would mend.
public struct FinalFailure: Error, Sendable, Hashable {
    public let code: String
    public let detail: String

    public init(_ code: String, _ detail: String = "") { (self.code, self.detail) = (code, detail) }
}
