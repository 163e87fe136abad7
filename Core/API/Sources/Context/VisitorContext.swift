import Engine
import Hummingbird
import Kernel
import Logging
import NIOCore

/// A request of anybody, logged in or not.
struct VisitorContext: RequestContext, Connected {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// What the log and the client call this request.
    var requestID = ""
    /// The language of messages: what the client asked for, or what the user prefers.
    var language = Language.chinese
    /// Where it comes from: the connection's other end, or whom a trusted proxy speaks for.
    var client = Proxies.Client(address: nil, isSecure: false)
    /// Who it is, once authentication has found out.
    var identity: Identity?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// Somebody who proved who they are.
struct Identity: Sendable {
    let actor: Actor
    let secret: String
}

/// A context that knows its connection.
protocol Connected {
    var channel: any Channel { get }
}
