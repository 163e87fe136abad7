public import Engine
public import Kernel
import Store

/// What administrators do with webhooks beside editing them.
extension Webhooks {
    public func states(on engine: Engine, as actor: Actor) async throws -> JSON {
        try Self.check(engine, actor)
        let webhook = Webhook.schema.definition
        let rows = try await engine.database.read { session in
            try session.rows(
                """
                SELECT w.id, s.last_success_at, s.last_failure_at, COALESCE(s.failures, 0),
                (SELECT COUNT(*) FROM \(name: Ledger.deliveries) AS d WHERE d.webhook_id = w.id AND d.state = 'waiting'),
                (SELECT COUNT(*) FROM \(name: Ledger.deliveries) AS d WHERE d.webhook_id = w.id AND d.state = 'givenUp')
                FROM \(name: webhook.table) AS w
                LEFT JOIN \(name: Ledger.states) AS s ON s.webhook_id = w.id
                WHERE w.deleted_at IS NULL
                ORDER BY w.id
                LIMIT \(Webhook.maximum)
                """)
        }
        return [
            "data": .array(
                rows.map { row in
                    [
                        "webhook": .string(String(row[0].integer ?? 0)), "lastSuccessAt": Self.time(row[1]), "lastFailureAt": Self.time(row[2]),
                        "failures": JSON(row[3].integer ?? 0), "waiting": JSON(row[4].integer ?? 0), "givenUp": JSON(row[5].integer ?? 0),
                    ]
                })
        ]
    }

    public func deliveries(of webhook: RecordID, _ query: WebhookDeliveryQuery, on engine: Engine, as actor: Actor) async throws -> JSON {
        _ = try await Self.find(webhook, engine, actor)
        // Each state by webhook_delivery_log; all of them together are merged from it.
        let states = (query.state.map { [$0] } ?? WebhookDeliveryState.allCases).map { Stored.text($0.rawValue) }
        let limit = min(max(query.limit, 1), WebhookDeliveryQuery.maximumLimit)
        let rows = try await engine.database.read { session in
            try session.rows(
                """
                SELECT \(Self.columns)
                FROM \(name: Ledger.deliveries)
                WHERE webhook_id = \(webhook.rawValue) AND state IN (\(SQL.list(states))) AND id < \(query.before?.rawValue ?? .max)
                ORDER BY id DESC
                LIMIT \(limit + 1)
                """)
        }
        let page = rows.prefix(limit)
        let next: JSON = rows.count > limit ? .string(String(page.last?[0].integer ?? 0)) : .null
        return ["data": .array(page.map(Self.json)), "page": ["next": next]]
    }

    public func replay(_ delivery: RecordID, of webhook: RecordID, on engine: Engine, as actor: Actor) async throws -> JSON {
        _ = try await Self.find(webhook, engine, actor)
        let now = engine.clock.now().milliseconds
        let row = try await engine.write(as: actor) { door in
            try Ledger.lock(webhook, door.session)
            let isOwn: SQL = "id = \(delivery.rawValue) AND webhook_id = \(webhook.rawValue)"
            // One that has ended waits again, behind those of its record that wait already.
            try door.session.execute(
                """
                UPDATE \(name: Ledger.deliveries)
                SET state = 'waiting', attempts = 0, queued_at = \(now), run = NULL, next_at = NULL
                WHERE \(isOwn) AND state <> 'waiting'
                """)
            // Its turn has come unless another one of its record has it; one that is being sent at this moment is left alone.
            try door.session.execute(
                """
                UPDATE \(name: Ledger.deliveries)
                SET next_at = \(now)
                WHERE \(isOwn) AND run IS NULL AND NOT EXISTS (
                    SELECT 1 FROM \(name: Ledger.deliveries) AS o
                    WHERE o.webhook_id = \(webhook.rawValue) AND o.record_id = \(name: Ledger.deliveries).record_id
                    AND o.state = 'waiting' AND o.next_at IS NOT NULL AND o.id <> \(delivery.rawValue))
                """)
            return try door.session.first("SELECT \(Self.columns) FROM \(name: Ledger.deliveries) WHERE \(isOwn)")
        }
        engine.wake()
        guard let row else { throw Refusal.notFound(entity: Webhook.name, id: delivery.description) }
        return Self.json(row)
    }

    public func test(_ webhook: RecordID, on engine: Engine, as actor: Actor) async throws -> JSON {
        let found = try await Self.find(webhook, engine, actor)
        let letter = try Post(engine: engine, sender: sender).ping(found)
        return await sender.send(letter.message, to: letter.url).json
    }

    public func renewSecret(of webhook: RecordID, on engine: Engine, as actor: Actor) async throws -> JSON {
        _ = try await Self.find(webhook, engine, actor)
        let secret = WebhookSecret(), now = engine.clock.now()
        let isFirst = try await engine.write(as: .system) { door in
            guard let record = try door.reader.find(Webhook.self, webhook) else {
                throw Refusal.notFound(entity: Webhook.name, id: webhook.description)
            }
            // One that nobody has been told needs no time to be replaced.
            let former: Value = record[\.secretChangedAt] == nil ? .null : record[\.secret].value
            try door.perform(
                .edit(webhook, ["secret": .text(secret.text), "formerSecret": former, "secretChangedAt": .instant(now)]),
                on: Webhook.schema.definition)
            door.note(.webhookSecretMade, of: SecurityLog.Subject(Webhook.name, webhook), by: actor)
            return former.isNull
        }
        let end = (now + WebhookSecret.formerLife).description
        return ["secret": .string(secret.text), "formerUntil": isFirst ? .null : .string(end)]
    }

    /// Deliveries tell what records hold and where they go: only those who keep webhooks see them.
    private static func check(_ engine: Engine, _ actor: Actor) throws {
        try engine.permissions.check(actor, may: .edit, Webhook.schema.definition)
    }

    private static func find(_ id: RecordID, _ engine: Engine, _ actor: Actor) async throws -> Record<Webhook> {
        try check(engine, actor)
        guard let found = try await engine.read(as: actor, { try $0.find(Webhook.self, id) }) else {
            throw Refusal.notFound(entity: Webhook.name, id: id.description)
        }
        return found
    }

    private static let columns: SQL = """
        id, event_id, entity, record_id, kind, at, state, attempts, queued_at, next_at, tried_at, status, milliseconds, response, error
        """

    private static func json(_ row: Row) -> JSON {
        func id(_ index: Int) -> JSON { .string(String(row[index].integer ?? 0)) }
        func text(_ index: Int) -> JSON { row[index].text.map(JSON.string) ?? .null }
        func number(_ index: Int) -> JSON { row[index].integer.map { JSON($0) } ?? .null }
        return [
            "id": id(0), "event": id(1), "entity": text(2), "record": id(3), "kind": text(4), "at": time(row[5]), "state": text(6),
            "attempts": number(7), "queuedAt": time(row[8]), "nextAt": time(row[9]), "triedAt": time(row[10]), "status": number(11),
            "milliseconds": number(12), "response": text(13), "error": text(14),
        ]
    }

    private static func time(_ stored: Stored) -> JSON {
        stored.integer.map { .string(Instant(milliseconds: $0).description) } ?? .null
    }
}
