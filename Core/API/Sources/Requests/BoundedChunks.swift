import Hummingbird
import NIOCore

/// A request's body as bytes, refused as soon as it is longer than it may be.
struct BoundedChunks: AsyncSequence {
    let body: RequestBody
    let limit: Int

    struct AsyncIterator: AsyncIteratorProtocol {
        var body: RequestBody.AsyncIterator
        var left: Int
        let limit: Int

        mutating func next() async throws -> [UInt8]? {
            guard let buffer = try await body.next() else { return nil }
            left -= buffer.readableBytes
            guard left >= 0 else { throw API.Failure.bodyTooLarge(limit: limit) }
            return Array(buffer.readableBytesView)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: body.makeAsyncIterator(), left: limit, limit: limit) }
}
