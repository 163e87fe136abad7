import Engine
import Kernel

/// What people are told that concerns them.
extension OpenAPIDocument {
    var noticePaths: [String: JSON] {
        [
            "/api/v1/notices": ["get": listNotices.json],
            "/api/v1/notices/kinds": ["get": noticeKinds.json],
            "/api/v1/notices/read": ["post": readNotices.json],
        ]
    }

    var noticeSchemas: [String: JSON] { ["api.Notice": Self.notice] }

    private var listNotices: Operation {
        let page: JSON = Self.object(["next": ["type": ["string", "null"]]])
        var operation = Operation(
            id: "listNotices", tag: "notices", summary: labels.text("docs.listNotices"),
            answers: ["200": answer(200, Self.object(["data": Self.list(Self.schema("api.Notice")), "page": page, "unread": Self.unread]))])
        operation.parameters =
            Self.parameters("before") + [
                ["name": "unread", "in": "query", "schema": ["type": "boolean"], "description": .string(labels.text("docs.parameter.unread"))],
                [
                    "name": "limit", "in": "query", "description": .string(labels.text("docs.parameter.limit")),
                    "schema": ["type": "integer", "minimum": 1, "maximum": JSON(Notices.maximumLimit), "default": 50],
                ],
            ]
        return operation
    }

    private var noticeKinds: Operation {
        let kind = Self.object(["key": Self.text, "icon": Self.text, "label": Self.text, "choice": Self.choice])
        return Operation(
            id: "noticeKinds", tag: "notices", summary: labels.text("docs.noticeKinds"),
            answers: ["200": answer(200, Self.object(["data": Self.list(kind), "choices": Self.list(Self.choice)]))])
    }

    private var readNotices: Operation {
        let id = ReferenceKind(to: "user").jsonSchema
        return Operation(
            id: "readNotices", tag: "notices", summary: labels.text("docs.readNotices"),
            body: [
                "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
                "properties": ["ids": ["type": "array", "items": id, "minItems": 1, "maxItems": JSON(Notices.maximumLimit)], "until": id],
            ],
            answers: ["200": answer(200, Self.object(["unread": Self.unread]))])
    }

    private static let unread: JSON = ["type": "integer", "minimum": 0]
    private static let choice: JSON = ["type": "string", "enum": .array(NoticeChoice.allCases.map { .string($0.rawValue) })]

    private static let notice: JSON = {
        let named: JSON = ["anyOf": [object(["id": text, "title": text]), ["type": "null"]]]
        return object([
            "id": text, "kind": text, "icon": text, "at": ["type": "string", "format": "date-time"], "text": text, "actor": named,
            "entity": ["type": ["string", "null"]], "record": named, "count": ["type": "integer", "minimum": 1], "isRead": ["type": "boolean"],
        ])
    }()
}
