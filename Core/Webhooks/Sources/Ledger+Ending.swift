import Engine
import Kernel
import Store

/// What becomes of deliveries after an attempt.
extension Ledger {
    /// So many failures in a row, over at least so many milliseconds, and nothing more is sent.
    static let mostFailures: Int64 = 100, longestFailing: Int64 = 86_400_000

    /// Writes what came of an attempt, unless it was lost to another server meanwhile.
    func end(_ delivery: Delivery, _ attempt: Attempt) async throws {
        let now = now, next = now + Delivery.pause(after: delivery.attempts)
        let isOver = attempt.isDelivered || attempt.isGone || next > delivery.queuedAt.milliseconds + Delivery.life
        let state: WebhookDeliveryState = attempt.isDelivered ? .delivered : isOver ? .givenUp : .waiting
        try await engine.write(as: .system) { door in
            try Self.lock(delivery.webhook, door.session)
            guard try Self.write(delivery, state, next: isOver ? nil : next, attempt, door.session) else { return }
            if isOver { try Self.wakeNext(after: delivery, at: now, door.session) }
            try Self.count(attempt.isDelivered, of: delivery.webhook, at: now, door.session)
            if attempt.isGone {
                try Self.disable(delivery.webhook, .gone, door)
            } else if !attempt.isDelivered, try Self.isHopeless(delivery.webhook, at: now, door.session) {
                try Self.disable(delivery.webhook, .failing, door)
            }
        }
        engine.wake()
    }

    /// Ends a delivery that nobody may be told of any more.
    func drop(_ delivery: Delivery) async throws {
        let now = now
        try await engine.write(as: .system) { door in
            try Self.lock(delivery.webhook, door.session)
            guard try Self.write(delivery, .dropped, next: nil, Attempt(), door.session) else { return }
            try Self.wakeNext(after: delivery, at: now, door.session)
        }
        engine.wake()
    }

    /// Switches a webhook off; what waits stays, for the case that somebody switches it on again.
    func disable(_ webhook: RecordID, _ reason: Webhook.DisabledReason) async throws {
        try await engine.write(as: .system) { try Self.disable(webhook, reason, $0) }
    }

    private static func write(
        _ delivery: Delivery, _ state: WebhookDeliveryState, next: Int64?, _ attempt: Attempt, _ session: any WriteSession
    ) throws -> Bool {
        try session.execute(
            """
            UPDATE \(name: deliveries)
            SET state = \(state.rawValue), next_at = \(next), run = NULL, status = \(attempt.status), milliseconds = \(attempt.milliseconds),
                response = \(attempt.response), error = \(attempt.trouble?.rawValue)
            WHERE id = \(delivery.id.rawValue) AND run = \(delivery.run)
            """) == 1
    }

    /// The record's turn goes to the next delivery that waits.
    private static func wakeNext(after delivery: Delivery, at now: Int64, _ session: any WriteSession) throws {
        // By webhook_delivery_waiting.
        try session.execute(
            """
            UPDATE \(name: deliveries)
            SET next_at = \(now)
            WHERE next_at IS NULL AND id = (
                SELECT id FROM \(name: deliveries)
                WHERE webhook_id = \(delivery.webhook.rawValue) AND record_id = \(delivery.record.rawValue) AND state = 'waiting'
                ORDER BY place
                LIMIT 1)
            """)
    }

    private static func count(_ isDelivered: Bool, of webhook: RecordID, at now: Int64, _ session: any WriteSession) throws {
        if isDelivered {
            try forgetFailures(of: webhook, session)
            try session.execute("UPDATE \(name: states) SET last_success_at = \(now) WHERE webhook_id = \(webhook.rawValue)")
        } else {
            try session.execute(
                """
                UPDATE \(name: states)
                SET failures = failures + 1, last_failure_at = \(now), failing_since = COALESCE(failing_since, \(now))
                WHERE webhook_id = \(webhook.rawValue)
                """)
        }
    }

    private static func isHopeless(_ webhook: RecordID, at now: Int64, _ session: any WriteSession) throws -> Bool {
        try session.first(
            """
            SELECT 1 FROM \(name: states)
            WHERE webhook_id = \(webhook.rawValue) AND failures >= \(mostFailures) AND failing_since <= \(now - longestFailing)
            """) != nil
    }

    private static func disable(_ webhook: RecordID, _ reason: Webhook.DisabledReason, _ door: Door) throws {
        guard let record = try door.reader.find(Webhook.self, webhook), record[\.isActive] else { return }
        try door.perform(
            .edit(webhook, ["isActive": .flag(false), "disabledReason": reason.value]), on: Webhook.schema.definition)
        door.note(.webhookDisabled, of: SecurityLog.Subject(Webhook.name, webhook), ["reason": .string(reason.rawValue)])
    }
}
