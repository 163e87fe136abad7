import Engine
import HTTPTypes
import Hummingbird
import Kernel
import Store

/// Many changes in one call. Each stands or falls alone.
extension Routes {
    func addBulk(to table: RouteTable<MemberContext>) {
        table.on(.post, "/:resource/bulk", repeats: true, bulk)
    }

    static let maximumBulk = 1_000
    /// What goes into one transaction: few enough that nobody else waits long.
    private static let portion = 100

    private func bulk(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let body = try await request.json(limit: settings.maximumBodyBytes)
        let items = try Self.items(body, entity, context.actor)
        let repeatable = try request.repeatable(context.actor, body: body)
        let wording = Wording(context.catalogue, context.language, entity: entity)
        var results: [JSON] = [], replays = 0, portions = 0
        while results.count < items.count {
            let indices = results.count..<min(results.count + Self.portion, items.count), part = portions
            portions += 1
            do {
                let (answer, isReplay) = try await engine.write(as: context.actor, on: context.catalogue, limit: Self.writeLimit) { door in
                    func perform() throws -> KeptAnswer {
                        let results = try indices.map { try BulkOutcome(items[$0], entity, door).json(index: $0, wording) }
                        return KeptAnswer(status: 200, body: JSON.array(results).text)
                    }
                    return try repeatable.map { try door.once($0, part: part, perform) } ?? (perform(), false)
                }
                results += try JSON.parse(answer.body).array ?? []
                replays += isReplay ? 1 : 0
            } catch {
                // Nothing was kept of this portion; what was kept before it must still be told. With the same key, a repetition
                // goes on from here.
                guard !results.isEmpty else { throw error }
                results += (results.count..<items.count).map { BulkOutcome.refused(error).json(index: $0, wording) }
            }
        }
        let failed = results.count { $0["problem"] != nil }
        var response = Response.json([
            "results": .array(results), "succeeded": JSON(results.count - failed), "failed": JSON(failed),
        ])
        if portions > 0, replays == portions { response.headers[.idempotencyReplayed] = "true" }
        return response
    }

    private static func items(_ json: JSON, _ entity: EntityDefinition, _ actor: Actor) throws(Invalid) -> [Result<Change, Invalid>] {
        guard let members = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        if let unknown = members.keys.sorted().first(where: { $0 != "items" }) {
            throw Invalid(String(unknown.prefix(60)), .unknownField, ["field": String(unknown.prefix(60))])
        }
        guard let given = members["items"] else { throw Invalid("items", .required) }
        guard let items = given.array else { throw Invalid("items", .wrongType, ["expected": "list"]) }
        guard items.count <= maximumBulk else { throw Invalid("items", .tooMany, ["max": String(maximumBulk)]) }
        return items.map { item in
            do throws(Invalid) { return .success(try change(item, entity, actor)) } catch { return .failure(error) }
        }
    }

    /// `{"op":"create","values":{…}}`, `{"op":"edit","id":"…","version":3,"values":{…}}`, `{"op":"delete","id":"…"}`.
    private static func change(_ item: JSON, _ entity: EntityDefinition, _ actor: Actor) throws(Invalid) -> Change {
        guard let members = item.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let known: [String: [String]] = ["create": ["op", "values"], "edit": ["op", "id", "version", "values"], "delete": ["op", "id", "version"]]
        guard let given = members["op"] else { throw Invalid("op", .required) }
        guard let operation = given.string, let allowed = known[operation] else {
            throw Invalid("op", .unknownOption, ["option": String((given.string ?? given.text).prefix(60))])
        }
        for key in members.keys.sorted() where !allowed.contains(key) {
            throw Invalid(String(key.prefix(60)), .unknownField, ["field": String(key.prefix(60))])
        }
        if operation == "create" { return .create(try values(members, entity, actor)) }
        guard let text = members["id"] else { throw Invalid("id", .required) }
        guard let id = text.string.flatMap({ RecordID($0) }) else { throw Invalid("id", .badReference) }
        var version: Int64?
        if let given = members["version"], given != .null {
            guard let number = given.integer else { throw Invalid("version", .wrongType, ["expected": "integer"]) }
            version = number
        }
        return operation == "delete" ? .delete(id, ifVersion: version) : .edit(id, try values(members, entity, actor), ifVersion: version)
    }

    private static func values(_ members: [String: JSON], _ entity: EntityDefinition, _ actor: Actor) throws(Invalid) -> Values {
        guard let values = members["values"] else { throw Invalid("values", .required) }
        return try Input.values(values, for: entity, as: actor)
    }
}

/// What one item of a bulk call came to.
enum BulkOutcome: Sendable {
    case done(Change.Kind, RecordID, version: Int64)
    case refused(any Error)

    /// Does one item in a savepoint of its own. What is the item's own fault is its outcome; all else ends the transaction.
    init(_ item: Result<Change, Invalid>, _ entity: EntityDefinition, _ door: Door) throws {
        do {
            let change = try item.get()
            let saved = try door.session.savepoint { try door.perform(change, on: entity) }
            self = .done(change.kind, saved.id, version: saved.version)
        } catch let error as Invalid {
            self = .refused(error)
        } catch let error as Refusal {
            self = .refused(error)
        } catch StoreError.foreignKey {
            self = .refused(StoreError.foreignKey)
        }
    }

    func json(index: Int, _ wording: Wording) -> JSON {
        switch self {
        case .done(let kind, let id, let version):
            var members: [String: JSON] = ["index": JSON(index), "id": .string(id.description)]
            members["status"] = JSON(kind == .create ? 201 : kind == .delete ? 204 : 200)
            if kind != .delete { members["version"] = JSON(version) }
            return .object(members)
        case .refused(let error):
            let problem = Problem(error, wording)
            return ["index": JSON(index), "status": JSON(problem.status.code), "problem": problem.json(requestID: nil)]
        }
    }
}
