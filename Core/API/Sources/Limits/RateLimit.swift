import Engine
import HTTPTypes
import Hummingbird
import Kernel

/// Refuses users who ask more often than any person or well-behaved program would. It stands behind the login.
struct AccountLimit: RouterMiddleware {
    typealias Context = VisitorContext

    let buckets: TokenBuckets<RecordID>
    let clock: Clock

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        guard let user = context.identity?.actor.user, let standing = buckets.take(user, at: clock.now()) else {
            return try await next(request, context)
        }
        guard standing.isAllowed else { throw Failure.tooManyRequests(standing.fields("user"), seconds: standing.seconds) }
        var response = try await next(request, context)
        response.headers.append(contentsOf: standing.fields("user"))
        return response
    }
}

/// Refuses addresses from which come too many requests without a valid login. Who is logged in is not held back by what others
/// behind the same address do, except where nobody looks at a login: at the entrances and the pages. It stands before the login and
/// sees what that refuses.
struct AddressLimit: RouterMiddleware {
    typealias Context = VisitorContext

    let buckets: TokenBuckets<IPAddress>
    let clock: Clock

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        guard !Self.isFree(request), let address = context.client.address else { return try await next(request, context) }
        let isForAnybody = !request.isOfAPI || Authentication.isEntrance(request)
        let hasCredentials = !isForAnybody && (request.headers[.authorization] != nil || request.headers[.cookie] != nil)
        if !hasCredentials { try take(address) }
        do {
            return try await next(request, context)
        } catch Refusal.notLoggedIn where hasCredentials {
            try take(address)
            throw Refusal.notLoggedIn
        }
    }

    /// What a watchman asks who must not be turned away when others ask too much; and the files of the pages, which lie in memory: a
    /// branch behind one address fetches a hundred of them for each person, once.
    private static func isFree(_ request: Request) -> Bool {
        ["health", "metrics", "web"].contains(request.uri.path.split(separator: "/").first)
    }

    private func take(_ address: IPAddress) throws(Failure) {
        guard let standing = buckets.take(address, at: clock.now()), !standing.isAllowed else { return }
        throw .tooManyRequests(standing.fields("address"), seconds: standing.seconds)
    }
}

extension TokenBuckets.Standing {
    /// The fields of the IETF's draft `RateLimit header fields for HTTP`.
    func fields(_ policy: String) -> HTTPFields {
        [.rateLimitPolicy: "\"\(policy)\";q=\(limit);w=60", .rateLimit: "\"\(policy)\";r=\(remaining);t=\(seconds)"]
    }
}

extension HTTPField.Name {
    static let rateLimit = known("RateLimit")
    static let rateLimitPolicy = known("RateLimit-Policy")
}
