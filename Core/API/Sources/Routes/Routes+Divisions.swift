import Engine
import Hummingbird
import Kernel

/// What addresses are chosen from, level by level.
extension Routes {
    func addDivisions(to table: RouteTable<MemberContext>) {
        table.get("/divisions", divisions)
    }

    private func divisions(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parent = try QueryParameters(request).only("parent")["parent"]
        guard let divisions = try engine.divisions.divisions().children(of: parent) else {
            throw Failure.badQuery(Invalid("parent", .unknownOption, ["option": String((parent ?? "").prefix(60))]))
        }
        let items = divisions.map { ["code": .string($0.code), "name": .string($0.name), "hasChildren": .flag($0.hasChildren)] as JSON }
        let bytes = Array(JSON.object(["data": .array(items)]).text.utf8)
        let tag = "\"\(fingerprint(bytes))\""
        // The same for everybody, and of no person.
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "public, max-age=86400"]
        return request.has(tag) ? Response(status: .notModified, headers: headers) : .json(bytes, headers: headers)
    }
}
