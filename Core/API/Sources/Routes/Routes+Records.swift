import Engine
import Hummingbird
import Kernel

/// Reading records: lists, one, its time line, counts over many.
extension Routes {
    func addRecords(to table: RouteTable<MemberContext>) {
        table.get("/:resource", list)
        table.get("/:resource/aggregate", aggregate)
        table.get("/:resource/:id", isQuick: true, record)
        table.get("/:resource/:id/timeline", timeline)
        table.get("/:resource/:id/related", related)
    }

    /// Routes that do nothing but one `Engine.read` as the actor, which looks by itself whether the actor still is who they were.
    static let readsOnSnapshot: Set = [
        "/api/v1/{resource}", "/api/v1/{resource}/aggregate", "/api/v1/{resource}/{id}", "/api/v1/{resource}/{id}/timeline",
        "/api/v1/{resource}/{id}/related", "/api/v1/search",
    ]

    private func list(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let parameters = try QueryParameters(request)
        let query = try parsingQuery { try ListQuery(parameters.all, on: entity, context.catalogue, for: context.actor) }
        do {
            return .json(try await querying(context, isHeavy: query.isHeavy) { try $0.list(query).json })
        } catch let invalid as Invalid {
            // A cursor of another list or another user.
            throw Failure.badQuery(invalid)
        }
    }

    private func record(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let shape = try RecordShape(QueryParameters(request).only("fields", "expand", "deleted", "actions"), entity, context.catalogue, for: context.actor)
        let id = try id(context, entity)
        let found = try await engine.read(as: context.actor, on: context.catalogue) { try $0.record(entity, id, shape) }
        try await engine.noteView(of: id, entity, by: context.actor)
        let tag = tag(found.version)
        if shape.isDecidedByVersion, request.has(tag) { return Response(status: .notModified, headers: [.eTag: tag]) }
        return .json(found.json, headers: [.eTag: tag])
    }

    private func timeline(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let parameters = try QueryParameters(request).only("before", "limit", "kinds")
        let limit = try parameters.number("limit", 1...200, standard: 50)
        let before = try parameters["before"].map { text throws in
            guard let id = RecordID(text) else { throw Failure.badQuery(Invalid("before", .badCursor)) }
            return id
        }
        let kinds = try parsingQuery { try parameters["kinds"].map { try TimelineKinds($0, others: engine.timelineKinds) } } ?? .all
        let id = try id(context, entity)
        return .json(
            try await engine.read(as: context.actor, on: context.catalogue) {
                try $0.timeline(entity, id, before: before, limit: limit, kinds: kinds)
            })
    }

    private func related(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let id = try id(context, entity)
        return .json(try await querying(context, isHeavy: false) { try $0.related(to: id, entity) })
    }

    private func aggregate(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let parameters = try QueryParameters(request).without("sort", "fields", "expand", "limit", "cursor", "skip", "count")
        let query = try parsingQuery { try AggregateQuery(parameters.all, on: entity, context.catalogue, for: context.actor) }
        do {
            return .json(try await querying(context, isHeavy: true) { try $0.aggregate(query) })
        } catch let invalid as Invalid {
            // A sum that no number holds.
            throw Failure.badQuery(invalid)
        }
    }
}

extension Routes {
    /// Reads within the time that a query may take, and in one of the places for heavy ones.
    func querying(
        _ context: MemberContext, isHeavy: Bool, _ query: @escaping @Sendable (Reader) throws -> [UInt8]
    ) async throws -> [UInt8] {
        func read() async throws -> [UInt8] { try await engine.read(as: context.actor, on: context.catalogue, limit: settings.limits.queryTime, query) }
        return isHeavy ? try await places.inside(context.actor.user, read) : try await read()
    }

    /// The entity that the address names.
    func resource(_ context: MemberContext) throws -> EntityDefinition {
        try context.catalogue.resource(context.parameters.get("resource") ?? "")
    }

    /// The record that the address names; what is no id names none.
    func id(_ context: MemberContext, _ entity: EntityDefinition) throws -> RecordID {
        let text = context.parameters.get("id") ?? ""
        guard let id = RecordID(text) else { throw Refusal.notFound(entity: entity.name, id: String(text.prefix(60))) }
        return id
    }
}
