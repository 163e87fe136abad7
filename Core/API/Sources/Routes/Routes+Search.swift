import Engine
import Hummingbird
import Kernel

/// One box that looks through everything.
extension Routes {
    func addSearch(to table: RouteTable<MemberContext>) {
        table.get("/search") { request, context in
            let parameters = try QueryParameters(request).only("q", "limit")
            let limit = try parameters.number("limit", 1...50, standard: 8)
            guard let text = parameters["q"] else { throw Failure.badQuery(Invalid("q", .required)) }
            guard text.utf8.count <= 400 else { throw Failure.badQuery(Invalid("q", .tooLong, ["max": "400"])) }
            return .json(try await querying(context, isHeavy: true) { try $0.search(text, limit: limit) })
        }
    }
}
