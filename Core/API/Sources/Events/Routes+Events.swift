import Engine
import HTTPTypes
import Hummingbird
import Kernel
import Store

/// What changes, told while it changes.
extension Routes {
    func addEvents(to table: RouteTable<MemberContext>) {
        table.get("/events", events)
    }

    /// Server-sent events. `entities` names some with commas, `after` or `Last-Event-ID` the place up to which the client knows
    /// everything.
    private func events(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("entities", "after")
        // Whatever is asked for, everybody hears of their own notices.
        let entities = try entities(parameters["entities"], context.actor)
            .union(context.actor.scopes.allows(.read, Notices.event) ? [Notices.event] : [])
        let place = try lastPlace(request, parameters)
        let following: Feed.Following
        do {
            following = try await engine.feed.follow(
                as: context.actor.user, atMost: settings.maximumStreams, heartbeat: settings.streamHeartbeat,
                // Its write may be stuck; closing is what ends it.
                whenTooSlow: { [channel = context.channel] in channel.close(mode: .all, promise: nil) })
        } catch is Feed.TooMany {
            throw Failure.tooManyStreams(maximum: settings.maximumStreams)
        }
        let start = try await engine.events.start(after: place, now: following.place)
        let stream = EventStream(engine: engine, identity: context.identity, entities: entities, following: following, start: start)
        let body = ResponseBody { [departures, engine, channel = context.channel] writer in
            let leave: @Sendable () -> Void = { Task { await engine.feed.leave(following) } }
            departures.watch(channel, leave)
            defer { departures.unwatch(channel) }
            try await stream.write(to: &writer, whenStopping: leave)
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .accelBuffering: "no"], body: body)
    }

    /// The names that were asked for, or all that the actor may read.
    private func entities(_ text: String?, _ actor: Actor) throws -> Set<String> {
        guard let text else {
            return Set(engine.catalogue.entities.filter { (try? engine.permissions.check(actor, may: .read, $0)) != nil }.map(\.name))
        }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.count <= 100 else { throw Failure.badQuery(Invalid("entities", .tooMany, ["max": "100"])) }
        for name in names {
            guard let entity = engine.catalogue[name] else {
                throw Failure.badQuery(Invalid("entities", .unknownOption, ["option": String(name.prefix(60))]))
            }
            try engine.permissions.check(actor, may: .read, entity)
        }
        return Set(names)
    }

    /// A browser that comes back says in the header where it was; that goes before the address, which stays the same.
    private func lastPlace(_ request: Request, _ parameters: QueryParameters) throws -> Int64? {
        let header = request.headers[.lastEventID]
        guard let text = header ?? parameters["after"] else { return nil }
        guard let place = RecordID(text)?.rawValue else {
            throw Failure.badQuery(Invalid(header == nil ? "after" : "Last-Event-ID", .badCursor))
        }
        return place
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .ifNoneMatch
    /// Proxies that gather answers are asked not to.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .cacheControl
}
