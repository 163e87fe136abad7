public import Kernel
import Store

/// What people ask pools and do with them beside editing records.
extension Pools {
    /// The pools of the caller, with what lies in them and what is left of the quotas.
    static let common = [
        Endpoint.reading("publicPools", "public-pools", answers: Shapes.pools) { call, reader in
            let pools = try reader.engine.read(pools: call, reader)
            return ["data": .array(pools)]
        },
        Endpoint.reading(
            "poolLog", "pools/{id}/log",
            takes: [FieldDefinition("before", IDKind()), FieldDefinition("limit", IntegerKind(1...200), standard: .integer(50))], answers: Shapes.log
        ) { call, reader in try reader.log(of: call.record, before: call["before"].reference, limit: call["limit"]) },
    ]

    /// Claiming, giving back and handing out records of one entity.
    public static func endpoints(on entity: EntityDefinition) -> [Endpoint] {
        let word = entity.name.prefix(1).uppercased() + entity.name.dropFirst()
        let reason = FieldDefinition("reason", TextKind(maximum: 200), isRequired: true)
        return [
            .changing("claim\(word)", "\(entity.plural)/{id}/claim", answers: Shapes.record) { call, door in
                try shown(door.claim(call.id, on: entity))
            },
            .changing("claim\(word)s", "\(entity.plural)/claims", takes: [FieldDefinition("records", ReferencesKind(to: entity.name), isRequired: true)], answers: Shapes.claims) {
                call, door in try door.claim(call["records"].list.compactMap(\.reference), on: entity)
            },
            .changing(
                "release\(word)", "\(entity.plural)/{id}/release", takes: [reason, FieldDefinition("pool", ReferenceKind(to: Pool.name))],
                answers: Shapes.record
            ) { call, door in try shown(door.release(call.id, into: call["pool"].reference, reason: call["reason"].text ?? "", on: entity)) },
            .changing(
                "distribute\(word)", "\(entity.plural)/{id}/distribute", takes: [FieldDefinition("owner", ReferenceKind(to: User.name), isRequired: true)],
                answers: Shapes.record
            ) { call, door in try shown(door.distribute(call.id, to: call["owner"].reference ?? call.id, on: entity)) },
        ]
    }

    private static func shown(_ saved: Saved) -> JSON {
        ["id": .string(saved.id.description), "owner": saved.values[Common.owner]?.reference.map { .string($0.description) } ?? .null]
    }

    private enum Shapes {
        static let id: JSON = ["type": "string"]
        static let record: JSON = ["type": "object", "required": ["id"], "properties": ["id": id, "owner": ["type": ["string", "null"]]]]
        static let claims: JSON = [
            "type": "object", "required": ["claimed", "refused"],
            "properties": [
                "claimed": ["type": "array", "items": id],
                "refused": [
                    "type": "array",
                    "items": ["type": "object", "required": ["id", "code"], "properties": ["id": id, "code": ["type": "string"], "message": ["type": "string"]]],
                ],
            ],
        ]
        static let pools: JSON = [
            "type": "object", "required": ["data"],
            "properties": ["data": ["type": "array", "items": ["type": "object", "required": ["id", "name", "entity", "count"]]]],
        ]
        static let log: JSON = [
            "type": "object", "required": ["data", "page"],
            "properties": ["data": ["type": "array", "items": ["type": "object"]], "page": ["type": "object", "properties": ["next": ["type": ["string", "null"]]]]],
        ]
    }
}

extension EndpointCall {
    /// The record of a path that names one.
    fileprivate var id: RecordID { record ?? RecordID(rawValue: 0) }
}

extension Door {
    /// At once as many as one page shows.
    private static let maximumClaims = 100

    /// Claims one after the other: `{"claimed": ["7"], "refused": [{"id": "8", "code": "notInPool", "message": "…"}]}`.
    fileprivate func claim(_ ids: [RecordID], on entity: EntityDefinition) throws -> JSON {
        guard ids.count <= Self.maximumClaims else { throw Invalid("records", .tooMany, ["max": String(Self.maximumClaims)]) }
        var claimed: [JSON] = [], refused: [JSON] = []
        for id in ids.sorted() {
            do {
                try session.savepoint { _ = try claim(id, on: entity) }
                claimed.append(.string(id.description))
            } catch let refusal as Refusal {
                let message = catalogue.texts.text("refusal." + refusal.code, actor.language, refusal.values)
                refused.append(["id": .string(id.description), "code": .string(refusal.code), "message": .string(message)])
            } catch let invalid as Invalid {
                let messages = invalid.problems.map { problem in
                    catalogue.texts.text("problem." + problem.problem.code.rawValue, actor.language, catalogue.texts.labelled(problem.problem, actor.language))
                }
                refused.append(["id": .string(id.description), "code": "invalid", "message": .string(messages.joined(separator: " "))])
            }
        }
        return ["claimed": .array(claimed), "refused": .array(refused)]
    }
}

