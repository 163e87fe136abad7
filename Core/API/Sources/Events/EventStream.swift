import Engine
import Hummingbird
import Kernel
import NIOCore
import ServiceLifecycle

/// One client's stream of changes, from where it was to when it ends: the client leaves, is too slow, or is not logged in any more,
/// or the server stops.
struct EventStream: Sendable {
    let engine: Engine
    let identity: Identity
    let entities: Set<String>
    let following: Feed.Following
    let start: Events.Start

    func write(to writer: inout any ResponseBodyWriter, whenStopping leave: @escaping @Sendable () -> Void) async throws {
        try await withGracefulShutdownHandler {
            // A comment, so that the head goes out at once.
            try await writer.write(ByteBuffer(string: "retry: 3000\n: welcome\n\n"))
            guard var reader = try await engine.accounts.renewed(identity) else { return }
            do {
                try await catchUp(&reader, &writer)
                try await follow(&reader, &writer)
            } catch is NoLongerIn {}
        } onGracefulShutdown: {
            leave()
        }
    }

    /// The session has ended, or its user may not work any more.
    private struct NoLongerIn: Error {}

    /// What happened between the place where the client was and the one where it begins to follow.
    private func catchUp(_ reader: inout Identity, _ writer: inout any ResponseBodyWriter) async throws {
        switch start {
        case .reset(let place):
            try await writer.write(ByteBuffer(string: "id: \(place)\nevent: reset\ndata: {}\n\n"))
        case .after(var place):
            while place < following.place {
                let (events, through) = try await engine.events.page(after: place, upTo: following.place, of: entities)
                try await tell(events, through, &reader, &writer)
                place = through
            }
        }
    }

    private func follow(_ reader: inout Identity, _ writer: inout any ResponseBodyWriter) async throws {
        var last = following.place
        for await news in following.news {
            switch news {
            case .events(let events, let through):
                try await tell(events.filter { entities.contains($0.entity) }, nil, &reader, &writer)
                last = through
            case .heartbeat:
                // Whoever has logged out is noticed even where nothing happens.
                reader = try await renewed(reader)
                // An id alone moves the client's place on past what did not concern it.
                try await writer.write(ByteBuffer(string: ": heartbeat\nid: \(last)\n\n"))
            }
        }
    }

    /// - Parameter through: how far the client is after this, where that is beyond the last event.
    private func tell(
        _ events: [Event], _ through: Int64?, _ reader: inout Identity, _ writer: inout any ResponseBodyWriter
    ) async throws {
        var text = ""
        for event in try await renewing(&reader, { try await engine.events.visible(events.filter { $0.entity != Notices.event }, to: $0) }) {
            text += "id: \(event.place)\nevent: change\ndata: \(engine.events.payload(for: event, reader.actor).text)\n\n"
        }
        if let place = events.last?.place, events.contains(where: { $0.isNotice(for: reader.actor.user) }) {
            let unread = try await renewing(&reader) { try await engine.read(as: $0) { try $0.unreadNotices() } }
            text += "id: \(place)\nevent: notice\ndata: {\"unread\":\(unread)}\n\n"
        }
        if let through { text += "id: \(through)\n\n" }
        if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
    }

    /// Reads as the reader is now: rights that have changed since the last event are found out anew.
    private func renewing<T>(_ reader: inout Identity, _ read: (Actor) async throws -> T) async throws -> T {
        while true {
            do {
                return try await read(reader.actor)
            } catch is Accounts.Outdated {
                reader = try await renewed(reader)
            }
        }
    }

    private func renewed(_ reader: Identity) async throws -> Identity {
        guard let renewed = try await engine.accounts.renewed(reader) else { throw NoLongerIn() }
        return renewed
    }
}
