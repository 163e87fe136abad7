import Engine
import Foundation
import Kernel

/// Writes what is sent: the record as it is at this moment, with the rights of the person in whose name it goes.
struct Post: Sendable {
    let engine: Engine
    let sender: Sender

    struct Letter: Sendable {
        let url: String
        let message: Sender.Message
    }

    /// Nil where the webhook is gone, or the person may not see the record.
    func message(for delivery: Delivery) async throws -> Letter? {
        guard let webhook = try await find(delivery.webhook), let user = webhook[\.runsAs]?.id, let actor = try await engine.actor(of: user),
            let entity = engine.catalogue[delivery.entity],
            let record = try await record(delivery.record, entity, actor)
        else { return nil }
        let changed = delivery.fields.filter { key in
            entity[key].map { !$0.isSecret && engine.permissions.right(actor, $0, entity) > .hidden } ?? false
        }
        return letter(
            to: webhook, id: delivery.event, type: "\(delivery.entity).\(delivery.kind.rawValue)", at: delivery.at,
            ["record": record, "changed": .array(changed.map(JSON.string))])
    }

    /// A message that only shows whether the target answers.
    func ping(_ webhook: Record<Webhook>) throws -> Letter {
        letter(to: webhook, id: try engine.ids.next(), type: "ping", at: engine.clock.now(), [:])
    }

    func find(_ id: RecordID) async throws -> Record<Webhook>? {
        try await engine.read(as: .system) { try $0.find(Webhook.self, id) }
    }

    private func letter(to webhook: Record<Webhook>, id: RecordID, type: String, at: Instant, _ more: [String: JSON]) -> Letter {
        let now = engine.clock.now()
        let own: [String: JSON] = [
            "id": .string(id.description), "type": .string(type), "at": .string(at.description), "webhook": .string(webhook.id.description),
        ]
        let message = Sender.Message(
            id: id.description, seconds: now.milliseconds / 1_000, body: Array(JSON.object(own.merging(more) { first, _ in first }).text.utf8),
            secrets: Webhook.secrets(webhook, at: now))
        return Letter(url: webhook[\.url], message: message)
    }

    /// All that the actor may see of it, but nothing that is kept sealed; of one that is gone for good, the id.
    private func record(_ id: RecordID, _ entity: EntityDefinition, _ actor: Actor) async throws -> JSON? {
        let fields = entity.fields.filter { !$0.isSealed && !$0.isSecret && !$0.isRetired }.map(\.key)
        let bytes: [UInt8]? = try await engine.read(as: actor) { reader in
            guard try reader.visible(entity, [id]).contains(id) else { return nil }
            for deleted in [false, true] {
                do {
                    return try reader.record(entity, id, fields: fields, deleted: deleted).json
                } catch Refusal.notFound {
                    continue
                }
            }
            // It was there when this happened, and may be gone for good by now.
            return Array(JSON.object([Common.id: .string(id.description)]).text.utf8)
        }
        return try bytes.map { try JSON.parse($0) }
    }
}
