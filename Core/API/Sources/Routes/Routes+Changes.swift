import Engine
import Hummingbird
import Kernel

/// Changing one record: every one of these is one change through the door, in a transaction of its own.
extension Routes {
    func addChanges(to table: RouteTable<MemberContext>) {
        table.on(.post, "/:resource", repeats: true, create)
        table.on(.patch, "/:resource/:id", edit)
        table.on(.delete, "/:resource/:id", delete)
        table.on(.post, "/:resource/:id/restore", repeats: true, restore)
        table.on(.post, "/:resource/:id/undo", repeats: true, undo)
        table.on(.post, "/:resource/:id/purge", repeats: true, purge)
        table.on(.post, "/:resource/:id/actions/:action", repeats: true, act)
    }

    private func create(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let shape = try shape(request, entity, context)
        let body = try await request.json(limit: settings.maximumBodyBytes)
        let draft = try Input.draft(body, for: entity, isNew: true, as: context.actor, in: context.catalogue)
        return try await changing(request, context, body: body) { door in
            let saved = try door.create(draft, on: entity)
            let record = try door.reader.record(entity, saved.id, shape)
            return KeptAnswer(
                status: .created, json: record.json,
                [.location: "/api/v1/\(entity.plural)/\(saved.id)", .eTag: tag(record.version)])
        }
    }

    private func edit(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let id = try id(context, entity), shape = try shape(request, entity, context), version = try request.expectedVersion
        let body = try await request.json(limit: settings.maximumBodyBytes)
        let draft = try Input.draft(body, for: entity, isNew: false, as: context.actor, in: context.catalogue)
        return try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
            try door.edit(id, draft, ifVersion: version, on: entity)
            return try Self.answer(door.reader.record(entity, id, shape))
        }.response(isReplay: false)
    }

    private func delete(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let id = try id(context, entity), version = try request.expectedVersion
        try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
            _ = try door.perform(.delete(id, ifVersion: version), on: entity)
        }
        return Response(status: .noContent)
    }

    private func restore(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let id = try id(context, entity), shape = try shape(request, entity, context)
        try await refuseBody(request)
        return try await changing(request, context, body: nil) { door in
            _ = try door.perform(.restore(id), on: entity)
            return try Self.answer(door.reader.record(entity, id, shape))
        }
    }

    /// Takes back one change of the record's time line.
    private func undo(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let id = try id(context, entity), shape = try shape(request, entity, context)
        let body = try await request.json(limit: settings.maximumBodyBytes)
        guard let form = body.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let unknown = form.keys.sorted().filter { $0 != "change" }.map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        guard let given = form["change"] else { throw Invalid("change", .required) }
        guard let change = given.string.flatMap({ RecordID($0) }) else { throw Invalid("change", .badReference) }
        return try await changing(request, context, body: body) { door in
            let isAlive = !(try door.undo(change, of: id, on: entity).isDeleted)
            return try Self.answer(door.reader.record(entity, id, fields: shape.fields, expand: shape.expand, deleted: !isAlive))
        }
    }

    /// Takes the record away for good; for administrators.
    private func purge(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        guard context.actor.isAdministrator else { throw Refusal.forbidden(verb: .delete, entity: entity.name) }
        _ = try QueryParameters(request).only()
        let id = try id(context, entity)
        try await refuseBody(request)
        return try await changing(request, context, body: nil) { door in
            _ = try door.perform(.purge(id), on: entity)
            return KeptAnswer(status: HTTPResponse.Status.noContent.code)
        }
    }

    private func act(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let action = try context.catalogue.action(context.parameters.get("action") ?? "", on: entity)
        let id = try id(context, entity), shape = try shape(request, entity, context)
        let parameters = try await request.optionalJSON(limit: settings.maximumBodyBytes) ?? [:]
        return try await changing(request, context, body: parameters) { door in
            _ = try door.act(action, on: entity, id, parameters)
            return try Self.answer(door.reader.record(entity, id, shape))
        }
    }

    static func answer(_ record: (json: [UInt8], version: Int64)) -> KeptAnswer {
        KeptAnswer(status: .ok, json: record.json, [.eTag: tag(record.version)])
    }

    private func shape(_ request: Request, _ entity: EntityDefinition, _ context: MemberContext) throws -> RecordShape {
        try RecordShape(QueryParameters(request).only("fields", "expand"), entity, context.catalogue, for: context.actor)
    }

    /// What takes no input takes at most an empty object.
    func refuseBody(_ request: Request) async throws {
        guard let json = try await request.optionalJSON(limit: settings.maximumBodyBytes) else { return }
        guard let members = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        guard members.isEmpty else {
            throw Invalid(members.keys.sorted().map { ValueProblem(.unknownField, ["field": String($0.prefix(60))]).on(String($0.prefix(60))) })
        }
    }
}
