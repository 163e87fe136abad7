import Kernel
import Store

/// The events in their order.
///
/// An event gets its place only after its transaction was committed, by one writer at a time: so whoever has read up to a place
/// will never find another event before it. Decision 011 says why neither ids nor transaction numbers would do.
struct Outbox: Sendable {
    let database: any Database

    /// How many events get their places in one transaction.
    static let batch = 500

    /// The places between which events are kept.
    struct Bounds: Sendable {
        /// The last place that is not kept any more.
        let forgotten: Int64
        let last: Int64
    }

    /// Gives a place to every event that has none. Call it before reading.
    func settle() async throws {
        while true {
            // Only looks at first: an idle server does not trouble the one writer of SQLite.
            let hasNew = try await database.read { session in
                try session.first("SELECT 1 FROM \(name: SystemTables.outbox) WHERE place IS NULL LIMIT 1") != nil
            }
            guard hasNew else { return }
            let count = try await database.write { session in try Self.settle(session) }
            if count < Self.batch { return }
        }
    }

    private static func settle(_ session: any WriteSession) throws -> Int {
        let last = try lock(session)
        let count = try session.execute(
            """
            WITH few AS (
                SELECT record_id, version FROM \(name: SystemTables.outbox)
                WHERE place IS NULL
                ORDER BY id
                LIMIT \(batch)),
            due AS (
                SELECT o.id, o.record_id, o.version, CASE WHEN o.kind = 'purge' THEN 1 ELSE 0 END AS is_last
                FROM \(name: SystemTables.outbox) AS o
                JOIN (SELECT record_id, MAX(version) AS version FROM few GROUP BY record_id) AS f
                    ON f.record_id = o.record_id AND o.version <= f.version
                WHERE o.place IS NULL),
            reached AS (
                SELECT id, version, is_last,
                    MAX(id) OVER (PARTITION BY record_id ORDER BY version, is_last, id ROWS UNBOUNDED PRECEDING) AS top
                FROM due),
            numbered AS (
                SELECT id, ROW_NUMBER() OVER (ORDER BY top, version, is_last, id) AS number
                FROM reached)
            UPDATE \(name: SystemTables.outbox)
            SET place = \(last) + numbered.number
            FROM numbered
            WHERE \(name: SystemTables.outbox).id = numbered.id
            """)
        try session.execute("UPDATE \(name: SystemTables.outboxState) SET last = \(last + Int64(count)) WHERE id = 1")
        return count
    }

    /// The last place; nobody else gives any before this transaction ends.
    private static func lock(_ session: any WriteSession) throws -> Int64 {
        let lock: SQL = "UPDATE \(name: SystemTables.outboxState) SET last = last WHERE id = 1 RETURNING last"
        if let last = try session.first(lock)?[0].integer { return last }
        try session.execute(
            "INSERT INTO \(name: SystemTables.outboxState) (id, last, forgotten) VALUES (1, 0, 0) ON CONFLICT (id) DO NOTHING")
        return try session.first(lock)?[0].integer ?? 0
    }

    func bounds() async throws -> Bounds {
        try await database.read { session in try Self.bounds(session) }
    }

    static func bounds(_ session: any ReadSession) throws -> Bounds {
        let row = try session.first("SELECT forgotten, last FROM \(name: SystemTables.outboxState) WHERE id = 1")
        return Bounds(forgotten: row?[0].integer ?? 0, last: row?[1].integer ?? 0)
    }

    /// The next events after a place, in order, and the place up to which that is all there is.
    ///
    /// - Parameters:
    ///   - entities: nil for all.
    ///   - end: not beyond this place.
    func events(
        after place: Int64, of entities: Set<String>? = nil, upTo end: Int64 = .max, limit: Int = batch
    ) async throws -> (events: [Event], through: Int64) {
        try await database.read { session in
            let through = min(end, try Self.bounds(session).last)
            let among: SQL = entities.map { "AND entity IN (\(SQL.list($0.sorted().map(Stored.text))))" } ?? .empty
            let rows = try session.rows(
                """
                SELECT \(Event.columns)
                FROM \(name: SystemTables.outbox)
                WHERE place > \(place) AND place <= \(through) \(among)
                ORDER BY place
                LIMIT \(limit)
                """)
            let events = rows.compactMap(Event.init)
            return (events, rows.count == limit ? rows.last?[0].integer ?? through : max(place, through))
        }
    }
}
