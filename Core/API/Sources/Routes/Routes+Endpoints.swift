import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Kernel

/// What modules answer beside records.
///
/// The router does not go back when a literal first step leads nowhere further, so an endpoint of an entity is added below `:resource`,
/// together with those of other entities at the same path, and found by the resource.
extension Routes {
    func addEndpoints(to table: RouteTable<MemberContext>) {
        let catalogue = engine.catalogue
        let resources = Set(catalogue.entities.map(\.plural))
        let routes = Dictionary(grouping: catalogue.endpoints) { Place($0, resources) }
        for (place, endpoints) in routes.sorted(by: { $0.key < $1.key }) {
            let byResource = Dictionary(endpoints.map { ($0.steps[0], $0) }) { first, _ in first }
            let handler: @Sendable (Request, MemberContext) async throws -> Response = { request, context in
                guard place.isBelowResource else { return try await answer(endpoints[0], request, context) }
                let entity = try resource(context)
                guard let endpoint = byResource[entity.plural] else { throw Refusal.unknownAction(place.lastWord) }
                return try await answer(endpoint, request, context)
            }
            switch place.method {
            case .get: table.get(place.path, handler)
            case .post: table.on(.post, place.path, repeats: true, handler)
            case .put: table.on(.put, place.path, handler)
            case .delete: table.on(.delete, place.path, handler)
            }
        }
    }

    /// A path as the router knows it.
    private struct Place: Hashable, Comparable {
        let path: String
        let method: Endpoint.Method
        let isBelowResource: Bool

        init(_ endpoint: Endpoint, _ resources: Set<String>) {
            let steps = endpoint.steps.map { step in Endpoint.place(step).map { ":" + $0 } ?? step }
            isBelowResource = resources.contains(steps[0])
            path = "/" + (isBelowResource ? [":resource"] + steps.dropFirst() : steps).joined(separator: "/")
            method = endpoint.method
        }

        var lastWord: String { path.split(separator: "/").last { !$0.hasPrefix(":") }.map(String.init) ?? "" }

        static func < (one: Place, other: Place) -> Bool { (one.path, one.method.rawValue) < (other.path, other.method.rawValue) }
    }

    private func answer(_ endpoint: Endpoint, _ request: Request, _ context: MemberContext) async throws -> Response {
        var body: JSON?, values: Values
        if endpoint.asksByAddress {
            let parameters = try QueryParameters(request)
            values = try parsingQuery { try endpoint.given(parameters.all, by: context.actor) }
        } else {
            _ = try QueryParameters(request).only()
            body = try await request.optionalJSON(limit: settings.maximumBodyBytes)
            values = try endpoint.given(body ?? [:], by: context.actor)
        }
        let places = try Dictionary(endpoint.places.map { ($0, try place($0, context)) }) { first, _ in first }
        let record = places[Common.id] == nil ? nil : try id(context, resource(context))
        let call = EndpointCall(
            actor: context.actor, language: context.language, catalogue: context.catalogue, values: values, places: places, record: record)
        switch endpoint.work {
        case .reading(let ask):
            do {
                return .json(try await querying(context, isHeavy: endpoint.isHeavy) { Array(try ask(call, $0).text.utf8) })
            } catch let invalid as Invalid where endpoint.asksByAddress {
                // What turned out to be wrong stands in the address.
                throw Failure.badQuery(invalid)
            }
        case .changing(let change):
            return try await changing(request, context, body: body) { KeptAnswer(status: .ok, json: Array(try change(call, $0).text.utf8)) }
        case .working(let work):
            try request.refuseIdempotencyKey()
            return .json(try await work(call, engine))
        case .writing(let work):
            // Nothing is kept open while a slow client reads.
            return try await self.places.inside(context.actor.user) {
                let file = try await work(call, engine)
                return try await download(file.name, type: file.type) { write in try await file.write(write) }
            }
        }
    }

    private func place(_ name: String, _ context: MemberContext) throws -> String {
        guard let text = context.parameters.get(name)?.removingPercentEncoding, text.utf8.count <= 400, !text.contains("\0") else { throw Failure.badEncoding }
        return text
    }
}
