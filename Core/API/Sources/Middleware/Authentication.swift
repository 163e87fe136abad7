import Engine
import Hummingbird
import Kernel
import Logging

/// Finds out who asks, by bearer token or session cookie. Under `/api/v1` nobody unknown gets further, except to log in.
struct Authentication: RouterMiddleware {
    typealias Context = VisitorContext

    let engine: Engine
    let cookie: SessionCookie

    /// What must be reachable without a login, after `/api/v1/`; only by POST.
    private static let entrances: Set<[Substring]> = [["session"], ["session", "code"], ["setup"]]

    static func isEntrance(_ request: Request) -> Bool {
        request.method == .post && request.isOfAPI && entrances.contains(Array(request.uri.path.split(separator: "/").dropFirst(2)))
    }

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        guard request.isOfAPI, !Self.isEntrance(request) else { return try await next(request, context) }
        guard let secret = secret(request) else { throw Refusal.notLoggedIn }
        if request.method == .get, Routes.readsOnSnapshot.contains(context.endpointPath ?? ""),
            let identity = engine.accounts.remembered(secret: secret)
        {
            do {
                return try await admit(identity, request, context, next)
            } catch is Accounts.Outdated {}
        }
        guard let identity = try await engine.accounts.identity(secret: secret, from: context.origin(request)) else {
            throw Refusal.notLoggedIn
        }
        try await engine.keepUp()
        return try await admit(identity, request, context, next)
    }

    private func admit(
        _ identity: Identity, _ request: Request, _ context: VisitorContext,
        _ next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        let actor = identity.actor
        var context = context
        context.catalogue = engine.catalogue
        if request.headers[.acceptLanguage] == nil { context.language = actor.language }
        if let user = actor.user { context.logger[metadataKey: "user"] = .string(user.description) }
        if let impersonator = actor.impersonator { context.logger[metadataKey: "impersonator"] = .string(impersonator.description) }
        // Whoever owes something reaches nothing but the own session until it is done.
        if let duty = identity.duty, request.uri.path.split(separator: "/").dropFirst(2).first != "session" {
            context.duty = duty
            return try await next(request, context)
        }
        context.identity = identity.coming(from: context.origin(request).address)
        return try await next(request, context)
    }

    /// A header that a program sets goes before a cookie that a browser adds.
    private func secret(_ request: Request) -> String? {
        let secret: String?
        if let header = request.headers[.authorization] {
            let parts = header.split(separator: " ", maxSplits: 1)
            secret = parts.count == 2 && parts[0].lowercased() == "bearer" ? parts[1].trimmed : nil
        } else {
            secret = cookie.secret(request)
        }
        return secret.flatMap { (1...200).contains($0.utf8.count) ? $0 : nil }
    }
}
