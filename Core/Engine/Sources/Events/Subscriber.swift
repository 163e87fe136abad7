public import Kernel

/// Something that is to happen after records have changed, declared once by a module:
///
/// ```swift
/// Subscriber("welcome", on: [Customer.self]) { event, engine in … }
/// ```
/// Without `on` it is told of all entities, also of those made at run time. It is told of every event at least once, those of one record in order, on one server at a time. What it throws holds up the
/// events of that record alone; after its last attempt the event becomes a failed job, which can be started again by hand.
/// A subscriber that is new begins with what happens from then on.
public struct Subscriber: Sendable {
    public let name: String
    /// Nil for all, also those made at run time.
    public let entities: Set<String>?
    public let maximumAttempts: Int
    public let backoff: Backoff
    let handle: @Sendable (Event, Engine) async throws -> Void

    public init(
        _ name: String, on entities: [any Entity.Type]? = nil, maximumAttempts: Int = 8,
        backoff: Backoff = Backoff(first: .seconds(5), longest: .seconds(900)),
        handle: @escaping @Sendable (_ event: Event, _ engine: Engine) async throws -> Void
    ) {
        (self.name, self.maximumAttempts, self.backoff, self.handle) = (name, maximumAttempts, backoff, handle)
        self.entities = entities.map { Set($0.map { $0.name }) }
    }

    /// Declarations that cannot work together.
    static func mistakes(in modules: [any Module]) -> [String] {
        let subscribers = modules.flatMap(\.subscribers)
        let known = Set(modules.flatMap(\.entities).map(\.name))
        return Dictionary(grouping: subscribers, by: \.name).filter { $0.value.count > 1 }.keys.map { "two subscribers are called \($0)" }
            + subscribers.flatMap { subscriber in
                (subscriber.entities ?? []).subtracting(known).map { "the subscriber \(subscriber.name) names \($0), which nobody declares" }
            }
    }
}
