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
    let catalogue: Catalogue

    var actor: Actor { identity.actor }

    init(context: VisitorContext) throws {
        if let duty = context.duty { throw Refusal.dutyFirst(duty) }
        guard let identity = context.identity, let catalogue = context.catalogue else { throw Refusal.notLoggedIn }
        (self.identity, self.catalogue) = (identity, catalogue)
        coreContext = context.coreContext
        (channel, requestID, language) = (context.channel, context.requestID, context.language)
        client = context.client
    }
}
