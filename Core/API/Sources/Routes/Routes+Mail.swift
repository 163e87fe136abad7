import Engine
import Hummingbird
import Kernel

/// What is done with mails and accounts beside editing them. Both are records like any other, and files hang on mails.
extension Routes {
    func addMail(to table: RouteTable<MemberContext>) {
        guard let office = engine.mail else { return }
        table.on(.post, "/:resource/:id/send") { request, context in
            let (entity, id) = try mail(request, context)
            try await refuseBody(request)
            return try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
                try office.send(id, through: door)
                return try Self.answer(door.reader.record(entity, id))
            }.response(isReplay: false)
        }
        table.on(.post, "/:resource/:id/file") { request, context in
            let (entity, id) = try mail(request, context)
            let form = try await self.members(request, ["entity", "record"])
            guard let name = form["entity"]?.string else { throw Invalid("entity", .required) }
            guard let target = context.catalogue[name] else { throw Invalid("entity", .unknownOption, ["option": String(name.prefix(60))]) }
            guard let record = form["record"]?.string.flatMap({ RecordID($0) }) else { throw Invalid("record", .badReference) }
            return try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
                try office.file(id, under: record, of: target, through: door)
                return try Self.answer(door.reader.record(entity, id))
            }.response(isReplay: false)
        }
        table.on(.post, "/:resource/:id/settle") { request, context in
            let (entity, id) = try mail(request, context)
            let form = try await self.members(request, ["settled"])
            guard case .flag(let isSettled)? = form["settled"] else { throw Invalid("settled", .badFlag) }
            try await office.settle(id, isSettled, on: engine, as: context.actor)
            return try await engine.read(as: context.actor, on: context.catalogue) { try Self.answer($0.record(entity, id)) }.response(isReplay: false)
        }
        table.on(.put, "/:resource/:id/mail-password") { request, context in
            let id = try account(request, context)
            let form = try await self.members(request, ["password"])
            guard let given = form["password"], given == .null || given.string != nil else { throw Invalid("password", .wrongType, ["expected": "string"]) }
            try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
                try office.setPassword(given.string, of: id, through: door)
            }
            return Response(status: .noContent)
        }
        table.on(.post, "/:resource/:id/connection") { request, context in
            let id = try account(request, context)
            try await refuseBody(request)
            return .json(try await office.check(id, on: engine, as: context.actor))
        }
    }

    private func mail(_ request: Request, _ context: MemberContext) throws -> (EntityDefinition, RecordID) {
        _ = try QueryParameters(request).only()
        let entity = try resource(context)
        guard entity.name == "mail" else { throw Refusal.unknownAction("mail") }
        return (entity, try id(context, entity))
    }

    private func account(_ request: Request, _ context: MemberContext) throws -> RecordID {
        _ = try QueryParameters(request).only()
        let entity = try resource(context)
        guard entity.name == "mailAccount" else { throw Refusal.unknownAction("mailAccount") }
        return try id(context, entity)
    }

    /// An object with these members and no others.
    private func members(_ request: Request, _ keys: Set<String>) async throws -> [String: JSON] {
        guard let form = try await request.json(limit: settings.maximumBodyBytes).object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let unknown = form.keys.sorted().filter { !keys.contains($0) }.map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        return form
    }
}
