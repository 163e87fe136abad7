import Engine
import HTTPTypes
import Hummingbird
import Kernel

/// Coming in, who am I, going out.
extension Routes {
    /// What can be reached without a login.
    func addEntrances(to table: RouteTable<VisitorContext>) {
        table.on(.post, "/api/v1/session", logIn)
        table.on(.post, "/api/v1/session/code", handInCode)
        table.on(.post, "/api/v1/setup", setUp)
        table.get("/login/options", options)
    }

    /// How one comes in here, and whether one is in already: what a page must know before anything else.
    private func options(_ request: Request, _ context: VisitorContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let secret = settings.sessionCookie.secret(request)
        var isIn = false
        if let secret { isIn = try await engine.accounts.identity(secret: secret, from: context.origin(request)) != nil }
        return .json(
            [
                "session": .flag(isIn), "setup": .flag(try await setup.isOpen),
                "singleSignOn": .flag(settings.singleSignOn != nil), "demo": .flag(settings.isDemo),
            ], headers: [.cacheControl: "no-store"])
    }

    func addSession(to table: RouteTable<MemberContext>) {
        table.get("/session", whoAmI)
        table.on(.delete, "/session", logOut)
        table.on(.delete, "/session/impersonation", endImpersonation)
    }

    private func logIn(_ request: Request, _ context: VisitorContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let form = try Form(try await request.json(limit: 16_384), fields: ["login", "password"])
        // The demo company's password is in the README: it opens nothing but a server that was started as a demo.
        guard settings.isDemo || form["password"] != People.demonstrationPassword else { throw Refusal.wrongLogin }
        let admission = try await engine.accounts.logIn(
            form["login"], password: form["password"], from: context.origin(request), replacing: settings.sessionCookie.secret(request))
        switch admission {
        case .access(let access): return try await begun(access)
        case .challenge(let secret, let end):
            let answer: JSON = ["challenge": .string(secret), "expiresAt": .string(end.description)]
            return .json(answer, status: .accepted)
        }
    }

    /// The second step, where the password alone is not enough.
    private func handInCode(_ request: Request, _ context: VisitorContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let form = try Form(try await request.json(limit: 16_384), fields: ["challenge", "code"])
        let access = try await engine.accounts.logIn(
            challenge: form["challenge"], code: form["code"], from: context.origin(request),
            replacing: settings.sessionCookie.secret(request))
        return try await begun(access)
    }

    private func setUp(_ request: Request, _ context: VisitorContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let json = try await request.json(limit: 16_384)
        let form = try Form(json, fields: ["token", "login", "name", "password"])
        let user = try await setup.perform(form)
        return .json(try await session(user), status: .created)
    }

    private func whoAmI(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        return .json(try await session(context.actor, identity: context.identity))
    }

    /// Ends the session, or revokes the token, with which this is asked.
    private func logOut(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        try await engine.accounts.logOut(context.identity)
        return loggedOut
    }

    /// Back to the administrator's own session, where there still is one.
    private func endImpersonation(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        guard let access = try await engine.accounts.endImpersonation(context.identity) else { return loggedOut }
        return try await begun(access, status: .ok)
    }

    private var loggedOut: Response {
        // The cookie goes by itself: "cookies" would take those of the same host's other servers as well.
        let headers: HTTPFields = [
            .setCookie: settings.sessionCookie.header("", lasting: 0), .clearSiteData: "\"cache\", \"storage\"",
        ]
        return Response(status: .noContent, headers: headers)
    }

    /// Answers with the session and its cookie.
    func begun(_ access: Accounts.Access, status: HTTPResponse.Status = .created) async throws -> Response {
        let left = max(0, access.expiresAt.milliseconds - engine.clock.now().milliseconds) / 1_000
        let cookie = settings.sessionCookie.header(access.secret, lasting: Int(left))
        return .json(try await session(access.actor, until: access.expiresAt), status: status, headers: [.setCookie: cookie])
    }

    /// Who somebody is and how they want their pages: what a page begins with.
    private func session(_ actor: Actor, until end: Instant? = nil, identity: Identity? = nil) async throws -> [UInt8] {
        guard let id = actor.user else { throw Refusal.notLoggedIn }
        // Who they are themselves is known also to those who have no rights yet.
        var bytes = try await engine.read(as: .system) { reader in
            let user = try reader.record(
                User.schema.definition, id, fields: ["login", "name", "unit", "isAdministrator", "language", "zone"], expand: ["unit"]
            ).json
            return Array("{\"user\":".utf8) + user
        }
        let preferences = try await engine.read(as: actor) { try $0.preferences() }
        bytes += Array(",\"preferences\":\(preferences.text)".utf8)
        if let end { bytes += Array(",\"expiresAt\":\"\(end)\"".utf8) }
        if let duty = identity?.duty { bytes += Array(",\"duty\":\"\(duty.rawValue)\"".utf8) }
        if let impersonator = identity?.actor.impersonator { bytes += Array(",\"impersonator\":\"\(impersonator)\"".utf8) }
        return bytes + Array("}".utf8)
    }
}

/// A small body of texts that must all be there.
struct Form: Sendable {
    private let texts: [String: String]

    init(_ json: JSON, fields: [String]) throws(Invalid) {
        guard let members = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        var problems = members.keys.sorted().filter { !fields.contains($0) }.map {
            ValueProblem(.unknownField, ["field": String($0.prefix(60))]).on(String($0.prefix(60)))
        }
        var texts: [String: String] = [:]
        for field in fields {
            switch members[field] {
            case .string(let text)? where !text.isEmpty: texts[field] = text
            case nil, .null?, .string?: problems.append(ValueProblem(.required).on(field))
            default: problems.append(ValueProblem(.wrongType, ["expected": "text"]).on(field))
            }
            if let text = texts[field], text.utf8.count > 1_000 { problems.append(ValueProblem(.tooLong, ["max": "1000"]).on(field)) }
            if let text = texts[field], text.utf8.contains(0) { problems.append(ValueProblem(.badCharacter, ["code": "U+0000"]).on(field)) }
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        self.texts = texts
    }

    subscript(field: String) -> String { texts[field] ?? "" }
}
