import Kernel

/// Shapes that belong to no entity. Their names have a dot, so that no entity's name meets them.
extension OpenAPIDocument {
    var commonSchemas: [String: JSON] {
        [
            "api.Problem": Self.problem, "api.Session": Self.session, "api.Search": Self.search, "api.Timeline": Self.timeline,
            "api.TimelineEntry": Self.timelineEntry, "api.EntityMetadata": Self.entityMetadata,
            "api.Aggregate": Self.aggregate, "api.SecurityLog": Self.securityLogSchema, "api.Accesses": Self.accessesSchema, "api.Bulk": Self.bulk, "api.BulkResults": Self.bulkResults,
            "api.Health": Self.object(["status": ["type": "string"]]),
        ]
    }

    static func object(_ properties: [String: JSON], required: [String]? = nil, closed: Bool = false) -> JSON {
        var members: [String: JSON] = [
            "type": "object", "required": .array((required ?? properties.keys.sorted()).map(JSON.string)),
            "properties": .object(properties),
        ]
        if closed { members["additionalProperties"] = false }
        return .object(members)
    }

    static func list(_ items: JSON) -> JSON { ["type": "array", "items": items] }

    static let text: JSON = ["type": "string"]
    private static let count: JSON = ["type": "integer"]
    private static let next: JSON = object(["next": ["type": ["string", "null"]]])

    private static let problem = object(
        [
            "type": text, "title": text, "status": count, "code": text, "detail": text, "requestId": text,
            "errors": list(object(["field": text, "code": text, "message": text])),
        ], required: ["type", "title", "status", "code", "detail"])

    private static let session = object(
        [
            "user": schema("User"), "preferences": ["type": "object"], "expiresAt": ["type": "string", "format": "date-time"], "impersonator": text,
            "duty": ["type": "string", "enum": ["changePassword", "setUpSecondFactor"]],
        ], required: ["user", "preferences"])

    private static let search = object([
        "data": list(
            object([
                "entity": text, "resource": text, "items": list(object(["id": text, "title": text, "isSimilar": ["type": "boolean"]])), "hasMore": ["type": "boolean"],
            ]))
    ])

    private static let timeline = object([
        "data": list(schema("api.TimelineEntry")),
        "page": next,
    ])

    private static let named = object(["id": text, "title": text])

    private static let timelineEntry = object(
        [
            "id": text, "at": ["type": "string", "format": "date-time"], "actor": ["type": ["object", "null"]],
            "impersonator": ["type": ["object", "null"]], "kind": text,
            "note": object(["id": text, "text": text, "edited": ["type": "boolean"], "mentions": list(named)]),
            "mail": ["type": "object"],
            "changes": list(object(["field": text, "old": [:], "new": [:]])),
        ], required: ["id", "at", "actor", "impersonator", "kind", "changes"])

    private static let aggregate = object([
        "data": list(object(["group": ["type": "object"], "measures": ["type": "object"]]))
    ])

    private static let bulk = object(
        [
            "items": [
                "type": "array", "maxItems": JSON(Routes.maximumBulk),
                "items": object(
                    [
                        "op": ["type": "string", "enum": ["create", "edit", "delete"]],
                        "id": ["type": "string", "pattern": "^[0-9]{1,19}$"], "version": ["type": ["integer", "null"], "format": "int64"],
                        "values": ["type": "object"],
                    ], required: ["op"], closed: true),
            ]
        ], closed: true)

    private static let bulkResults = object([
        "succeeded": count, "failed": count,
        "results": list(
            object(
                ["index": count, "status": count, "id": text, "version": count, "problem": schema("api.Problem")],
                required: ["index", "status"])),
    ])
}
