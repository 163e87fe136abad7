public import Engine
public import Foundation
public import Kernel
public import Store

/// The module that tells other systems of changes, by HTTP requests that follow Standard Webhooks 1.0.0.
public struct Webhooks: Module, WebhookOffice {
    public let name = "Webhooks"
    public let entities = [Webhook.schema.definition]
    public let hooks: [Hook]
    public let subscribers = [FanOut.subscriber]
    public let tables = Ledger.tables
    public let jobs = [Ledger.purge]
    public let texts = Bundle.module.url(forResource: "Texts", withExtension: nil)
    let sender: Sender

    /// - Parameters:
    ///   - targets: which addresses may be sent to.
    ///   - limit: how long a target has for its answer.
    ///   - lookUp: other than the system's only in tests.
    public init(
        targets: TargetRules = TargetRules(), limit: Duration = .seconds(10), lookUp: Sender.LookUp? = nil
    ) {
        hooks = Webhook.hooks(targets)
        sender = Sender(rules: targets, limit: limit, lookUp: lookUp ?? { try await Resolver.addresses(of: $0) })
    }

    public var routines: [Routine] {
        [Routine("webhooks") { [sender] engine, idle in await Dispatcher(engine: engine, sender: sender).run(idle: idle) }]
    }
}

extension Ledger {
    static let days: Int64 = 30

    /// What has been in the log for long; also what still waits for a webhook that was switched off.
    static let purge = JobKind("purgeWebhookDeliveries", every: .daily(at: 3, 50)) { _, run in
        try await Housekeeping.purge(run) { now in
            """
            DELETE FROM \(name: deliveries)
            WHERE id IN (
                SELECT id FROM \(name: deliveries)
                WHERE queued_at < \(now - days * 86_400_000)
                LIMIT \(Housekeeping.batch))
            """
        }
    }
}
