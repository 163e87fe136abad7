import NIOCore
import Synchronization

/// Notices clients that go away while they are served, so that nobody computes what nobody reads.
///
/// Hummingbird's own way, `consumeWithCancellationOnInboundClose`, gives up the connection after each request.
final class Departures: Sendable {
    private struct State {
        var tasks: [ObjectIdentifier: @Sendable () -> Void] = [:]
        var departed: Set<ObjectIdentifier> = []
        var connections = 0
    }

    private let state = Mutex(State())

    /// The watcher to put into the pipeline of a connection.
    func handler() -> some RemovableChannelHandler { DepartureHandler(departures: self) }

    /// Connections that are open.
    var connections: Int { state.withLock(\.connections) }

    /// Runs `body` in a task that is cancelled when the client closes its side of the connection.
    func cancelling<T: Sendable>(on channel: any Channel, _ body: @escaping @Sendable () async throws -> T) async throws -> T {
        let task = Task { try await body() }
        let connection = ObjectIdentifier(channel)
        let hasDeparted = state.withLock { state in
            state.tasks[connection] = { task.cancel() }
            return state.departed.contains(connection)
        }
        if hasDeparted { task.cancel() }
        defer { state.withLock { $0.tasks[connection] = nil } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Calls `leave` when the client closes its side, or has done so already; until `unwatch`.
    func watch(_ channel: any Channel, _ leave: @escaping @Sendable () -> Void) {
        let connection = ObjectIdentifier(channel)
        let hasDeparted = state.withLock { state in
            state.tasks[connection] = leave
            return state.departed.contains(connection)
        }
        if hasDeparted { leave() }
    }

    func unwatch(_ channel: any Channel) {
        state.withLock { $0.tasks[ObjectIdentifier(channel)] = nil }
    }

    fileprivate func count(_ change: Int) { state.withLock { $0.connections += change } }

    fileprivate func depart(_ channel: any Channel) {
        let connection = ObjectIdentifier(channel)
        let cancel = state.withLock { state in
            state.departed.insert(connection)
            return state.tasks[connection]
        }
        cancel?()
    }

    fileprivate func forget(_ channel: any Channel) {
        _ = state.withLock { $0.departed.remove(ObjectIdentifier(channel)) }
    }
}

/// Tells when the other side has closed: half, as every `close` of a socket first looks, or wholly.
private final class DepartureHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let departures: Departures

    init(departures: Departures) { self.departures = departures }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { departures.depart(context.channel) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        departures.depart(context.channel)
        context.fireChannelInactive()
    }

    func handlerAdded(context: ChannelHandlerContext) { departures.count(1) }

    func handlerRemoved(context: ChannelHandlerContext) {
        departures.count(-1)
        departures.forget(context.channel)
    }
}
