import Engine
import Hummingbird
import Kernel
import NIOCore

/// A request of somebody who is logged in. Behind it the actor is not optional.
struct MemberContext: ChildRequestContext, Connected {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    let requestID: String
    let language: Language
    let client: Proxies.Client
    let identity: Identity

    var actor: Actor { identity.actor }

    init(context: VisitorContext) throws {
        guard let identity = context.identity else { throw Refusal.notLoggedIn }
        self.identity = identity
        coreContext = context.coreContext
        (channel, requestID, language) = (context.channel, context.requestID, context.language)
        client = context.client
    }
}
