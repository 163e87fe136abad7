public import Kernel
import Store

extension Door {
    /// The longest payload of a job, in bytes of JSON: what is larger belongs into a table.
    public static let maximumPayload = 65_536

    /// Puts work into the queue as part of this transaction: if that is undone, there is no job.
    ///
    /// - Parameters:
    ///   - at: not before this; now unless said otherwise.
    ///   - uniqueKey: as long as a job of this kind and key waits or runs, there is no second one, and that one's id is returned.
    @discardableResult
    public func enqueue(
        _ kind: String, _ payload: JSON = [:], at: Instant? = nil, priority: Job.Priority = .normal, uniqueKey: String? = nil
    ) throws -> RecordID {
        guard let declared = engine.jobKinds[kind] else { throw Invalid("kind", .unknownOption, ["option": kind]) }
        let text = payload.text
        guard text.utf8.count <= Self.maximumPayload else {
            throw Invalid("payload", .tooLong, ["max": String(Self.maximumPayload)])
        }
        writes += 1
        // The one that was there may end before it is looked up; then this one is made after all.
        for _ in 0..<3 {
            if let id = try insert(declared, text, at, priority, uniqueKey) ?? existing(kind, uniqueKey) { return id }
        }
        throw StoreError.conflict(code: "job")
    }

    private func insert(
        _ kind: JobKind, _ payload: String, _ at: Instant?, _ priority: Job.Priority, _ uniqueKey: String?
    ) throws -> RecordID? {
        let id = try engine.ids.next(), now = engine.clock.now().milliseconds
        let count = try session.execute(
            """
            INSERT INTO \(name: SystemTables.jobs)
            (id, kind, payload, state, priority, run_at, attempts, maximum_attempts, cancel_asked, created_by, unique_key, created_at)
            VALUES (\(id.rawValue), \(kind.name), \(payload), 'waiting', \(priority.rawValue), \(at?.milliseconds ?? now), 0,
            \(kind.maximumAttempts), 0, \(actor.user?.rawValue), \(uniqueKey), \(now))
            ON CONFLICT DO NOTHING
            """)
        return count == 1 ? id : nil
    }

    private func existing(_ kind: String, _ uniqueKey: String?) throws -> RecordID? {
        try session.first(
            """
            SELECT id
            FROM \(name: SystemTables.jobs)
            WHERE kind = \(kind) AND unique_key = \(uniqueKey) AND unique_key IS NOT NULL AND state IN ('waiting', 'running')
            """)?[0].integer.map(RecordID.init(rawValue:))
    }
}
