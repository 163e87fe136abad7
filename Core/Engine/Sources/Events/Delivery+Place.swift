import Kernel
import Store

/// How far a subscriber has come, and who brings it on: rows that only the holder of the lease changes.
extension Delivery {
    private var now: Int64 { engine.clock.now().milliseconds }
    private var until: Int64 { now + Int64(habits.lease.components.seconds) * 1_000 }
    private var isMine: SQL { "name = \(subscriber.name) AND lease = \(lease)" }

    /// A subscriber that is new begins with what happens from now on.
    func enter() async throws {
        try await outbox.settle()
        try await engine.database.write { [subscriber] session in
            try session.execute(
                """
                INSERT INTO \(name: SystemTables.subscribers) (name, place)
                VALUES (\(subscriber.name), \(Outbox.bounds(session).last))
                ON CONFLICT (name) DO NOTHING
                """)
        }
    }

    /// Whether there is anything to tell, and nobody else to do it. Only looks.
    func hasWork() async throws -> Bool {
        try await engine.database.read { [subscriber, lease, now] session in
            try session.first(
                """
                SELECT 1
                FROM \(name: SystemTables.subscribers)
                WHERE name = \(subscriber.name) AND (lease IS NULL OR lease = \(lease) OR lease_until < \(now))
                AND (place < \(Outbox.bounds(session).last) OR EXISTS (
                    SELECT 1 FROM \(name: SystemTables.heldEvents)
                    WHERE subscriber = \(subscriber.name) AND run_at <= \(now)))
                """) != nil
        }
    }

    /// Takes or prolongs the lease; nil when another server was quicker.
    func claim() async throws -> Int64? {
        try await engine.database.write { [subscriber, lease, now, until] session in
            try session.first(
                """
                UPDATE \(name: SystemTables.subscribers)
                SET lease = \(lease), lease_until = \(until)
                WHERE name = \(subscriber.name) AND (lease IS NULL OR lease = \(lease) OR lease_until < \(now))
                RETURNING place
                """)?[0].integer
        }
    }

    func renew() async throws -> Bool {
        try await engine.database.write { [isMine, until] session in
            try session.execute("UPDATE \(name: SystemTables.subscribers) SET lease_until = \(until) WHERE \(isMine)") == 1
        }
    }

    func giveBack() async {
        _ = try? await engine.database.write { [isMine] session in
            try session.execute("UPDATE \(name: SystemTables.subscribers) SET lease = NULL, lease_until = NULL WHERE \(isMine)")
        }
    }

    // MARK: - Held events

    /// Held events whose time has come; of each record only the first, the others wait for it.
    func due() async throws -> [Due] {
        try await engine.database.read { [subscriber, now] session in
            try session.rows(
                """
                SELECT o.place, o.id, o.entity, o.record_id, o.version, o.kind, o.at, o.actor_id, o.fields, h.attempts
                FROM \(name: SystemTables.heldEvents) AS h
                JOIN \(name: SystemTables.outbox) AS o ON o.place = h.place
                WHERE h.subscriber = \(subscriber.name) AND h.run_at <= \(now)
                AND NOT EXISTS (
                    SELECT 1 FROM \(name: SystemTables.heldEvents) AS e
                    WHERE e.subscriber = h.subscriber AND e.record_id = h.record_id AND e.place < h.place)
                ORDER BY h.place
                LIMIT \(Self.batch)
                """
            ).compactMap { row in Event(row).map { Due(event: $0, attempts: Int(row[9].integer ?? 0)) } }
        }
    }

    /// The records of which an event is held already.
    func blockedRecords(among events: [Event]) async throws -> Set<RecordID> {
        let records = Set(events.map(\.record)).sorted().map { Stored.integer($0.rawValue) }
        guard !records.isEmpty else { return [] }
        return try await engine.database.read { [subscriber] session in
            Set(
                try session.rows(
                    """
                    SELECT DISTINCT record_id
                    FROM \(name: SystemTables.heldEvents)
                    WHERE subscriber = \(subscriber.name) AND record_id IN (\(SQL.list(records)))
                    """
                ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) })
        }
    }

    /// Writes how far the subscriber has come, unless the lease was lost; true when there may be more to tell.
    func note(_ told: Told, after place: Int64) async throws -> Bool {
        let retries = told.held.filter { $0.trouble != nil }.map { ($0.due.event.place, delay(after: $0.due.attempts + 1)) }
        let delays = Dictionary(retries, uniquingKeysWith: { first, _ in first })
        return try await engine.write(as: .system) { [self] door in
            let session = door.session
            guard try session.first("SELECT 1 FROM \(name: SystemTables.subscribers) WHERE \(isMine)\(session.dialect.forUpdate)") != nil
            else { return false }
            for event in told.taken { try release(event, session) }
            for (due, trouble) in told.held {
                if let trouble, due.attempts + 1 >= subscriber.maximumAttempts {
                    try release(due.event, session)
                    try park(due.event, trouble, door)
                } else {
                    try hold(due, trouble, delays[due.event.place] ?? 0, session)
                }
            }
            try session.execute(
                "UPDATE \(name: SystemTables.subscribers) SET place = \(told.through ?? place) WHERE \(isMine)")
            return told.through.map { $0 > place } ?? false || !told.taken.isEmpty
        }
    }

    private func delay(after attempts: Int) -> Int64 {
        subscriber.backoff.milliseconds(afterAttempt: attempts, chance: .random(in: 0...1))
    }

    private func hold(_ due: Due, _ trouble: Job.Trouble?, _ delay: Int64, _ session: any WriteSession) throws {
        let attempts = due.attempts + (trouble == nil ? 0 : 1)
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.heldEvents) (subscriber, place, record_id, attempts, run_at, error)
            VALUES (\(subscriber.name), \(due.event.place), \(due.event.record.rawValue), \(attempts), \(now + delay), \(trouble?.text))
            ON CONFLICT (subscriber, place) DO UPDATE SET attempts = excluded.attempts, run_at = excluded.run_at, error = excluded.error
            """)
    }

    private func release(_ event: Event, _ session: any WriteSession) throws {
        try session.execute(
            "DELETE FROM \(name: SystemTables.heldEvents) WHERE subscriber = \(subscriber.name) AND place = \(event.place)")
    }

    /// Leaves the event behind as a failed job, for everybody to see and to start again.
    private func park(_ event: Event, _ trouble: Job.Trouble, _ door: Door) throws {
        let id = try door.enqueue(
            Housekeeping.deliver.name, ["subscriber": .string(subscriber.name), "place": JSON(event.place), "event": event.json])
        try door.session.execute(
            """
            UPDATE \(name: SystemTables.jobs)
            SET state = 'failed', attempts = maximum_attempts, ended_at = \(now), error = \(trouble.text)
            WHERE id = \(id.rawValue)
            """)
        try door.tellEnd(.failed, of: id, Housekeeping.deliver.name, askedBy: nil)
    }
}
