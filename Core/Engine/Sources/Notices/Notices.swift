public import Kernel
import Store

/// What people are told that concerns them: mentions, records that become theirs, jobs that ended.
public enum Notices {
    /// How long what happens to a record again comes to the same notice.
    static let foldingMinutes: Int64 = 5
    static let digestHour = 8
    static let days: Int64 = 90
    public static let maximumLimit = 100

    /// What stands in the place of an entity where a notice is about a job.
    static let job = "job"
    /// What stands in the place of an entity in the event by which pages learn that somebody's notices have changed. Its actor is
    /// whose notices they are.
    public static let event = "notice"
}

extension Event {
    /// Whether it says that this user's notices have changed.
    public func isNotice(for user: RecordID?) -> Bool { entity == Notices.event && actor == user && user != nil }
}

extension Door {
    /// Marks notices of whoever asks as read; those of others are passed over.
    public func readNotices(_ ids: [RecordID]) throws {
        try readNotices(where: "id IN (\(SQL.list(ids.map { .integer($0.rawValue) })))")
    }

    /// Marks this notice and all that came before it as read.
    public func readNotices(upTo id: RecordID) throws { try readNotices(where: "id <= \(id.rawValue)") }

    private func readNotices(where condition: SQL) throws {
        guard let user = actor.user else { throw Refusal.notLoggedIn }
        guard actor.scopes.allows(.edit, Notices.event) else { throw Refusal.forbidden(verb: .edit, entity: Notices.event) }
        let count = try session.execute(
            """
            UPDATE \(name: SystemTables.notices)
            SET read_at = \(engine.clock.now().milliseconds)
            WHERE user_id = \(user.rawValue) AND read_at IS NULL AND \(condition)
            """)
        if count > 0 { try announceNotices(to: [user]) }
    }
}

extension Housekeeping {
    static let purgeNotices = JobKind("purgeNotices", every: .daily(at: 3, 40)) { _, run in
        try await purge(run) { now in
            """
            DELETE FROM \(name: SystemTables.notices)
            WHERE id IN (
                SELECT id FROM \(name: SystemTables.notices)
                WHERE at < \(now - Notices.days * day)
                LIMIT \(batch))
            """
        }
    }
}
