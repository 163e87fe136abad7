import HTTPTypes
import Hummingbird
import Kernel
import Logging

/// The first to see a request and the last to see its answer: gives it an id and a language, logs it, and adds the headers that
/// every answer carries.
struct Arrival: RouterMiddleware {
    typealias Context = VisitorContext

    let settings: APISettings

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        let peer = context.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
        context.requestID = requestID(request, from: peer)
        context.language = Language(accepting: request.headers[.acceptLanguage])
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "request"] = .string(context.requestID)
        context.client = settings.proxies.client(peer: peer, isSecure: settings.isEncrypted, request.headers)
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        Self.protect(&response, request)
        // Once over TLS, always over TLS: a browser then asks no other way.
        if context.client.isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        log(request, context, response.status, since: start)
        return response
    }

    /// The id that a trusted proxy gave, if it is one, or a new one: nobody else writes into the log what looks like another request.
    private func requestID(_ request: Request, from peer: IPAddress?) -> String {
        if let peer, settings.proxies.isTrusted(peer), let given = request.headers[.requestID], (8...64).contains(given.utf8.count),
            given.utf8.allSatisfy({ $0.isPlain })
        {
            return given
        }
        return String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// Answers are for the page of this origin that asked, and nothing in them runs.
    private static func protect(_ response: inout Response, _ request: Request) {
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.xFrameOptions] = "DENY"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = ContentSecurityPolicy.nothing
        }
        // No answer of the API is kept unless it says so itself.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if response.headers[.contentLanguage] != nil { response.vary(on: "Accept-Language") }
    }

    /// Without the parameters of the address: they may hold names and numbers of people.
    private func log(
        _ request: Request, _ context: VisitorContext, _ status: HTTPResponse.Status, since start: ContinuousClock.Instant
    ) {
        let took = ContinuousClock.now - start
        let milliseconds = Double(took.components.seconds) * 1_000 + Double(took.components.attoseconds / 1_000_000_000_000) / 1_000
        context.logger.log(
            level: request.uri.path.hasPrefix("/health") ? .debug : .info, "request",
            metadata: [
                "method": .string(request.method.rawValue), "path": .string(String(request.uri.path.prefix(200))),
                "status": .stringConvertible(status.code), "ms": .stringConvertible(milliseconds),
                "address": .string(context.client.address?.description ?? "-"),
            ])
    }
}

/// What a browser may do with an answer.
enum ContentSecurityPolicy {
    static let nothing = policy("")
    /// Pages that the server draws have a stylesheet and nothing else.
    static let pages = policy("style-src 'self'; ")

    /// The pages of the browser side: scripts, styles, pictures and calls of this origin alone, and nothing that is evaluated. What a
    /// script sets as a style of an element is not a style in a text; `data:` is for pictures that charts draw.
    static let web = policy("script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; ")

    private static func policy(_ more: String) -> String {
        "default-src 'none'; \(more)object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }
}

extension Request {
    /// Whether the path leads into `/api/v1`, as the router reads it: empty steps do not count.
    var isOfAPI: Bool { uri.path.hasPrefix("/api/v1/") || uri.path.split(separator: "/").prefix(2).elementsEqual(["api", "v1"]) }
}

extension UInt8 {
    fileprivate var isPlain: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == 0x2D || self == 0x2E
            || self == 0x5F
    }
}

extension HTTPField.Name {
    static let requestID = known("X-Request-Id")
    static let referrerPolicy = known("Referrer-Policy")
    static let xFrameOptions = known("X-Frame-Options")
    static let secFetchSite = known("Sec-Fetch-Site")
    static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let clearSiteData = known("Clear-Site-Data")

    /// A name that is known to be one.
    static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("not the name of a header: \(name)") }
        return name
    }
}
