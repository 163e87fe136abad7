import Kernel
public import Store

/// How the whole is, for administrators.
public struct SystemState: Sendable {
    public let databaseVersion: String
    public let databaseBytes: Int64
    /// The last migration that the database has seen; 0 for none.
    public let schemaNumber: Int64
    /// Grows with every entity, field or option made at run time.
    public let catalogueGeneration: Int64
    /// Whether search is being brought up to date with other fields.
    public let isReindexing: Bool
    public let jobs: [Job.State: Int64]
    /// Events that have no place in the order yet, counted up to `maximumCount`.
    public let unplacedEvents: Int64
    /// Events that the slowest subscriber has still to come to.
    public let eventsBehind: Int64
    /// How long the oldest of those has waited.
    public let lagMilliseconds: Int64
    public let activeUsers: Int64
    public let streams: Int
    public let pools: [DatabaseLoad]
    public let freeBytes: Int64?
    /// Nil when none was ever made with `guanxi backup`.
    public let lastBackup: LastBackup?

    public static let maximumCount = 100_000
    public static let activeMilliseconds: Int64 = 15 * 60_000
}

extension Engine {
    /// Throws `forbidden` for everybody but administrators.
    public func systemState(as actor: Actor) async throws -> SystemState {
        guard actor.isAdministrator, actor.scopes.allows(.read, "system") else { throw Refusal.forbidden(verb: .read, entity: "system") }
        let streams = await feed.count
        return try await database.read(limit: .seconds(5)) { [self] session in
            let place = try slowestPlace(session)
            let about = try session.first(Self.aboutDatabase)
            return SystemState(
                databaseVersion: about?[0].text ?? "", databaseBytes: about?[1].integer ?? 0,
                schemaNumber: try session.first("SELECT MAX(number) FROM guanxi_schema")?[0].integer ?? 0,
                catalogueGeneration: try session.generations()[.catalogue] ?? 0, isReindexing: try Reindexing.isDue(session),
                jobs: try jobCounts(session), unplacedEvents: try unplaced(session), eventsBehind: place.behind,
                lagMilliseconds: try lag(after: place.last, session), activeUsers: try activeUsers(session), streams: streams,
                pools: database.load, freeBytes: files.free, lastBackup: try BackupLog.last(session))
        }
    }

    private static let aboutDatabase = SQL.perDialect(
        sqlite: "SELECT sqlite_version(), (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())",
        postgres: "SELECT current_setting('server_version'), pg_database_size(current_database())")

    private func jobCounts(_ session: any ReadSession) throws -> [Job.State: Int64] {
        var counts: [Job.State: Int64] = [:]
        for row in try session.rows("SELECT state, COUNT(*) FROM \(name: SystemTables.jobs) GROUP BY state") {
            if let state = Job.State(rawValue: row[0].text ?? "") { counts[state] = row[1].integer }
        }
        return counts
    }

    /// The index outbox_unplaced holds no other rows.
    private func unplaced(_ session: any ReadSession) throws -> Int64 {
        try session.first(
            """
            SELECT COUNT(*)
            FROM (SELECT id FROM \(name: SystemTables.outbox) WHERE place IS NULL LIMIT \(SystemState.maximumCount)) AS unplaced
            """)?[0].integer ?? 0
    }

    /// The place that all subscribers have come to; the last one where there is none.
    private func slowestPlace(_ session: any ReadSession) throws -> (last: Int64, behind: Int64) {
        let names = modules.flatMap(\.subscribers).map { Stored.text($0.name) }
        let last = try Outbox.bounds(session).last
        guard !names.isEmpty else { return (last, 0) }
        let place = try session.first("SELECT MIN(place) FROM \(name: SystemTables.subscribers) WHERE name IN (\(SQL.list(names)))")?[0].integer
        return place.map { ($0, last - $0) } ?? (last, 0)
    }

    private func lag(after place: Int64, _ session: any ReadSession) throws -> Int64 {
        let oldest = try session.first(
            """
            SELECT MIN(at)
            FROM (
                SELECT * FROM (SELECT at FROM \(name: SystemTables.outbox) WHERE place > \(place) ORDER BY place LIMIT 1) AS placed
                UNION ALL
                SELECT * FROM (SELECT at FROM \(name: SystemTables.outbox) WHERE place IS NULL ORDER BY id LIMIT 1) AS unplaced) AS oldest
            """)?[0].integer
        return oldest.map { max(0, clock.now().milliseconds - $0) } ?? 0
    }

    /// To within the minutes at which the use of a session is noted.
    private func activeUsers(_ session: any ReadSession) throws -> Int64 {
        let since = clock.now().milliseconds - SystemState.activeMilliseconds
        return try session.first("SELECT COUNT(DISTINCT user_id) FROM \(name: SystemTables.accesses) WHERE last_used_at > \(since)")?[0].integer ?? 0
    }
}
