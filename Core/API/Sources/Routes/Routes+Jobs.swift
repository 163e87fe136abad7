import Engine
import Hummingbird
import Kernel
import NIOCore

/// Work beside the requests: what waits, runs and has ended.
extension Routes {
    func addJobs(to table: RouteTable<MemberContext>) {
        table.get("/jobs", jobs)
        table.on(.post, "/jobs", repeats: true, startJob)
        table.get("/job-timetable", timetable)
        table.get("/jobs/:id", job)
        table.get("/jobs/:id/log", jobLog)
        table.get("/jobs/:id/file", jobFile)
        table.on(.post, "/jobs/:id/cancel") { try await changedJob($0, $1, engine.jobs.cancel) }
        table.on(.post, "/jobs/:id/retry") { try await changedJob($0, $1, engine.jobs.retry) }
    }

    private func jobs(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("state", "kind", "before", "limit")
        let limit = try parameters.number("limit", 1...Jobs.maximumLimit, standard: 50)
        let before = try parameters["before"].map { text throws in
            guard let id = RecordID(text) else { throw Failure.badQuery(Invalid("before", .badCursor)) }
            return id
        }
        let state = try parameters["state"].map { text throws in
            guard let state = Job.State(rawValue: text) else {
                throw Failure.badQuery(Invalid("state", .unknownOption, ["option": String(text.prefix(60))]))
            }
            return state
        }
        let kind = try parameters["kind"].map { text throws in
            guard text.utf8.count <= 100 else { throw Failure.badQuery(Invalid("kind", .tooLong, ["max": "100"])) }
            guard !text.utf8.contains(0) else { throw Failure.badQuery(Invalid("kind", .badCharacter, ["code": "U+0000"])) }
            return text
        }
        let page = try await engine.jobs.list(as: context.actor, state: state, kind: kind, before: before, limit: limit)
        let labels = Labels(engine.catalogue, context.language)
        return .json([
            "data": .array(page.jobs.map { JobShape($0, labels, context.actor).json }),
            "page": ["next": page.next.map { .string($0.description) } ?? .null],
        ])
    }

    private func job(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        return answer(try await engine.jobs.find(try jobID(context), as: context.actor), context)
    }

    private func jobLog(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let entries = try await engine.jobs.log(of: try jobID(context), as: context.actor)
        let labels = Labels(engine.catalogue, context.language)
        return .json(["data": .array(entries.map { JobShape.entry($0, labels, context.actor) })])
    }

    private func timetable(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let labels = Labels(engine.catalogue, context.language)
        let entries = try await engine.jobs.timetable(as: context.actor).map { entry -> JSON in
            [
                "kind": .string(entry.kind), "label": .string(JobShape.label(entry.kind, labels)), "rhythm": .string(entry.rhythm),
                "zone": .string(entry.zone), "nextAt": entry.nextAt.map { .string($0.description) } ?? .null,
                "last": entry.last.map { JobShape($0, labels, context.actor).json } ?? .null,
            ]
        }
        return .json(["data": .array(entries)])
    }

    private func jobFile(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let id = try jobID(context)
        let file = try await engine.jobs.file(of: id, as: context.actor)
        // Opened before it is told that there is one: it may be removed at any moment, and is read to its end all the same.
        guard let pieces = FilePieces(file.url) else { throw Refusal.notFound(entity: "job", id: id.description) }
        let body = ResponseBody { writer in
            while let piece = try pieces.next() { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: file.type, .contentDisposition: "attachment; filename=\"\(file.name)\"",
        ]
        return Response(status: .ok, headers: headers, body: body)
    }

    private func startJob(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let body = try await request.json(limit: settings.maximumBodyBytes)
        guard let form = body.object else {
            throw Invalid("", .wrongType, ["expected": "object"])
        }
        let unknown = form.keys.sorted().filter { $0 != "kind" && $0 != "payload" }.map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        guard let kind = form["kind"]?.string else { throw Invalid("kind", .required) }
        let payload = form["payload"] ?? [:]
        guard payload.object != nil else { throw Invalid("payload", .wrongType, ["expected": "object"]) }
        let labels = Labels(engine.catalogue, context.language)
        return try await changing(request, context, body: body) { door in
            let job = try engine.jobs.start(String(kind.prefix(100)), payload, through: door)
            let shape = JobShape(job, labels, context.actor)
            return KeptAnswer(
                status: .created, json: Array(shape.json.text.utf8), [.location: "/api/v1/jobs/\(job.id)"])
        }
    }

    private func changedJob(
        _ request: Request, _ context: MemberContext, _ change: (RecordID, Actor) async throws -> Job
    ) async throws -> Response {
        _ = try QueryParameters(request).only()
        return answer(try await change(try jobID(context), context.actor), context)
    }

    private func jobID(_ context: MemberContext) throws -> RecordID {
        let text = context.parameters.get("id") ?? ""
        guard let id = RecordID(text) else { throw Refusal.notFound(entity: "job", id: String(text.prefix(60))) }
        return id
    }

    private func answer(_ job: Job, _ context: MemberContext, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        .json(JobShape(job, Labels(engine.catalogue, context.language), context.actor).json, status: status, headers: headers)
    }
}
