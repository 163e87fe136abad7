import Engine
import Hummingbird
import Kernel

/// Letting others see a record, and seeing what is masked.
extension Routes {
    func addSharing(to table: RouteTable<MemberContext>) {
        table.get("/:resource/:id/shares", shares)
        table.on(.post, "/:resource/:id/shares", repeats: true, share)
        table.on(.delete, "/:resource/:id/shares/:grantee", unshare)
        table.on(.post, "/:resource/:id/reveal", reveal)
    }

    private func shares(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let id = try id(context, entity)
        let shares = try await engine.read(as: context.actor) { try $0.shares(of: entity, id) }
        return .json(["data": .array(shares.map(\.json))])
    }

    /// `{"with": "…", "mayChange": false, "until": "2026-12-01T00:00:00Z"}`; `with` is a user or a team.
    private func share(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let id = try id(context, entity)
        let body = try await request.json(limit: settings.maximumBodyBytes)
        let share = try Shares.Share(body)
        return try await changing(request, context, body: body) { door in
            try door.share(entity, id, share)
            return KeptAnswer(status: .created, json: Array(share.json.text.utf8))
        }
    }

    private func unshare(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let id = try id(context, entity)
        guard let grantee = RecordID(context.parameters.get("grantee") ?? "") else {
            throw Refusal.notFound(entity: "user", id: String((context.parameters.get("grantee") ?? "").prefix(60)))
        }
        try await engine.write(as: context.actor, limit: Self.writeLimit) { try $0.unshare(entity, id, with: grantee) }
        return Response(status: .noContent)
    }

    /// `{"field": "mobile", "reason": "…"}` → `{"field": "mobile", "value": "+8613812345678"}`.
    private func reveal(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let id = try id(context, entity)
        let form = try Form(try await request.json(limit: settings.maximumBodyBytes), fields: ["field", "reason"])
        let value = try await engine.write(as: context.actor, limit: Self.writeLimit) { door in
            try door.reveal(form["field"], of: entity, id, reason: form["reason"])
        }
        return .json(["field": .string(form["field"]), "value": value])
    }
}

extension Shares.Share {
    /// The fields of a share, read like those of any other form.
    private static let form = EntityDefinition(
        name: "share", plural: "", title: "",
        fields: [
            FieldDefinition("with", ReferenceKind(to: "user"), isRequired: true), FieldDefinition("mayChange", FlagKind()),
            FieldDefinition("until", InstantKind()),
        ])

    fileprivate init(_ json: JSON) throws(Invalid) {
        let values = try Input.values(json, for: Self.form, as: .system)
        guard let grantee = values["with"]?.reference else { throw Invalid("with", .required) }
        var until: Instant?
        if case .instant(let instant)? = values["until"] { until = instant }
        self.init(grantee: grantee, mayChange: values["mayChange"] == .flag(true), until: until)
    }

    fileprivate var json: JSON {
        [
            "with": .string(grantee.description), "mayChange": .flag(mayChange),
            "until": until.map { .string($0.description) } ?? .null,
        ]
    }
}
