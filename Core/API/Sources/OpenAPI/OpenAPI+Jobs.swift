import Engine
import Kernel

/// Jobs and events.
extension OpenAPIDocument {
    var jobPaths: [String: JSON] {
        [
            "/api/v1/jobs": ["get": listJobs.json, "post": startJob.json],
            "/api/v1/jobs/{id}": ["get": changed("getJob").json],
            "/api/v1/jobs/{id}/log": ["get": jobLog.json],
            "/api/v1/job-timetable": ["get": timetable.json],
            "/api/v1/jobs/{id}/file": ["get": jobFile.json],
            "/api/v1/jobs/{id}/cancel": ["post": changed("cancelJob").json],
            "/api/v1/jobs/{id}/retry": ["post": changed("retryJob").json],
            "/api/v1/events": ["get": events.json],
        ]
    }

    var jobSchemas: [String: JSON] { ["api.Job": Self.job] }

    private var listJobs: Operation {
        let page: JSON = Self.object(["next": ["type": ["string", "null"]]])
        var operation = Operation(
            id: "listJobs", tag: "jobs", summary: labels.text("docs.listJobs"),
            answers: ["200": answer(200, Self.object(["data": Self.list(Self.schema("api.Job")), "page": page]))])
        operation.parameters =
            Self.parameters("before", "limit") + [
                query("state", ["type": "string", "enum": .array(Job.State.allCases.map { .string($0.rawValue) })]),
                query("kind", ["type": "string", "maxLength": 100]),
            ]
        return operation
    }

    private var startJob: Operation {
        var operation = Operation(
            id: "startJob", tag: "jobs", summary: labels.text("docs.startJob"),
            answers: ["201": answer(201, Self.schema("api.Job"), headers: ["Location": ["schema": ["type": "string"]]])])
        operation.body = [
            "type": "object", "required": ["kind"], "additionalProperties": false,
            "properties": ["kind": ["type": "string"], "payload": ["type": "object"]],
        ]
        return operation
    }

    private var jobFile: Operation {
        Operation(
            id: "jobFile", tag: "jobs", summary: labels.text("docs.jobFile"), parameters: Self.parameters("id"), answers: ["200": written])
    }

    private var jobLog: Operation {
        let text: JSON = ["type": "string"]
        let entry = Self.object([
            "id": text, "at": ["type": "string", "format": "date-time"],
            "step": ["type": "string", "enum": .array(JobLogEntry.Step.allCases.map { .string($0.rawValue) })], "stepLabel": text,
            "attempt": ["type": ["integer", "null"]], "user": ["type": ["string", "null"]], "error": Self.trouble,
        ])
        return Operation(
            id: "jobLog", tag: "jobs", summary: labels.text("docs.jobLog"), parameters: Self.parameters("id"),
            answers: ["200": answer(200, Self.object(["data": Self.list(entry)]))])
    }

    private var timetable: Operation {
        let text: JSON = ["type": "string"]
        let entry = Self.object([
            "kind": text, "label": text, "rhythm": text, "zone": text, "nextAt": ["type": ["string", "null"], "format": "date-time"],
            "last": ["anyOf": [Self.schema("api.Job"), ["type": "null"]]],
        ])
        return Operation(
            id: "jobTimetable", tag: "jobs", summary: labels.text("docs.jobTimetable"),
            answers: ["200": answer(200, Self.object(["data": Self.list(entry)]))])
    }

    private func changed(_ id: String) -> Operation {
        Operation(
            id: id, tag: "jobs", summary: labels.text("docs." + id), parameters: Self.parameters("id"),
            answers: ["200": answer(200, Self.schema("api.Job"))])
    }

    private var events: Operation {
        var operation = Operation(
            id: "events", tag: "events", summary: labels.text("docs.events"),
            answers: [
                "200": [
                    "description": .string(labels.text("docs.response.events")), "content": ["text/event-stream": ["schema": ["type": "string"]]],
                ]
            ])
        let place: JSON = ["type": "string", "pattern": "^[0-9]{1,19}$"]
        operation.parameters = [
            query("entities", ["type": "string"]), query("after", place),
            ["name": "Last-Event-ID", "in": "header", "schema": place, "description": .string(labels.text("docs.parameter.lastEventID"))],
        ]
        return operation
    }

    private func query(_ name: String, _ schema: JSON) -> JSON {
        ["name": .string(name), "in": "query", "schema": schema, "description": .string(labels.text("docs.parameter." + name))]
    }

    private static let trouble: JSON = [
        "anyOf": [object(["code": ["type": "string"], "detail": ["type": "string"]], required: ["code"]), ["type": "null"]],
    ]

    private static let job: JSON = {
        let text: JSON = ["type": "string"], time: JSON = ["type": "string", "format": "date-time"]
        let count: JSON = ["type": "integer"], optionalCount: JSON = ["type": ["integer", "null"]]
        let optionalTime: JSON = ["type": ["string", "null"], "format": "date-time"], optionalText: JSON = ["type": ["string", "null"]]
        return object([
            "id": text, "kind": text, "label": text,
            "state": ["type": "string", "enum": .array(Job.State.allCases.map { .string($0.rawValue) })], "stateLabel": text,
            "payload": ["type": "object"], "priority": ["type": "string", "enum": .array(Job.Priority.allCases.map { .string("\($0)") })],
            "runAt": time, "attempts": count, "maximumAttempts": count, "isCancelAsked": ["type": "boolean"],
            "progress": object(["done": optionalCount, "total": optionalCount, "message": optionalText]), "result": [:],
            "error": trouble,
            "createdBy": optionalText, "createdAt": time, "startedAt": optionalTime, "endedAt": optionalTime,
        ])
    }()
}
