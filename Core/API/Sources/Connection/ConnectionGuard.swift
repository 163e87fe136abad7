import HTTPTypes
import Kernel
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Stands between the reading of HTTP and the requests: says what is wrong with what is no request, and closes connections whose
/// body comes so slowly that it only means to keep them open.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The answers that are given before there is a request to look at.
    struct Answers: Sendable {
        let malformed: Problem
        let headersTooLarge: Problem
    }

    private static let patience = TimeAmount.seconds(30)
    private static let interval = TimeAmount.seconds(10)

    private let answers: Answers
    private let bytesPerSecond: Int
    /// What the next answer of the HTTP library, which has no body, is to say.
    private var answer: Problem?
    private var body = Body()
    private var check: Scheduled<Void>?

    /// How a body comes in. Time counts only while this side is ready to read: a busy server is not the client's fault.
    private struct Body {
        var received = 0
        var waited = TimeAmount.zero
        var waitingSince: NIODeadline?

        var totalWait: TimeAmount { waited + (waitingSince.map { NIODeadline.now() - $0 } ?? .zero) }
    }

    init(_ answers: Answers, bytesPerSecond: Int) { (self.answers, self.bytesPerSecond) = (answers, bytesPerSecond) }

    // MARK: What is no request

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError {
            answer = error == .headerOverflow ? answers.headersTooLarge : answers.malformed
        }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where answer != nil && head.status == .badRequest && head.headerFields[.contentLength] == "0":
            guard let answer else { return }
            let bytes = Array(answer.json(requestID: nil).text.utf8)
            var head = head
            head.status = answer.status
            head.headerFields[.contentType] = Problem.mediaType
            head.headerFields[.contentLength] = String(bytes.count)
            head.headerFields[.xContentTypeOptions] = "nosniff"
            head.headerFields[.contentSecurityPolicy] = ContentSecurityPolicy.nothing
            head.headerFields[.cacheControl] = "no-store"
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: promise)
            self.answer = nil
        default:
            context.write(data, promise: promise)
        }
    }

    // MARK: Bodies

    func read(context: ChannelHandlerContext) {
        if check != nil, body.waitingSince == nil { body.waitingSince = .now() }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            body = Body(waitingSince: .now())
            scheduleCheck(context)
        case .body(let piece):
            body.received += piece.readableBytes
            body.waited = body.totalWait
            body.waitingSince = nil
        case .end:
            cancelCheck()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancelCheck()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancelCheck() }

    private func scheduleCheck(_ context: ChannelHandlerContext) {
        check?.cancel()
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        check = context.eventLoop.scheduleTask(in: Self.interval) {
            let (handler, context) = bound.value
            handler.closeIfTooSlow(context)
        }
    }

    private func closeIfTooSlow(_ context: ChannelHandlerContext) {
        let counted = body.totalWait - Self.patience
        let expected = Double(counted.nanoseconds) / 1e9 * Double(bytesPerSecond)
        if Double(body.received) < expected { context.close(promise: nil) } else { scheduleCheck(context) }
    }

    private func cancelCheck() {
        check?.cancel()
        check = nil
    }
}
