import Engine
import HTTPTypes
import Hummingbird
import Kernel

/// Making two records one, and undoing that.
extension Routes {
    func addMerging(to table: RouteTable<MemberContext>) {
        table.get("/:resource/:id/merge-proposal", mergeProposal)
        table.on(.post, "/:resource/:id/merge", repeats: true, merge)
        table.get("/:resource/:id/merges", merges)
        table.on(.post, "/:resource/:id/unmerge", repeats: true, unmerge)
    }

    private func mergeProposal(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let parameters = try QueryParameters(request).only("with")
        let id = try id(context, entity)
        guard let text = parameters["with"] else { throw Failure.badQuery(Invalid("with", .required)) }
        guard let other = RecordID(text) else { throw Failure.badQuery(Invalid("with", .badReference)) }
        guard other != id else { throw Failure.badQuery(Invalid("with", .sameRecord)) }
        let wording = Wording(context.catalogue, context.language, entity: entity)
        let found = try await engine.read(as: context.actor, on: context.catalogue) { try $0.mergeProposal(of: id, with: other, on: entity) }
        let obstacles = wording.errors(Invalid(found.obstacles)).map { error -> JSON in
            ["field": .string(error.field), "code": .string(error.code), "message": .string(error.message)]
        }
        return .json(.object(found.json.merging(["obstacles": .array(obstacles)]) { $1 }))
    }

    /// `{"loser": "…", "loserVersion": 3, "choices": {"name": "loser", "tags": "both"}}` → `{"merge", "record"}`. The version of the survivor
    /// stands in `If-Match`, as for every change of it.
    private func merge(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        let id = try id(context, entity), version = try request.expectedVersion
        let shape = try RecordShape(QueryParameters(request).only("fields", "expand"), entity, context.catalogue, for: context.actor)
        let body = try await request.json(limit: settings.maximumBodyBytes)
        let order = try MergeOrder(body, survivor: id, version: version)
        return try await changing(request, context, body: body) { door in
            let merge = try door.merge(order, on: entity)
            let record = try door.reader.record(entity, id, shape)
            let json = Array("{\"merge\":\"\(merge)\",\"record\":".utf8) + record.json + Array("}".utf8)
            return KeptAnswer(status: .ok, json: json, [.eTag: tag(record.version)])
        }
    }

    private func merges(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let id = try id(context, entity)
        return .json(["data": .array(try await engine.read(as: context.actor, on: context.catalogue) { try $0.merges(of: id, entity) })])
    }

    private func unmerge(_ request: Request, _ context: MemberContext) async throws -> Response {
        let entity = try resource(context)
        _ = try QueryParameters(request).only()
        let id = try id(context, entity)
        let body = try await request.json(limit: settings.maximumBodyBytes)
        let given = try body.members(["merge"])["merge"]
        guard let given else { throw Invalid("merge", .required) }
        guard let merge = given.string.flatMap({ RecordID($0) }) else { throw Invalid("merge", .badReference) }
        return try await changing(request, context, body: body) { door in
            let done = try door.unmerge(merge, of: id, on: entity)
            return KeptAnswer(status: .ok, json: Array(done.json.text.utf8))
        }
    }
}

extension MergeOrder {
    fileprivate init(_ json: JSON, survivor: RecordID, version: Int64?) throws(Invalid) {
        let members = try json.members(["loser", "loserVersion", "choices"])
        guard let given = members["loser"] else { throw Invalid("loser", .required) }
        guard let loser = given.string.flatMap({ RecordID($0) }) else { throw Invalid("loser", .badReference) }
        var loserVersion: Int64?
        if let given = members["loserVersion"], given != .null {
            guard let number = given.integer else { throw Invalid("loserVersion", .badNumber) }
            loserVersion = number
        }
        var choices: [String: MergeChoice] = [:]
        if let given = members["choices"], given != .null {
            guard let chosen = given.object else { throw Invalid("choices", .wrongType, ["expected": "object"]) }
            for (key, value) in chosen.sorted(by: { $0.key < $1.key }) {
                guard let choice = value.string.flatMap(MergeChoice.init) else {
                    throw Invalid("choices.\(key.prefix(60))", .unknownOption, ["option": String((value.string ?? value.text).prefix(60))])
                }
                choices[key] = choice
            }
        }
        self.init(survivor: survivor, loser: loser, survivorVersion: version, loserVersion: loserVersion, choices: choices)
    }
}

extension JSON {
    /// The members of an object that may have these and no others.
    fileprivate func members(_ known: Set<String>) throws(Invalid) -> [String: JSON] {
        guard let members = object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let unknown = members.keys.filter { !known.contains($0) }.sorted().map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        return members
    }
}

extension Unmerged {
    fileprivate var json: JSON {
        [
            "merge": .string(merge.description), "survivor": .string(survivor.description), "loser": .string(loser.description),
            "restored": .array(restored.map(JSON.string)), "kept": .array(kept.map(JSON.string)), "stays": .array(stays), "isMoving": .flag(isMoving),
        ]
    }
}
