import HTTPTypes
import Hummingbird
import Kernel
import Logging

/// The first to see a request and the last to see its answer: gives it an id and a language, logs it, and adds the headers that
/// every answer carries.
struct Arrival: RouterMiddleware {
    typealias Context = VisitorContext

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.requestID = Self.requestID(request)
        context.language = Language(accepting: request.headers[.acceptLanguage])
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "request"] = .string(context.requestID)
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        Self.protect(&response, request)
        log(request, context, response.status, since: start)
        return response
    }

    /// The id that a proxy gave, if it is one, or a new one.
    private static func requestID(_ request: Request) -> String {
        if let given = request.headers[.requestID], (8...64).contains(given.utf8.count),
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
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        if request.isOfAPI || response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if response.headers[.contentLanguage] != nil { response.headers[.vary] = "Accept-Language" }
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
            ])
    }
}

extension Request {
    /// Whether the path leads into `/api/v1`, as the router reads it: empty steps do not count.
    var isOfAPI: Bool { uri.path.split(separator: "/").prefix(2).elementsEqual(["api", "v1"]) }
}

extension UInt8 {
    fileprivate var isPlain: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == 0x2D || self == 0x2E
            || self == 0x5F
    }
}

extension HTTPField.Name {
    static let requestID = unchecked("X-Request-Id")
    static let referrerPolicy = unchecked("Referrer-Policy")
    static let xFrameOptions = unchecked("X-Frame-Options")
    static let secFetchSite = unchecked("Sec-Fetch-Site")

    /// A name that is known to be one.
    private static func unchecked(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("not the name of a header: \(name)") }
        return name
    }
}
