import Engine
import Kernel

/// What webhooks have sent.
extension OpenAPIDocument {
    /// None where no module sends webhooks.
    var webhookPaths: [String: JSON] {
        guard catalogue["webhook"] != nil else { return [:] }
        return [
            "/api/v1/webhook-states": ["get": operation("webhookStates", [], Self.object(["data": Self.list(Self.state)]))],
            "/api/v1/webhooks/{id}/deliveries": ["get": deliveries],
            "/api/v1/webhooks/{id}/deliveries/{delivery}/replay": [
                "post": operation("replayWebhookDelivery", Self.parameters("id") + [delivery], Self.delivery)
            ],
            "/api/v1/webhooks/{id}/test": ["post": operation("testWebhook", Self.parameters("id"), Self.attempt)],
            "/api/v1/webhooks/{id}/secret": [
                "post": operation("renewWebhookSecret", Self.parameters("id"), Self.object(["secret": Self.word, "formerUntil": Self.optionalTime]))
            ],
        ]
    }

    private func operation(_ id: String, _ parameters: [JSON], _ schema: JSON) -> JSON {
        Operation(
            id: id, tag: "webhooks", summary: labels.text("docs." + id), parameters: parameters, answers: ["200": answer(200, schema)]
        ).json
    }

    private var deliveries: JSON {
        let states: JSON = [
            "name": "state", "in": "query", "schema": Self.states, "description": .string(labels.text("docs.parameter.webhookState")),
        ]
        let page: JSON = Self.object(["next": ["type": ["string", "null"]]])
        return operation(
            "webhookDeliveries", Self.parameters("id", "before", "limit") + [states],
            Self.object(["data": Self.list(Self.delivery), "page": page]))
    }

    private var delivery: JSON {
        [
            "name": "delivery", "in": "path", "required": true, "schema": ["type": "string", "pattern": "^[0-9]{1,19}$"],
            "description": .string(labels.text("docs.parameter.delivery")),
        ]
    }

    private static let word: JSON = ["type": "string"], count: JSON = ["type": "integer"]
    private static let optionalText: JSON = ["type": ["string", "null"]], optionalCount: JSON = ["type": ["integer", "null"]]
    private static let time: JSON = ["type": "string", "format": "date-time"]
    private static let optionalTime: JSON = ["type": ["string", "null"], "format": "date-time"]
    private static let states: JSON = ["type": "string", "enum": .array(WebhookDeliveryState.allCases.map { .string($0.rawValue) })]

    private static let state = object([
        "webhook": word, "lastSuccessAt": optionalTime, "lastFailureAt": optionalTime, "failures": count, "waiting": count, "givenUp": count,
    ])

    private static let delivery = object([
        "id": word, "event": word, "entity": word, "record": word, "kind": word, "at": time, "state": states, "attempts": count,
        "queuedAt": time, "nextAt": optionalTime, "triedAt": optionalTime, "status": optionalCount, "milliseconds": optionalCount,
        "response": optionalText, "error": optionalText,
    ])

    private static let attempt = object([
        "isDelivered": ["type": "boolean"], "status": optionalCount, "milliseconds": count, "response": optionalText, "error": optionalText,
    ])
}
