import Hummingbird
import Kernel
import NIOCore

extension Request {
    /// The body as JSON. A body that only claims to be short is read no further than the limit.
    func json(limit: Int) async throws -> JSON {
        guard let json = try await optionalJSON(limit: limit) else { throw Failure.missingBody }
        return json
    }

    /// The same, where a body may be left out.
    func optionalJSON(limit: Int) async throws -> JSON? {
        try refuseContentEncoding()
        if let length = headers[.contentLength].flatMap(Int.init), length > limit { throw Failure.bodyTooLarge(limit: limit) }
        if headers[.contentType] != nil, !isJSON { throw Failure.unsupportedMediaType(expected: "application/json") }
        let buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Failure.bodyTooLarge(limit: limit)
        }
        guard buffer.readableBytes > 0 else { return nil }
        guard isJSON else { throw Failure.unsupportedMediaType(expected: "application/json") }
        do throws(JSONError) {
            return try JSON.parse(buffer.readableBytesView)
        } catch {
            throw Failure.badJSON(error)
        }
    }

    /// A small compressed body may be a very large one: nothing here unpacks any.
    func refuseContentEncoding() throws(Failure) {
        guard let encoding = headers[.contentEncoding]?[...].trimmed.lowercased(), encoding != "identity" else { return }
        throw .contentEncoding
    }

    /// `application/json`, `application/merge-patch+json`, in UTF-8 if anything is said of it.
    var isJSON: Bool {
        let parts = (headers[.contentType] ?? "").lowercased().split(separator: ";").map { $0.trimmed }
        guard let type = parts.first, type == "application/json" || type == "application/merge-patch+json" else { return false }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst(8)
        return charset.map { ["utf-8", "utf8", "\"utf-8\""].contains(String($0)) } ?? true
    }
}

extension Substring {
    var trimmed: String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let start = utf8.drop(while: isBlank)
        return String(Substring(start[..<(start.lastIndex { !isBlank($0) }.map(start.index(after:)) ?? start.startIndex)]))
    }
}
