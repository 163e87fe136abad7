import Kernel
import Store

extension Housekeeping {
    static let eventDays: Int64 = 7

    /// Events that everybody has been told of. Those that a subscriber could not yet take stay.
    static let purgeEvents = JobKind("purgeEvents", every: .daily(at: 3, 30)) { _, run in
        let engine = run.engine
        try await Outbox(database: engine.database).settle()
        let last = try await lastToForget(engine)
        var deleted = 0
        while true {
            let count = try await run.write { try forgetEvents(upTo: last, $0.session) }
            deleted += count
            if count < batch { return ["deleted": JSON(deleted)] }
            try await run.progress(deleted)
        }
    }

    /// The place before the first event that is young or that a subscriber has still to come to.
    private static func lastToForget(_ engine: Engine) async throws -> Int64 {
        let cut = engine.clock.now().milliseconds - eventDays * day
        let names = engine.modules.flatMap(\.subscribers).map { Stored.text($0.name) }
        return try await engine.database.read { session in
            let bounds = try Outbox.bounds(session)
            // Old ones come first in the index outbox_place, so this ends at the first young one.
            let young = try session.first(
                """
                SELECT place
                FROM \(name: SystemTables.outbox)
                WHERE place > \(bounds.forgotten) AND at >= \(cut)
                ORDER BY place
                LIMIT 1
                """)?[0].integer
            let reached = names.isEmpty ? nil : try session.first(
                "SELECT MIN(place) FROM \(name: SystemTables.subscribers) WHERE name IN (\(SQL.list(names)))")?[0].integer
            return min(young.map { $0 - 1 } ?? bounds.last, reached ?? bounds.last)
        }
    }

    private static func forgetEvents(upTo last: Int64, _ session: any WriteSession) throws -> Int {
        let deleted = try session.rows(
            """
            DELETE FROM \(name: SystemTables.outbox)
            WHERE id IN (
                SELECT o.id FROM \(name: SystemTables.outbox) AS o
                WHERE o.place <= \(last)
                AND NOT EXISTS (SELECT 1 FROM \(name: SystemTables.heldEvents) AS h WHERE h.place = o.place)
                ORDER BY o.place
                LIMIT \(batch))
            RETURNING place
            """)
        if let highest = deleted.compactMap({ $0[0].integer }).max() {
            try session.execute(
                "UPDATE \(name: SystemTables.outboxState) SET forgotten = \(highest) WHERE id = 1 AND forgotten < \(highest)")
        }
        return deleted.count
    }

    /// An event that a subscriber could not take in all its attempts. It is made as a failed job, and runs when somebody starts it again.
    static let deliver = JobKind("deliver", maximumAttempts: 3) { payload, run in
        guard let name = payload["subscriber"]?.string, let subscriber = run.engine.modules.flatMap(\.subscribers).first(where: { $0.name == name })
        else { throw FinalFailure("unknownSubscriber", payload["subscriber"]?.string ?? "") }
        guard let event = payload["event"].flatMap({ Event($0, place: payload["place"]?.integer ?? 0) }) else {
            throw FinalFailure("badPayload", payload.text)
        }
        try await subscriber.handle(event, run.engine)
        return nil
    }
}
