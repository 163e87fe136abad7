import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Synchronization

/// What a target was sent.
struct Received: Sendable {
    let path: String
    let headers: HTTPFields
    let text: String

    var json: JSON { (try? JSON.parse(text)) ?? .null }
    var type: String { json["type"]?.string ?? "" }
    var name: String { json["record"]?["name"]?.string ?? "" }
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// A target on this machine, which answers as the test says.
final class Receiver: Sendable {
    typealias Answer = @Sendable (Received) async -> Response

    private let state = Mutex((received: [Received](), now: 0, most: 0))
    private let port = AsyncStream.makeStream(of: Int.self)

    /// In the order in which they came.
    var all: [Received] { state.withLock(\.received) }
    /// How many it had to answer at the same time.
    var most: Int { state.withLock(\.most) }

    /// Runs while the test does.
    static func run<T: Sendable>(
        answering answer: @escaping Answer = { _ in Response(status: .ok) }, _ test: (Receiver, Int) async throws -> T
    ) async throws -> T {
        let receiver = Receiver()
        let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in
            let body = try await request.body.collect(upTo: 1 << 20)
            let received = Received(path: request.uri.path, headers: request.headers, text: String(buffer: body))
            receiver.begin(received)
            defer { receiver.end() }
            return await answer(received)
        }
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { receiver.port.continuation.yield($0.localAddress?.port ?? 0) })
        let running = Task { try await application.run() }
        defer { running.cancel() }
        var ports = receiver.port.stream.makeAsyncIterator()
        return try await test(receiver, await ports.next() ?? 0)
    }

    private func begin(_ received: Received) {
        state.withLock { state in
            state.received.append(received)
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    private func end() { state.withLock { $0.now -= 1 } }
}

extension Response {
    static func status(_ code: Int) -> Response { Response(status: .init(code: code)) }
}
