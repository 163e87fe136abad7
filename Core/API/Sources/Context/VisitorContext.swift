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
    /// What the whole request sees of entities and labels, once authentication has looked whether there is something new.
    var catalogue: Catalogue?
    /// What must be done before this can be answered.
    var duty: Identity.Duty?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// A context that knows its connection, and whom a trusted proxy speaks for on it.
protocol Connected {
    var channel: any Channel { get }
    var client: Proxies.Client { get }
}

extension Connected {
    /// Where a request comes from: for the security log, for sessions, and for the count of failed log-ins.
    func origin(_ request: Request) -> Origin {
        Origin(address: client.address?.description, userAgent: request.headers[.userAgent])
    }
}
