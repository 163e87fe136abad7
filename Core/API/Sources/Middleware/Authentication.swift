import Engine
import Hummingbird
import Kernel
import Logging

/// Finds out who asks, by bearer token or session cookie. Under `/api/v1` nobody unknown gets further, except to log in.
struct Authentication: RouterMiddleware {
    typealias Context = VisitorContext

    let engine: Engine

    static let cookieName = "guanxi_session"
    /// What must be reachable without a login, after `/api/v1/`; only by POST.
    private static let entrances: Set<Substring> = ["session", "setup"]

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        let steps = request.uri.path.split(separator: "/")
        guard request.isOfAPI, !(request.method == .post && steps.count == 3 && Self.entrances.contains(steps[2])) else {
            return try await next(request, context)
        }
        guard let secret = Self.secret(request), let actor = try await engine.accounts.actor(secret: secret) else {
            throw Refusal.notLoggedIn
        }
        try await engine.keepUp()
        var context = context
        context.catalogue = engine.catalogue
        context.identity = Identity(actor: actor, secret: secret)
        if request.headers[.acceptLanguage] == nil { context.language = actor.language }
        if let user = actor.user { context.logger[metadataKey: "user"] = .string(user.description) }
        return try await next(request, context)
    }

    /// A header that a program sets goes before a cookie that a browser adds.
    private static func secret(_ request: Request) -> String? {
        let secret: String?
        if let header = request.headers[.authorization] {
            let parts = header.split(separator: " ", maxSplits: 1)
            secret = parts.count == 2 && parts[0].lowercased() == "bearer" ? parts[1].trimmed : nil
        } else {
            secret = request.cookies[cookieName]?.value
        }
        return secret.flatMap { (1...200).contains($0.utf8.count) ? $0 : nil }
    }
}
