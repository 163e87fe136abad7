import Engine
import Kernel
import Store

/// Finds, for each event, the webhooks that are to be told of it.
enum FanOut {
    static let subscriber = Subscriber("webhooks") { event, engine in
        guard let entity = engine.catalogue[event.entity] else { return }
        let ledger = Ledger(engine: engine)
        var concerned: [RecordID] = []
        for (webhook, topic) in try await candidates(for: event, engine) {
            let actor: Actor? = if let user = webhook.runsAs { try await engine.actor(of: user) } else { nil }
            guard let actor else {
                try await ledger.disable(webhook.id, .userGone)
                continue
            }
            let rule: Rule
            do throws(Invalid) {
                rule = try topic.filter.map { json throws(Invalid) in try RuleParser.rule(json, on: entity, engine.catalogue, for: actor) } ?? .always
            } catch {
                try await ledger.disable(webhook.id, .badFilter)
                continue
            }
            let seen = try await engine.read(as: actor) { try $0.visible(entity, [event.record], meeting: rule) }
            if seen.contains(event.record) { concerned.append(webhook.id) }
        }
        try await ledger.add(event, for: concerned)
    }

    private struct Candidate: Sendable {
        let id: RecordID
        let runsAs: RecordID?
    }

    /// The active webhooks with a topic that the event falls under, by what the event itself says.
    private static func candidates(for event: Event, _ engine: Engine) async throws -> [(Candidate, Topic)] {
        let webhook = Webhook.schema.definition
        guard let runsAs = webhook["runsAs"]?.columns.first else { return [] }
        let rows = try await engine.database.read { session in
            try session.rows(
                """
                SELECT id, topics, \(name: runsAs)
                FROM \(name: webhook.table)
                WHERE is_active = 1 AND deleted_at IS NULL
                ORDER BY id
                LIMIT \(Webhook.maximum)
                """)
        }
        return rows.flatMap { row -> [(Candidate, Topic)] in
            guard let id = row[0].integer, let topics = try? JSON.parse(row[1].text ?? "[]") else { return [] }
            let candidate = Candidate(id: RecordID(rawValue: id), runsAs: row[2].integer.map(RecordID.init(rawValue:)))
            return Topic.all(topics).filter { $0.concerns(event) }.map { (candidate, $0) }
        }
    }
}
