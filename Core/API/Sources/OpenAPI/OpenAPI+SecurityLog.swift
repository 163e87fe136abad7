import Engine
import Kernel

/// The log that auditors read.
extension OpenAPIDocument {
    var securityLogPaths: [String: JSON] {
        ["/api/v1/security-log": ["get": securityLog.json], "/api/v1/security-log/export": ["get": securityLogFile.json]]
    }

    private var securityLog: Operation {
        var operation = Operation(
            id: "securityLog", tag: "security", summary: labels.text("docs.securityLog"),
            answers: ["200": answer(200, Self.schema("api.SecurityLog"))])
        operation.parameters = logFilters + Self.parameters("limit", "cursor")
        return operation
    }

    private var securityLogFile: Operation {
        Operation(
            id: "exportSecurityLog", tag: "security", summary: labels.text("docs.exportSecurityLog"), parameters: logFilters,
            answers: ["200": file])
    }

    private var logFilters: [JSON] {
        let id: JSON = ["type": "string", "pattern": "^[0-9]{1,19}$"], time: JSON = ["type": "string", "format": "date-time"]
        let kinds: JSON = ["type": "string", "enum": .array(SecurityLog.Kind.allCases.map { .string($0.rawValue) })]
        return [("kind", kinds), ("actor", id), ("record", id), ("from", time), ("until", time)].map { name, schema in
            ["name": .string(name), "in": "query", "schema": schema, "description": .string(labels.text("docs.parameter.log." + name))]
        }
    }

    static let securityLogSchema: JSON = {
        let text: JSON = ["type": "string"]
        let person: JSON = ["type": ["object", "null"], "properties": ["id": text, "title": text]]
        return object([
            "data": list(
                object([
                    "number": ["type": "integer"], "at": ["type": "string", "format": "date-time"], "kind": text, "actor": person,
                    "impersonator": person, "address": ["type": ["string", "null"]],
                    "subject": ["type": ["object", "null"], "properties": ["entity": text, "id": ["type": ["string", "null"]]]],
                    "details": ["type": "object"],
                ])),
            "page": object(["next": ["type": ["string", "null"]]]),
        ])
    }()
}
