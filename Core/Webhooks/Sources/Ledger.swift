import Engine
import Kernel
import Store

/// The rows of deliveries: what is to be sent, what became of it, and how each webhook fares.
///
/// Of the deliveries of one record to one webhook only the first that waits has a time for its next attempt; the others get theirs when it
/// has ended. Whoever adds one or ends one holds the row of `webhook_state` meanwhile, so that none is left without.
struct Ledger: Sendable {
    let engine: Engine

    static let deliveries = "webhook_delivery", states = "webhook_state"

    static let tables = [
        TablePlan(
            name: deliveries,
            columns: [
                ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "webhook_id", type: .integer, isRequired: true),
                ColumnPlan(name: "event_id", type: .integer, isRequired: true), ColumnPlan(name: "place", type: .integer, isRequired: true),
                ColumnPlan(name: "entity", type: .text, isRequired: true), ColumnPlan(name: "record_id", type: .integer, isRequired: true),
                ColumnPlan(name: "kind", type: .text, isRequired: true), ColumnPlan(name: "at", type: .integer, isRequired: true),
                ColumnPlan(name: "fields", type: .text, isRequired: true), ColumnPlan(name: "state", type: .text, isRequired: true),
                ColumnPlan(name: "attempts", type: .integer, isRequired: true), ColumnPlan(name: "queued_at", type: .integer, isRequired: true),
                // While an attempt runs: when it counts as lost. Null for those behind another one, and for those that have ended.
                ColumnPlan(name: "next_at", type: .integer),
                // The number of the running attempt: whoever does not know it writes nothing about its end.
                ColumnPlan(name: "run", type: .integer), ColumnPlan(name: "tried_at", type: .integer), ColumnPlan(name: "status", type: .integer),
                ColumnPlan(name: "milliseconds", type: .integer), ColumnPlan(name: "response", type: .text), ColumnPlan(name: "error", type: .text),
            ],
            indexes: [
                IndexPlan(name: "webhook_delivery_event", columns: ["webhook_id", "event_id"], isUnique: true),
                IndexPlan(name: "webhook_delivery_log", columns: ["webhook_id", "state", "id"]),
                IndexPlan(name: "webhook_delivery_due", columns: ["webhook_id", "next_at"], onlyWhere: "next_at IS NOT NULL"),
                IndexPlan(name: "webhook_delivery_waiting", columns: ["webhook_id", "record_id", "place"], onlyWhere: "state = 'waiting'"),
                IndexPlan(name: "webhook_delivery_queued", columns: ["queued_at"]),
            ]),
        TablePlan(
            name: states,
            columns: [
                ColumnPlan(name: "webhook_id", type: .integer, isRequired: true), ColumnPlan(name: "failures", type: .integer, isRequired: true),
                ColumnPlan(name: "failing_since", type: .integer), ColumnPlan(name: "last_success_at", type: .integer),
                ColumnPlan(name: "last_failure_at", type: .integer),
            ],
            primaryKey: ["webhook_id"]),
    ]

    var now: Int64 { engine.clock.now().milliseconds }

    /// Nobody else adds or ends a delivery of this webhook before the transaction ends.
    static func lock(_ webhook: RecordID, _ session: any WriteSession) throws {
        try session.execute(
            """
            INSERT INTO \(name: states) (webhook_id, failures)
            VALUES (\(webhook.rawValue), 0)
            ON CONFLICT (webhook_id) DO NOTHING
            """)
        _ = try session.first("SELECT 1 FROM \(name: states) WHERE webhook_id = \(webhook.rawValue)\(session.dialect.forUpdate)")
    }

    static func forgetFailures(of webhook: RecordID, _ session: any WriteSession) throws {
        try session.execute("UPDATE \(name: states) SET failures = 0, failing_since = NULL WHERE webhook_id = \(webhook.rawValue)")
    }

    // MARK: - Adding

    /// Notes that webhooks are to be told of an event. One that is brought twice is noted once.
    func add(_ event: Event, for webhooks: [RecordID]) async throws {
        guard !webhooks.isEmpty else { return }
        let now = now
        try await engine.write(as: .system) { door in
            // In one order, so that two servers do not wait for each other.
            for webhook in webhooks.sorted() {
                // In the webhook's bucket ids grow, and the log is in their order.
                let id = try door.engine.ids.next(bucket: webhook.bucket)
                try Self.lock(webhook, door.session)
                let next = try Self.isWaiting(event.record, webhook, door.session) ? nil : now
                try door.session.execute(
                    """
                    INSERT INTO \(name: Self.deliveries)
                    (id, webhook_id, event_id, place, entity, record_id, kind, at, fields, state, attempts, queued_at, next_at)
                    VALUES (\(id.rawValue), \(webhook.rawValue), \(event.id.rawValue), \(event.place), \(event.entity),
                    \(event.record.rawValue), \(event.kind.rawValue), \(event.at.milliseconds), \(event.fields.joined(separator: ",")),
                    'waiting', 0, \(now), \(next))
                    ON CONFLICT (webhook_id, event_id) DO NOTHING
                    """)
            }
        }
        engine.wake()
    }

    private static func isWaiting(_ record: RecordID, _ webhook: RecordID, _ session: any WriteSession) throws -> Bool {
        try session.first(
            """
            SELECT 1 FROM \(name: deliveries)
            WHERE webhook_id = \(webhook.rawValue) AND record_id = \(record.rawValue) AND state = 'waiting'
            LIMIT 1
            """) != nil
    }

    // MARK: - Taking

    /// The active webhooks that have something due.
    func due() async throws -> [RecordID] {
        let webhook = Webhook.schema.definition, now = now
        return try await engine.database.read { session in
            try session.rows(
                """
                SELECT w.id
                FROM \(name: webhook.table) AS w
                WHERE w.is_active = 1 AND w.deleted_at IS NULL AND EXISTS (
                    SELECT 1 FROM \(name: Self.deliveries) AS d
                    WHERE d.webhook_id = w.id AND d.next_at <= \(now))
                ORDER BY w.id
                """
            ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
        }
    }

    /// Takes what is due longest, at most `limit` of a webhook. What is not ended within `lease` comes back.
    func take(of webhook: RecordID, atMost limit: Int, lease: Int64 = Delivery.lease) async throws -> [Delivery] {
        let now = now, run = Int64.random(in: 1 ... .max)
        return try await engine.database.write { session in
            try session.rows(
                """
                UPDATE \(name: Self.deliveries)
                SET next_at = \(now + lease), run = \(run), attempts = attempts + 1, tried_at = \(now)
                WHERE next_at <= \(now) AND id IN (
                    SELECT id FROM \(name: Self.deliveries)
                    WHERE webhook_id = \(webhook.rawValue) AND next_at <= \(now)
                    ORDER BY next_at, id
                    LIMIT \(limit))
                RETURNING \(Delivery.columns)
                """
            ).compactMap { Delivery($0) }
        }
    }

    /// Gives back what was not tried after all.
    func giveBack(_ delivery: Delivery) async throws {
        let now = now
        try await engine.database.write { session in
            try session.execute(
                """
                UPDATE \(name: Self.deliveries)
                SET next_at = \(now), run = NULL, attempts = attempts - 1
                WHERE id = \(delivery.id.rawValue) AND run = \(delivery.run)
                """)
        }
    }
}
