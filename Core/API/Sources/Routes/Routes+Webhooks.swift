import Engine
import Hummingbird
import Kernel

/// What webhooks have sent, and what can be done about it. Webhooks themselves are records like any other.
extension Routes {
    func addWebhooks(to table: RouteTable<MemberContext>) {
        guard let office = engine.webhooks else { return }
        table.get("/webhook-states") { request, context in
            _ = try QueryParameters(request).only()
            return .json(try await office.states(on: engine, as: context.actor))
        }
        table.get("/:resource/:id/deliveries") { request, context in
            let parameters = try QueryParameters(request).only("state", "before", "limit")
            let query = WebhookDeliveryQuery(
                state: try parameters.value("state", .unknownOption, WebhookDeliveryState.init(rawValue:)),
                before: try parameters.value("before", .badCursor) { RecordID($0) },
                limit: try parameters.number("limit", 1...WebhookDeliveryQuery.maximumLimit, standard: 50))
            return .json(try await office.deliveries(of: try webhook(context), query, on: engine, as: context.actor))
        }
        table.on(.post, "/:resource/:id/deliveries/:delivery/replay") { request, context in
            _ = try QueryParameters(request).only()
            let delivery = try Self.delivery(context)
            return .json(try await office.replay(delivery, of: try webhook(context), on: engine, as: context.actor))
        }
        table.on(.post, "/:resource/:id/test") { request, context in
            _ = try QueryParameters(request).only()
            return .json(try await office.test(try webhook(context), on: engine, as: context.actor))
        }
        table.on(.post, "/:resource/:id/secret") { request, context in
            _ = try QueryParameters(request).only()
            return .json(try await office.renewSecret(of: try webhook(context), on: engine, as: context.actor), headers: [.cacheControl: "no-store"])
        }
    }

    /// Of other resources there is nothing of the kind.
    private func webhook(_ context: MemberContext) throws -> RecordID {
        let entity = try resource(context)
        guard entity.name == "webhook" else { throw Refusal.unknownAction("webhook") }
        return try id(context, entity)
    }

    private static func delivery(_ context: MemberContext) throws -> RecordID {
        let text = context.parameters.get("delivery") ?? ""
        guard let id = RecordID(text) else { throw Refusal.notFound(entity: "webhook", id: String(text.prefix(60))) }
        return id
    }
}
