import Hummingbird
import Kernel

/// Refuses changes that another site's page asks a browser to make in its user's name. `SameSite=Strict` on the cookie is the
/// first guard, this is the second.
struct CrossSite: RouterMiddleware {
    typealias Context = VisitorContext

    /// Other origins whose pages may act for their user.
    let trusted: Set<String>
    /// Whether the server is reached by HTTPS: then a page of the same name that came without it is not ours.
    let isSecure: Bool

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        guard isTrusted(request) else { throw Failure.crossSite }
        return try await next(request, context)
    }

    private func isTrusted(_ request: Request) -> Bool {
        let isSafe = request.method == .get || request.method == .head || request.method == .options
        // A page of another site cannot set this header without being asked for permission first.
        if isSafe || request.headers[.authorization] != nil { return true }
        if let origin = request.headers[.origin], trusted.contains(origin.lowercased()) { return true }
        if let site = request.headers[.secFetchSite] { return site == "same-origin" || site == "none" }
        if let origin = request.headers[.origin] {
            if isSecure, !origin.lowercased().hasPrefix("https://") { return false }
            let host = origin.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first
            return host.map { $0.lowercased() == request.head.authority?.lowercased() } ?? false
        }
        // No browser: they all send one of the two. What is no simple request of a form would have been asked for first.
        return request.method != .post || request.isJSON || request.headers[.contentType] == nil
    }
}
