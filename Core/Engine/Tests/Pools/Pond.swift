@testable import Engine
import Foundation
import Kernel
import Store
import TestKit

/// Somebody who may buy, in public pools.
struct Prospect: Entity {
    let title = Field<String>("name", .text(80), .listed, .searched)
    let mobile = Field<String?>("mobile", .phone, .searched, .personal)
    let score = Field<Int64?>("score", .integer)
    let double = Field<Decimal?>("double", .formula("score * 2", as: .decimal(places: 0)))
    let identity = Field<String?>("identity", .identityNumber, .personal)
    let stage = Field<Stage>("stage", .choice, standard: .new)
    let lastContactAt = Field<Instant?>("lastContactAt", .dateTime)
    let lastDealOn = Field<Day?>("lastDealOn", .date)
    let pool = Field<Reference<Pool>?>("pool", .reference(), .system, .indexed)
    let pooledAt = Field<Instant?>("pooledAt", .dateTime, .system)
    let poolReason = Field<String?>("poolReason", .text(200), .system)
    let claimedAt = Field<Instant?>("claimedAt", .dateTime, .system)
    let formerOwner = Field<Reference<User>?>("formerOwner", .reference(), .system)

    static let schema = Schema<Prospect>(plural: "prospects", title: \.title, .owned, .root, .pooled)
}

/// A call to a prospect.
struct Call: Entity {
    let title = Field<String>("name", .text(80))
    let prospect = Field<Reference<Prospect>?>("prospect", .reference())
    static let schema = Schema<Call>(plural: "calls", title: \.title, .child(of: "prospect"))
}

struct Pond: Module {
    let name = "Pond"
    let entities = [Prospect.schema.definition, Call.schema.definition]
    let hooks = Pools.hooks(on: Prospect.self)
    var poolProtections: [PoolProtection] = []
}

/// A pool with people around it.
struct PondWorld {
    let made: TestEngine
    let unit, pool: RecordID

    static func make(_ made: TestEngine, _ rules: Values = [:]) async throws -> PondWorld {
        let unit = try await made.create(OrgUnit.self, ["code": "u", "name": "华东"]).id
        let values: Values = ["name": "华东公海", "entity": "prospect", "unit": .reference(unit), "hidden": .json(["mobile", "score", "identity", "stage"])]
        let pool = try await made.create(Pool.self, values.merging(rules) { $1 }).id
        return PondWorld(made: made, unit: unit, pool: pool)
    }

    func actor(_ login: String, grants: JSON = ["*": ["read": "own", "create": "own", "edit": "own", "delete": "own"]]) async throws -> Actor {
        let role = try await made.engine.makeRole("r-" + login, grants: grants)
        let user = try await made.create(
            User.self, ["login": .text(login), "name": .text(login), "unit": .reference(unit), "roles": .list([.reference(role)])]
        ).id
        return try await again(user)
    }

    /// With the rights of now.
    func again(_ user: RecordID?) async throws -> Actor { try await made.engine.actor(of: user ?? RecordID(rawValue: 0)) ?? .system }

    /// One that lies in the pool.
    @discardableResult
    func pooled(_ name: String, _ values: Values = [:]) async throws -> RecordID {
        let base: Values = ["name": .text(name), "pool": .reference(pool), "pooledAt": .instant(made.clock.now), "unit": .null]
        return try await made.create(Prospect.self, base.merging(values) { $1 }).id
    }

    func owned(_ name: String, by actor: Actor, _ values: Values = [:]) async throws -> RecordID {
        let base: Values = ["name": .text(name), "owner": actor.user.map(Value.reference) ?? .null, "unit": .reference(unit)]
        return try await made.create(Prospect.self, base.merging(values) { $1 }).id
    }

    func moves(of id: RecordID) async throws -> [String] {
        try await made.rows("SELECT kind FROM pool_move WHERE record = \(id.rawValue) ORDER BY id").map { $0[0].text ?? "" }
    }

    func claim(_ id: RecordID, as actor: Actor) async throws -> String {
        do {
            try await made.engine.write(as: actor) { try $0.claim(id, on: Prospect.definition) }
            return "claimed"
        } catch let refusal as Refusal {
            return refusal.code
        }
    }
}
