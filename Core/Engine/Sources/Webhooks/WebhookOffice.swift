public import Kernel

/// What administrators do with webhooks beside editing them as records. The room that sends them provides it.
public protocol WebhookOffice: Sendable {
    /// How each webhook fares: `{"data": [{"webhook", "lastSuccessAt", "lastFailureAt", "failures", "waiting", "givenUp"}]}`.
    func states(on engine: Engine, as actor: Actor) async throws -> JSON

    /// A page of the log of one webhook, newest first: `{"data": […], "page": {"next"}}`.
    func deliveries(of webhook: RecordID, _ query: WebhookDeliveryQuery, on engine: Engine, as actor: Actor) async throws -> JSON

    /// Sends a delivery once more, or at once where it waits for its next attempt; the delivery as it is then.
    func replay(_ delivery: RecordID, of webhook: RecordID, on engine: Engine, as actor: Actor) async throws -> JSON

    /// Sends a ping and waits for what comes back: `{"isDelivered", "status", "milliseconds", "response", "error"}`.
    func test(_ webhook: RecordID, on engine: Engine, as actor: Actor) async throws -> JSON

    /// Makes a new secret and tells it, this once: `{"secret", "formerUntil"}`. The one before is good for another day.
    func renewSecret(of webhook: RecordID, on engine: Engine, as actor: Actor) async throws -> JSON
}

/// What has become of a delivery.
public enum WebhookDeliveryState: String, Sendable, Hashable, CaseIterable {
    /// For its first or next attempt, or for an earlier one of the same record.
    case waiting
    case delivered
    /// Its target did not take it for days, or said that it is gone.
    case givenUp
    /// The person in whose name it goes may not see the record any more.
    case dropped
}

/// A page of deliveries: at most `limit` of those before an id.
public struct WebhookDeliveryQuery: Sendable, Hashable {
    public var state: WebhookDeliveryState?
    public var before: RecordID?
    public var limit: Int

    public static let maximumLimit = 200

    public init(state: WebhookDeliveryState? = nil, before: RecordID? = nil, limit: Int = 50) {
        (self.state, self.before, self.limit) = (state, before, limit)
    }
}

extension Engine {
    /// Nil where no module sends webhooks.
    public var webhooks: (any WebhookOffice)? { modules.lazy.compactMap { $0 as? any WebhookOffice }.first }
}
