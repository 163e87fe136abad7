import HTTPTypes
import Hummingbird
import NIOCore

/// Packs answers for clients that ask for it.
///
/// Only answers to GET, and none of the session's: what answers a login holds a secret, and packing a secret together with what
/// somebody else has sent tells its letters one by one (BREACH). Streams of events are left alone, because packing holds them back.
struct Compression: RouterMiddleware {
    typealias Context = VisitorContext

    /// What is shorter fits into one packet either way.
    private static let minimumLength = 1_024
    /// A packed answer is other bytes, so it has another strong tag (RFC 9110, 8.8.3.3). `If-Match` takes both.
    static let tagSuffix = "-gzip\""

    func handle(
        _ request: Request, context: VisitorContext, next: (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Self.isPackable(response), request.method == .get, !Self.isOfSession(request) else { return response }
        response.vary(on: "Accept-Encoding")
        guard Self.isAccepted(request), response.status != .notModified else { return response }
        let body = response.body
        response.body = ResponseBody { writer in
            guard let deflater = Deflater() else { throw HTTPError(.internalServerError) }
            try await body.write(PackingWriter(base: writer, deflater: deflater))
        }
        response.headers[.contentLength] = nil
        response.headers[.contentEncoding] = "gzip"
        if let tag = response.headers[.eTag], tag.hasSuffix("\"") { response.headers[.eTag] = tag.dropLast() + Self.tagSuffix }
        return response
    }

    private static func isPackable(_ response: Response) -> Bool {
        guard response.headers[.contentEncoding] == nil, response.body.contentLength.map({ $0 >= minimumLength }) ?? true else { return false }
        let type = (response.headers[.contentType] ?? "").lowercased()
        return !type.hasPrefix("text/event-stream")
            && ["text/", "application/json", "application/problem+json"].contains(where: type.hasPrefix)
    }

    private static func isOfSession(_ request: Request) -> Bool {
        request.isOfAPI && request.uri.path.split(separator: "/").dropFirst(2).first == "session"
    }

    /// `gzip`, or anything, unless it is refused with `q=0`.
    static func isAccepted(_ request: Request) -> Bool {
        let codings = request.headers[values: .acceptEncoding].flatMap { $0.lowercased().split(separator: ",") }.map { coding in
            let parts = coding.split(separator: ";").map(\.trimmed)
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            return (name: parts.first ?? "", isWanted: quality > 0)
        }
        return (codings.first { $0.name == "gzip" } ?? codings.first { $0.name == "*" })?.isWanted ?? false
    }
}

private struct PackingWriter: ResponseBodyWriter {
    var base: any ResponseBodyWriter
    let deflater: Deflater

    mutating func write(_ buffer: ByteBuffer) async throws {
        let packed = deflater.pack(buffer)
        if packed.readableBytes > 0 { try await base.write(packed) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await base.write(deflater.finish())
        try await base.finish(trailingHeaders)
    }
}