extension Engine {
    fileprivate func read(pools call: EndpointCall, _ reader: Reader) throws -> [JSON] {
        let everything = Reader(engine: self, catalogue: reader.catalogue, actor: reader.actor.unbound, session: reader.session)
        let own = Dictionary(reader.actor.rights.pools.map { ($0.id, $0) }) { first, _ in first }
        let pools = try everything.firstIDs(reader.catalogue.definition(Pool.self), where: .always, limit: 1_000).compactMap { try everything.find(Pool.self, $0) }
            .filter { own[$0.id] != nil || reader.actor.isAdministrator }
            .sorted { ($0[\.rank], $0.id) < ($1[\.rank], $1.id) }
        return try pools.compactMap { pool in
            guard let entity = reader.catalogue[pool[\.entity]], permissions.may(reader.actor, .read, entity) else { return nil }
            return try everything.json(of: pool, entity, own[pool.id], for: reader.actor)
        }
    }
}

extension Reader {
    /// As one person sees it, read by a reader that sees everything.
    fileprivate func json(of pool: Record<Pool>, _ entity: EntityDefinition, _ own: OpenPool?, for actor: Actor) throws -> JSON {
        let use = try actor.user.map { try self.use(of: pool.id, by: $0, entity) }
        func number(_ value: Int64?) -> JSON { value.map { JSON($0) } ?? .null }
        func left(_ max: Int64?, _ used: Int64?) -> JSON { max.map { JSON(Swift.max(0, $0 - (used ?? 0))) } ?? .null }
        let limit = use.flatMap { pool.broken(by: $0, today: moment.today) }
        return [
            "id": .string(pool.id.description), "name": .string(pool[\.title]), "description": pool[\.description].map(JSON.string) ?? .null,
            "entity": .string(entity.name), "resource": .string(entity.plural),
            "count": JSON(try count(entity, where: .compare([Pooled.pool], .equal, .reference(pool.id)))),
            "mayClaim": .flag(own?.mayClaim ?? false), "isSteward": .flag(own?.isSteward ?? false),
            "hidden": .array(Pool.keys(pool[\.hidden]?.json).sorted().map(JSON.string)),
            "dailyQuota": number(pool[\.dailyQuota]), "usedToday": number(use?.today), "leftToday": left(pool[\.dailyQuota], use?.today),
            "totalQuota": number(pool[\.totalQuota]), "held": number(use?.held), "capacity": number(pool[\.capacity]), "owned": number(use?.owned),
            "limit": limit.map { .string($0.kind.rawValue) } ?? .null, "free": limit?.free.map { .string($0.description) } ?? .null,
            "idleDays": number(pool[\.idleDays]), "dealDays": number(pool[\.dealDays]),
        ]
    }

    /// What went into a pool and out of it, newest first: for its stewards and administrators.
    fileprivate func log(of pool: RecordID?, before: RecordID?, limit: Value) throws -> JSON {
        guard let pool, actor.isAdministrator || actor.rights.pools.contains(where: { $0.id == pool && $0.isSteward }) else {
            throw Refusal.notFound(entity: Pool.name, id: pool?.description ?? "")
        }
        let size: Int = if case .integer(let number) = limit { Int(number) } else { 50 }
        let moves = catalogue.definition(PoolMove.self)
        let bound: SQL = before.map { "AND id < \($0.rawValue)" } ?? .empty
        let rows = try session.rows(
            """
            SELECT id, entity, record, person_id, created_by_id, at, kind, reason FROM \(name: moves.table)
            WHERE (from_pool_id = \(pool.rawValue) OR to_pool_id = \(pool.rawValue)) \(bound)
            ORDER BY id DESC LIMIT \(size + 1)
            """)
        let page = rows.prefix(size)
        let people = try titles(catalogue.definition(User.self), Set(page.flatMap { [$0[3], $0[4]].compactMap { $0.integer.map(RecordID.init(rawValue:)) } }))
        let records = try Dictionary(grouping: page) { $0[1].text ?? "" }.reduce(into: [RecordID: String]()) { found, group in
            guard let entity = catalogue[group.key] else { return }
            found.merge(try titles(entity, Set(group.value.map { RecordID(rawValue: $0[2].integer ?? 0) }))) { first, _ in first }
        }
        func named(_ cell: Stored, _ names: [RecordID: String]) -> JSON {
            cell.integer.map(RecordID.init(rawValue:)).map { ["id": .string($0.description), "title": .string(names[$0] ?? "")] } ?? .null
        }
        let data = page.map { row -> JSON in
            [
                "id": .string(RecordID(rawValue: row[0].integer ?? 0).description), "entity": .string(row[1].text ?? ""), "record": named(row[2], records),
                "person": named(row[3], people), "by": named(row[4], people),
                "at": .string(Instant(milliseconds: row[5].integer ?? 0).description), "kind": .string(row[6].text ?? ""),
                "reason": row[7].text.map(JSON.string) ?? .null,
            ]
        }
        let next: JSON = rows.count > size ? page.last.map { .string(RecordID(rawValue: $0[0].integer ?? 0).description) } ?? .null : .null
        return ["data": .array(data), "page": ["next": next]]
    }
}
