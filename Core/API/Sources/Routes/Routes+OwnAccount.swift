import Engine
import HTTPTypes
import Hummingbird
import Kernel

/// What people do with their own account: password, second factor, sessions, tokens.
extension Routes {
    func addOwnAccount(to table: RouteTable<MemberContext>) {
        table.on(.put, "/session/password", changePassword)
        table.get("/session/accesses", accesses)
        table.on(.delete, "/session/accesses", endOtherSessions)
        table.on(.delete, "/session/accesses/:id", endAccess)
        table.on(.post, "/session/tokens", makeToken)
        table.on(.post, "/session/second-factor", enrolSecondFactor)
        table.on(.put, "/session/second-factor", confirmSecondFactor)
        table.on(.post, "/session/second-factor/removal", removeSecondFactor)
        table.on(.post, "/session/second-factor/recovery-codes", renewRecoveryCodes)
    }

    private func changePassword(_ request: Request, _ context: MemberContext) async throws -> Response {
        let form = try await form(request, ["oldPassword", "newPassword"])
        try await engine.accounts.changePassword(
            of: context.identity, from: form["oldPassword"], to: form["newPassword"], from: context.origin(request))
        return Response(status: .noContent)
    }

    private func accesses(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        return try await listed(try own(context), current: context.identity.access)
    }

    /// Sessions and tokens of somebody; the one in which this is asked is marked.
    func listed(_ user: RecordID, current: RecordID?) async throws -> Response {
        let accesses = try await engine.accounts.accesses(of: user)
        return .json(["data": .array(accesses.map { $0.json(isCurrent: $0.id == current) })])
    }

    private func endOtherSessions(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try context.identity.checkPresence()
        try await engine.accounts.revokeAll(
            of: try own(context), keeping: context.identity.access, tokens: false, as: context.actor)
        return Response(status: .noContent)
    }

    private func endAccess(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try context.identity.checkPresence()
        try await engine.accounts.revoke(try access(context, "id"), of: try own(context), as: context.actor)
        return Response(status: .noContent)
    }

    /// `{"name","days","scopes","password"}`; without scopes the token may what its user may. Who has no password leaves it out.
    private func makeToken(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try context.identity.checkReadiness()
        let wish = try TokenWish(try await request.json(limit: 16_384), context.catalogue)
        try await engine.accounts.proveAgain(context.identity, password: wish.password, from: context.origin(request))
        let token = try await engine.accounts.makeToken(
            for: try own(context), name: wish.name, days: wish.days, scopes: wish.scopes, as: context.actor)
        let answer: JSON = [
            "id": .string(token.id.description), "secret": .string(token.secret), "expiresAt": .string(token.expiresAt.description),
        ]
        return .json(answer, status: .created)
    }

    private func enrolSecondFactor(_ request: Request, _ context: MemberContext) async throws -> Response {
        let form = try await form(request, ["password"])
        let enrolment = try await engine.accounts.enrolSecondFactor(
            context.identity, password: form["password"], from: context.origin(request))
        let picture = QRCode(enrolment.uri).map { JSON.string($0.svg) } ?? .null
        return .json(["secret": .string(enrolment.secret), "uri": .string(enrolment.uri), "picture": picture], status: .created)
    }

    private func confirmSecondFactor(_ request: Request, _ context: MemberContext) async throws -> Response {
        let form = try await form(request, ["code"])
        let codes = try await engine.accounts.confirmSecondFactor(context.identity, code: form["code"])
        return .json(["recoveryCodes": .array(codes.map(JSON.string))])
    }

    private func removeSecondFactor(_ request: Request, _ context: MemberContext) async throws -> Response {
        let form = try await form(request, ["password", "code"])
        try await engine.accounts.removeSecondFactor(
            context.identity, password: form["password"], code: form["code"], from: context.origin(request))
        return Response(status: .noContent)
    }

    private func renewRecoveryCodes(_ request: Request, _ context: MemberContext) async throws -> Response {
        let form = try await form(request, ["password", "code"])
        let codes = try await engine.accounts.renewRecoveryCodes(
            context.identity, password: form["password"], code: form["code"], from: context.origin(request))
        return .json(["recoveryCodes": .array(codes.map(JSON.string))], status: .created)
    }

    func form(_ request: Request, _ fields: [String]) async throws -> Form {
        _ = try QueryParameters(request).only()
        return try Form(try await request.json(limit: 16_384), fields: fields)
    }

    /// The session or token that the address names.
    func access(_ context: MemberContext, _ name: String) throws -> RecordID {
        let text = context.parameters.get(name) ?? ""
        guard let id = RecordID(text) else { throw Refusal.notFound(entity: "access", id: String(text.prefix(60))) }
        return id
    }

    func own(_ context: MemberContext) throws -> RecordID {
        guard let user = context.actor.user else { throw Refusal.notLoggedIn }
        return user
    }
}

/// What somebody wants of a new token.
private struct TokenWish {
    let name: String
    let days: Int64
    let scopes: Scopes
    let password: String?

    init(_ json: JSON, _ catalogue: Catalogue) throws {
        guard let members = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let unknown = members.keys.sorted().filter { !["name", "days", "scopes", "password"].contains($0) }
        guard unknown.isEmpty else {
            throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": String($0.prefix(60))]).on(String($0.prefix(60))) })
        }
        guard let name = members["name"]?.string, !name.utf8.contains(0) else { throw Invalid("name", .required) }
        guard let days = members["days"]?.integer else { throw Invalid("days", .required) }
        password = try Self.password(members["password"])
        (self.name, self.days) = (name, days)
        guard let given = members["scopes"], given != .null else {
            scopes = .all
            return
        }
        guard let texts = given.array?.map(\.string), !texts.contains(nil) else {
            throw Invalid("scopes", .wrongType, ["expected": "choices"])
        }
        scopes = try Scopes(texts.compactMap(\.self), catalogue)
    }

    private static func password(_ given: JSON?) throws(Invalid) -> String? {
        switch given {
        case nil, .null?: return nil
        case .string(let text)? where text.utf8.count <= 1_000 && !text.utf8.contains(0): return text
        case .string?: throw Invalid("password", .wrongPassword)
        default: throw Invalid("password", .wrongType, ["expected": "text"])
        }
    }
}

extension Accounts.Listed {
    fileprivate func json(isCurrent: Bool) -> JSON {
        [
            "id": .string(id.description), "kind": .string(kind.rawValue), "name": .string(name),
            "createdAt": .string(createdAt.description), "lastUsedAt": .string(lastUsedAt.description),
            "expiresAt": .string(expiresAt.description), "address": address.map(JSON.string) ?? .null,
            "userAgent": userAgent.map(JSON.string) ?? .null,
            "scopes": scopes.texts.map { .array($0.map(JSON.string)) } ?? .null,
            "impersonator": impersonator.map { .string($0.description) } ?? .null, "isCurrent": .flag(isCurrent),
        ]
    }
}
