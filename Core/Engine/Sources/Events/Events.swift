public import Kernel
import Store

/// Events as an actor may know them.
public struct Events: Sendable {
    let engine: Engine

    private var outbox: Outbox { Outbox(database: engine.database) }

    /// Where a reader begins that has seen everything up to a place.
    public enum Start: Sendable, Equatable {
        case after(Int64)
        /// What lies between is not kept any more: the reader has to look at everything anew, and goes on from here.
        case reset(Int64)
    }

    /// - Parameter place: what the reader has seen last; nil for one that begins now.
    public func start(after place: Int64?, now end: Int64) async throws -> Start {
        guard let place else { return .after(end) }
        let bounds = try await outbox.bounds()
        // A place that was never given comes from another database, or from before this one was restored.
        return place < bounds.forgotten || place > bounds.last ? .reset(end) : .after(min(place, end))
    }

    /// A page of what happened after one place and up to another, and how far it leads.
    public func page(after place: Int64, upTo end: Int64, of entities: Set<String>) async throws -> (events: [Event], through: Int64) {
        try await outbox.events(after: place, of: entities, upTo: end, limit: 200)
    }

    /// Those of the events that concern records which the actor may see, in the same order.
    public func visible(_ events: [Event], to actor: Actor) async throws -> [Event] {
        guard !events.isEmpty else { return [] }
        let ids = Dictionary(grouping: events, by: \.entity).mapValues { Set($0.map(\.record)) }
        let visible = try await engine.read(as: actor) { reader in
            var visible: [String: Set<RecordID>] = [:]
            for (name, ids) in ids {
                if let entity = reader.catalogue[name] { visible[name] = try reader.visible(entity, ids) }
            }
            return visible
        }
        return events.filter { visible[$0.entity]?.contains($0.record) == true }
    }

    /// What an actor is told of an event: never values, and only keys of fields that the actor may know of.
    public func payload(for event: Event, _ actor: Actor) -> JSON {
        let entity = engine.catalogue[event.entity]
        let fields = event.fields.filter { key in
            guard let entity, let field = entity[key], !field.traits.contains(.secret) else { return false }
            return actor.rights.may(see: field, of: entity)
        }
        guard var members = event.json.object else { return event.json }
        members["fields"] = .array(fields.map(JSON.string))
        return .object(members)
    }
}

extension Engine {
    public var events: Events { Events(engine: self) }
}
