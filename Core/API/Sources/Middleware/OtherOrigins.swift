import HTTPTypes
import Hummingbird
import Kernel

/// Lets pages of other origins use the API with their user's login (CORS). Only origins that an administrator has listed, each
/// exactly; without a list a browser keeps all others away.
struct OtherOrigins: RouterMiddleware {
    typealias Context = VisitorContext

    let allowed: Set<String>

    private static let methods = "GET, HEAD, POST, PATCH, DELETE"
    private static let requestHeaders = "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"
    private static let responseHeaders =
        "Content-Language, ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        guard !allowed.isEmpty else { return try await next(request, context) }
        guard let origin = request.headers[.origin], allowed.contains(origin.lowercased()) else {
            var response = try await next(request, context)
            response.vary(on: "Origin")
            return response
        }
        let isPreflight = request.method == .options && request.headers[.accessControlRequestMethod] != nil
        var response = isPreflight ? Response(status: .noContent) : try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlAllowCredentials] = "true"
        response.vary(on: "Origin")
        if isPreflight {
            response.headers[.accessControlAllowMethods] = Self.methods
            response.headers[.accessControlAllowHeaders] = Self.requestHeaders
            response.headers[.accessControlMaxAge] = "600"
        } else {
            response.headers[.accessControlExposeHeaders] = Self.responseHeaders
        }
        return response
    }
}
