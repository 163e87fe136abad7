import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that answers each line it hears with the next of its sayings, whatever it heard; the first one greets.
/// `nil` closes the connection, and so does `$END` behind a saying. `$TAG` in a saying is the first word of what was heard.
/// From the second connection on it says what is given for `later`.
struct ScriptedServer {
    let port: Int
    private let channel: any Channel

    static func run<Result>(
        _ sayings: [String?], later: [String?]? = nil, _ work: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let isLater = Mutex(false)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                let script = isLater.withLock { isLater in
                    defer { isLater = true }
                    return isLater ? later ?? sayings : sayings
                }
                return channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Speaker(script)) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ScriptedServer(port: channel.localAddress?.port ?? 0, channel: channel)
        do {
            let result = try await work(server)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }
}

private final class Speaker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var sayings: ArraySlice<String?>
    private var heard = ""

    init(_ sayings: [String?]) { self.sayings = sayings[...] }

    func channelActive(context: ChannelHandlerContext) { say(context, "") }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        heard += buffer.readString(length: buffer.readableBytes) ?? ""
        while let end = heard.utf8.firstIndex(of: 0x0A) {
            let line = heard[..<end]
            heard = String(heard[heard.utf8.index(after: end)...])
            say(context, line.split(separator: " ").first.map { $0.filter { $0 != "\r" && $0 != "\r\n" } } ?? "")
        }
    }

    private func say(_ context: ChannelHandlerContext, _ tag: String) {
        guard let next = sayings.popFirst() else { return }
        guard let next else { return context.close(promise: nil) }
        var text = ""
        for (index, part) in next.split(separator: "$TAG", omittingEmptySubsequences: false).enumerated() { text += (index > 0 ? tag : "") + part }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text.replacing("$END", with: ""))), promise: nil)
        if text.hasSuffix("$END") { context.close(promise: nil) }
    }
}
