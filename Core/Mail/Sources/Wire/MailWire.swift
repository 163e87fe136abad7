import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A connection of lines and bytes to a mail server, for one task at a time. Nothing on it lasts longer than its time, and nothing that it
/// reads is longer than the caller says.
final class MailWire {
    private(set) var isEncrypted: Bool

    private let server: MailServer
    private let channel: any Channel
    private var incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var buffer = ByteBuffer()
    private let expired = Flag()

    private init(
        _ server: MailServer, _ channel: any Channel, _ incoming: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        (self.server, self.channel, self.outgoing) = (server, channel, outgoing)
        self.incoming = incoming.makeAsyncIterator()
        isEncrypted = server.security == .implicit
    }

    /// Connects, calls, and closes whatever happens. Throws `MailError`, `CancellationError`, and what the work throws.
    static func open<Result: Sendable>(to server: MailServer, _ work: (MailWire) async throws -> Result) async throws -> Result {
        let tls = server.security == .implicit ? try context(server) : nil
        let connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(TimeAmount(server.connectTime))
                .connect(host: server.host, port: server.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let tls { try channel.pipeline.syncOperations.addHandler(try Self.handler(tls, server.host)) }
                        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw MailError.unreachable("\(server.host):\(server.port): \(error)")
        }
        return try await connection.executeThenClose { incoming, outgoing in
            try await work(MailWire(server, connection.channel, incoming, outgoing))
        }
    }

    /// Goes on encrypted. What the server has said too early is not taken for what it says then: somebody in between may have said it.
    func startTLS() async throws {
        guard buffer.readableBytes == 0 else { throw MailError.nonsense("words before TLS") }
        let context = try Self.context(server)
        let host = server.host
        let channel = channel
        try await map {
            try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(try Self.handler(context, host), position: .first)
            }.get()
        }
        isEncrypted = true
    }

    // MARK: - Time

    /// Closes the connection when the work has not ended after `replyTime`, and what so many bytes take.
    func inTime<Result>(bytes: Int = 0, extra: Duration = .zero, _ work: () async throws -> Result) async throws -> Result {
        let time = server.replyTime + .seconds(bytes / 10_000) + extra
        let (channel, expired) = (channel, expired)
        let watch = channel.eventLoop.scheduleTask(in: TimeAmount(time)) {
            expired.raise()
            channel.close(promise: nil)
        }
        defer { watch.cancel() }
        return try await work()
    }

    /// Sends this after a time, unless the flag is up by then, and raises it. Cancel what is returned to leave it.
    func send(_ text: String, after time: Duration, unless flag: Flag) -> Scheduled<Void> {
        let channel = channel
        return channel.eventLoop.scheduleTask(in: TimeAmount(time)) {
            if flag.raise() { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }
        }
    }

    // MARK: - Bytes

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
        do {
            try await outgoing.write(ByteBuffer(bytes: bytes))
        } catch let error as CancellationError {
            throw error
        } catch {
            // That it cannot be written to is all that writing knows; why it ended, such as a bad certificate, is at the end of what came.
            while true { try await receive() }
        }
    }

    /// The next line without its end.
    func line(maximum: Int) async throws -> [UInt8] {
        var searched = 0
        while true {
            let unsearched = buffer.readableBytesView.dropFirst(searched)
            if let end = unsearched.firstIndex(of: 0x0A) {
                let count = end - buffer.readerIndex
                let line = buffer.readBytes(length: count) ?? []
                buffer.moveReaderIndex(forwardBy: 1)
                return line.last == 0x0D ? line.dropLast() : line
            }
            searched = buffer.readableBytes
            guard searched <= maximum else { throw MailError.nonsense("a line of more than \(maximum) bytes") }
            try await receive()
        }
    }

    func bytes(_ count: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count {
            if buffer.readableBytes == 0 { try await receive() }
            all += buffer.readBytes(length: min(count - all.count, buffer.readableBytes)) ?? []
        }
        return all
    }

    private func receive() async throws {
        let next = try await map { try await incoming.next(isolation: #isolation) }
        guard var next else {
            try Task.checkCancellation()
            throw expired.isUp ? MailError.timedOut : MailError.closed
        }
        buffer.discardReadBytes()
        buffer.writeBuffer(&next)
    }

    private func map<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw expired.isUp ? MailError.timedOut : Self.mailError(error)
        }
    }

    // MARK: - TLS

    private static func mailError(_ error: any Error) -> MailError {
        switch error {
        case let error as MailError: error
        case NIOSSLError.uncleanShutdown: .closed
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .badCertificate("\(error)")
        default: .closed
        }
    }

    private static func context(_ server: MailServer) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file = server.authorities { configuration.trustRoots = .file(file) }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw MailError.badCertificate("\(server.authorities ?? "the system's authorities"): \(error)")
        }
    }

    private static func handler(_ context: NIOSSLContext, _ host: String) throws -> NIOSSLClientHandler {
        // An address is compared with the certificate too, but is no name that could be asked for.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}

/// Goes up once.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isUp: Bool { state.withLock { $0 } }

    /// Whether it went up now.
    @discardableResult
    func raise() -> Bool {
        state.withLock { isUp in
            defer { isUp = true }
            return !isUp
        }
    }
}
