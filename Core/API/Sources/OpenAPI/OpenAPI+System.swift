import Engine
import Kernel

/// The state of the system, and the table that addresses are chosen from.
extension OpenAPIDocument {
    var systemPaths: [String: JSON] { ["/api/v1/system": ["get": system.json], "/api/v1/divisions": ["get": divisions.json]] }

    private var system: Operation {
        Operation(id: "system", tag: "system", summary: labels.text("docs.system"), answers: ["200": answer(200, Self.systemSchema)])
    }

    private var divisions: Operation {
        let division = Self.object(["code": Self.text, "name": Self.text, "hasChildren": ["type": "boolean"]])
        var operation = Operation(
            id: "divisions", tag: "search", summary: labels.text("docs.divisions"),
            answers: [
                "200": answer(
                    200, Self.object(["data": Self.list(division)]),
                    headers: ["ETag": ["schema": ["type": "string"]], "Cache-Control": ["schema": ["type": "string"]]]),
                "304": empty(304),
            ])
        operation.parameters = [
            [
                "name": "parent", "in": "query", "schema": ["type": "string", "pattern": "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})$"],
                "description": .string(labels.text("docs.parameter.parent")),
            ]
        ] + Self.parameters("ifNoneMatch")
        return operation
    }

    private static let systemSchema: JSON = {
        let count: JSON = ["type": "integer", "minimum": 0], optional: JSON = ["type": ["integer", "null"]]
        let time: JSON = ["type": "string", "format": "date-time"]
        return object([
            "version": text, "startedAt": time, "uptimeSeconds": count,
            "database": object(["engine": ["type": "string", "enum": ["sqlite", "postgres"]], "version": text, "bytes": count]),
            "schema": object(["number": count, "generation": count, "isReindexing": ["type": "boolean"]]),
            "jobs": object(Dictionary(uniqueKeysWithValues: Job.State.allCases.map { ($0.rawValue, count) })),
            "events": object(["unplaced": count, "behind": count, "lagSeconds": count]),
            "connections": object([
                "http": count, "streams": count, "database": list(object(["pool": text, "places": count, "busy": count, "waiting": count])),
            ]),
            "activeUsers": count, "requests": object(["perMinute": count, "p95Milliseconds": optional]),
            "disk": object(["freeBytes": optional]),
            "backup": object([
                "lastBackupAt": ["type": ["string", "null"], "format": "date-time"], "madeBy": ["type": ["string", "null"]], "bytes": optional,
                "isOverdue": ["type": "boolean"], "warningDays": count,
            ]),
        ])
    }()
}
