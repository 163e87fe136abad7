import Engine
import Kernel

/// The parameters that many operations share.
extension OpenAPIDocument {
    var parameters: [String: JSON] {
        let limit: JSON = ["type": "integer", "minimum": 1, "maximum": JSON(ListQuery.maximumLimit), "default": 50]
        let text: JSON = ["type": "string"]
        return [
            "id": [
                "name": "id", "in": "path", "required": true, "schema": ["type": "string", "pattern": "^[0-9]{1,19}$"],
                "description": .string(labels.text("docs.parameter.id")),
            ],
            "grantee": [
                "name": "grantee", "in": "path", "required": true, "schema": ["type": "string", "pattern": "^[0-9]{1,19}$"],
                "description": .string(labels.text("docs.parameter.grantee")),
            ],
            "filter": query("filter", text), "q": query("q", ["type": "string", "maxLength": 400]), "sort": query("sort", text),
            "fields": query("fields", text), "expand": query("expand", text), "limit": query("limit", limit),
            "cursor": query("cursor", text), "count": query("count", ["type": "boolean"]),
            "skip": query("skip", ["type": "integer", "minimum": 0, "maximum": JSON(ListQuery.maximumSkip), "default": 0]),
            "deleted": query("deleted", ["type": "boolean"]), "group": query("group", text), "measure": query("measure", text),
            "before": query("before", ["type": "string", "pattern": "^[0-9]{1,19}$"]),
            "kinds": query("kinds", text), "actions": query("actions", ["type": "boolean"]),
            "note": [
                "name": "note", "in": "path", "required": true, "schema": ["type": "string", "pattern": "^[0-9]{1,19}$"],
                "description": .string(labels.text("docs.parameter.note")),
            ],
            "equal": [
                "name": "equal", "in": "query", "style": "form", "explode": true,
                "description": .string(labels.text("docs.parameter.equal")),
                "schema": ["type": "object", "additionalProperties": ["type": "string"]],
            ],
            "idempotencyKey": [
                "name": "Idempotency-Key", "in": "header", "schema": ["type": "string", "pattern": "^[!-~]{1,200}$"],
                "description": .string(labels.text("docs.parameter.idempotencyKey")),
            ],
            "ifMatch": header("If-Match", "ifMatch"), "ifNoneMatch": header("If-None-Match", "ifNoneMatch"),
        ]
    }

    private func query(_ name: String, _ schema: JSON) -> JSON {
        ["name": .string(name), "in": "query", "schema": schema, "description": .string(labels.text("docs.parameter." + name))]
    }

    private func header(_ name: String, _ key: String) -> JSON {
        [
            "name": .string(name), "in": "header", "schema": ["type": "string"],
            "description": .string(labels.text("docs.parameter." + key)),
        ]
    }

    static func parameters(_ names: String...) -> [JSON] { names.map(parameter) }
}
