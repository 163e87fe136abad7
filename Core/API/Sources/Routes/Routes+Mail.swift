import Engine
import Hummingbird
import Kernel

/// What is done with mails and accounts beside editing them. Both are records like any other, and files hang on mails.
extension Routes {
    func addMail(to table: RouteTable<MemberContext>) {
        guard let office = engine.mail else { return }
        addMailTemplates(to: table, office)
        table.on(.post, "/:resource/:id/send") { request, context in
            let (entity, id) = try mail(request, context)
            let despite = try await despite(request, context)
            return try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
                try office.send(id, despite: despite, through: door)
                return try Self.answer(door.reader.record(entity, id))
            }.response(isReplay: false)
        }
        table.on(.post, "/:resource/:id/file") { request, context in
            let (entity, id) = try mail(request, context)
            let form = try await members(request, ["entity", "record"])
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
            let form = try await members(request, ["settled"])
            guard case .flag(let isSettled)? = form["settled"] else { throw Invalid("settled", .badFlag) }
            try await office.settle(id, isSettled, on: engine, as: context.actor)
            return try await engine.read(as: context.actor, on: context.catalogue) { try Self.answer($0.record(entity, id)) }.response(isReplay: false)
        }
        table.on(.put, "/:resource/:id/mail-password") { request, context in
            let id = try account(request, context)
            let form = try await members(request, ["password"])
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

    /// Whether to write to those, too, who want no mail: a person says so, and no program.
    private func despite(_ request: Request, _ context: MemberContext) async throws -> Bool {
        guard let json = try await request.optionalJSON(limit: settings.maximumBodyBytes) else { return false }
        let form = try Self.members(json, ["despite"])
        guard let given = form["despite"] else { return false }
        guard case .flag(let despite) = given else { throw Invalid("despite", .badFlag) }
        if despite { try context.identity.checkPresence() }
        return despite
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

    private func members(_ request: Request, _ keys: Set<String>) async throws -> [String: JSON] {
        try Self.members(try await request.json(limit: settings.maximumBodyBytes), keys)
    }

    /// An object with these members and no others.
    static func members(_ json: JSON, _ keys: Set<String>) throws -> [String: JSON] {
        guard let form = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let unknown = form.keys.sorted().filter { !keys.contains($0) }.map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        return form
    }
}
