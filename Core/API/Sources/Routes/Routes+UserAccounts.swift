import Engine
import HTTPTypes
import Hummingbird
import Kernel

/// What administrators do with accounts of others. The id is the user's.
extension Routes {
    func addUserAccounts(to table: RouteTable<MemberContext>) {
        table.on(.put, "/user-accounts/:id/password", setPassword)
        table.get("/user-accounts/:id/accesses", accessesOfUser)
        table.on(.delete, "/user-accounts/:id/accesses", endAccessesOfUser)
        table.on(.delete, "/user-accounts/:id/accesses/:access", endAccessOfUser)
        table.on(.delete, "/user-accounts/:id/second-factor", resetSecondFactor)
        table.on(.delete, "/user-accounts/:id/single-sign-on", forgetSingleSignOn)
        table.on(.post, "/user-accounts/:id/impersonation", impersonate)
        table.on(.post, "/user-accounts/:id/hand-over", repeats: true, handOver)
    }

    /// The new password is good for one log-in, at which its owner chooses another.
    private func setPassword(_ request: Request, _ context: MemberContext) async throws -> Response {
        try context.identity.checkPresence()
        let user = try user(context), form = try await form(request, ["password"])
        try await engine.accounts.setPassword(form["password"], of: user, temporary: true, as: context.actor)
        return Response(status: .noContent)
    }

    private func accessesOfUser(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        return try await listed(try user(context), current: context.identity.access)
    }

    /// All sessions and all tokens: for somebody who has left, or whose password somebody else knows.
    private func endAccessesOfUser(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try await engine.accounts.revokeAll(of: try user(context), tokens: true, as: context.actor)
        return Response(status: .noContent)
    }

    private func endAccessOfUser(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try await engine.accounts.revoke(try access(context, "access"), of: try user(context), as: context.actor)
        return Response(status: .noContent)
    }

    private func resetSecondFactor(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try context.identity.checkPresence()
        try await engine.accounts.resetSecondFactor(of: try user(context), as: context.actor)
        return Response(status: .noContent)
    }

    private func forgetSingleSignOn(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try context.identity.checkPresence()
        try await engine.accounts.forgetSingleSignOn(of: try user(context), as: context.actor)
        return Response(status: .noContent)
    }

    private func impersonate(_ request: Request, _ context: MemberContext) async throws -> Response {
        let user = try user(context), form = try await form(request, ["reason"])
        let access = try await engine.accounts.impersonate(
            user, reason: form["reason"], by: context.identity, from: context.origin(request))
        return try await begun(access)
    }

    /// `{"to": "…", "entities": ["customer"], "movesUnit": false, "switchesOff": true}`; the answer is the job that does it. Not only for
    /// administrators: whoever may assign records hands over those that they may assign.
    private func handOver(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let definition = User.schema.definition
        let user = try id(context, definition)
        let body = try await request.json(limit: settings.maximumBodyBytes)
        let form = try HandOverForm(body)
        let labels = Labels(engine.catalogue, context.language)
        return try await changing(request, context, body: body) { door in
            let job = try door.start(
                HandOver(from: user, to: form.to, entities: form.entities, movesUnit: form.movesUnit))
            if form.switchesOff { try door.perform(.edit(user, ["isActive": .flag(false)]), on: definition) }
            let shape = JobShape(job, labels, context.actor)
            return KeptAnswer(status: .accepted, json: Array(shape.json.text.utf8), [.location: "/api/v1/jobs/\(job.id)"])
        }
    }

    /// The user that the address names, for those who keep the accounts.
    private func user(_ context: MemberContext) throws -> RecordID {
        let definition = User.schema.definition
        try engine.permissions.check(context.actor, may: .edit, definition)
        return try id(context, definition)
    }
}

/// What a hand-over is asked with, read like any other form but for the list of names.
private struct HandOverForm: Sendable {
    let to: RecordID
    let entities: [String]?
    let movesUnit: Bool
    let switchesOff: Bool

    private static let form = EntityDefinition(
        name: "handOver", plural: "", title: "",
        fields: [
            FieldDefinition("to", ReferenceKind(to: User.name), isRequired: true), FieldDefinition("movesUnit", FlagKind()),
            FieldDefinition("switchesOff", FlagKind()),
        ])

    init(_ json: JSON) throws(Invalid) {
        var members = json.object ?? [:]
        let names = members.removeValue(forKey: "entities")
        let values = try Input.values(json.object == nil ? json : .object(members), for: Self.form, as: .system)
        guard let to = values["to"]?.reference else { throw Invalid("to", .required) }
        self.to = to
        (movesUnit, switchesOff) = (values["movesUnit"] == .flag(true), values["switchesOff"] == .flag(true))
        switch names {
        case nil, .null?: entities = nil
        case .array(let list)? where list.allSatisfy { $0.string != nil }:
            guard (1...100).contains(list.count) else { throw Invalid("entities", .tooMany, ["max": "100"]) }
            entities = list.compactMap(\.string)
        default: throw Invalid("entities", .wrongType, ["expected": "list"])
        }
    }
}
