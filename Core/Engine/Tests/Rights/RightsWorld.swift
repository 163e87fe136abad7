@testable import Engine
import Kernel
import TestKit

/// A small company with random roles, and what its people may do according to a plain reading of the rules, person by person and
/// record by record, without any of the engine's code.
struct RightsWorld {
    struct Person {
        let id: RecordID
        var units: [RecordID]
        var roles: [Int]
    }

    struct Thing {
        let id: RecordID
        let name: String
        let owner: RecordID?
        let unit: RecordID?
        /// Of an order: its firm.
        var firm: RecordID?
    }

    typealias Grants = [String: [String: [String]]]

    var parents: [RecordID: RecordID] = [:]
    var units: [RecordID] = []
    var people: [Person] = []
    var teams: [RecordID: [RecordID]] = [:]
    var roles: [Grants] = []
    var shares: [(record: RecordID, with: RecordID, toChange: Bool)] = []
    var delegations: [(absent: RecordID, deputy: RecordID)] = []
    var firms: [Thing] = []
    var orders: [Thing] = []

    static let verbs = ["read", "create", "edit", "delete", "export", "close"]

    // The plain reading.

    func may(_ person: Person, _ verb: String, _ firm: Thing) -> Bool {
        covers(scopes(person, verb, "firm"), person, verb, firm) && (verb == "read" || may(person, "read", firm))
    }

    func may(_ person: Person, _ verb: String, order: Thing) -> Bool {
        guard let firm = firms.first(where: { $0.id == order.firm }) else {
            // Made by the system, so by none of them.
            return scopes(person, verb, "order").contains("all") && (verb == "read" || may(person, "read", order: order))
        }
        return covers(scopes(person, verb, "order"), person, verb, firm) && (verb == "read" || may(person, "read", order: order))
    }

    func mayCreate(_ person: Person, orderFor firm: Thing) -> Bool {
        covers(scopes(person, "create", "order"), person, "create", firm)
    }

    func scopes(_ person: Person, _ verb: String, _ entity: String) -> Set<String> {
        Set(person.roles.flatMap { roles[$0][entity]?[verb] ?? [] })
    }

    private func covers(_ scopes: Set<String>, _ person: Person, _ verb: String, _ firm: Thing) -> Bool {
        if scopes.isEmpty { return false }
        if scopes.contains("all") { return true }
        let selves = [person.id] + delegations.filter { $0.deputy == person.id }.map(\.absent)
        let own = teams.filter { $0.value.contains(person.id) }
        if let owner = firm.owner {
            if selves.contains(owner) { return true }
            if scopes.contains("team"), own.values.contains(where: { $0.contains(owner) }) { return true }
        }
        if let unit = firm.unit {
            if scopes.contains("unit"), person.units.contains(unit) { return true }
            if scopes.contains("subtree"), !line(upFrom: unit).isDisjoint(with: person.units) { return true }
        }
        guard ["read", "edit", "close"].contains(verb) else { return false }
        let grantees = selves + own.keys
        return shares.contains { $0.record == firm.id && grantees.contains($0.with) && (verb == "read" || $0.toChange) }
    }

    private func line(upFrom unit: RecordID) -> Set<RecordID> {
        var line: Set = [unit], next = parents[unit]
        while let unit = next {
            line.insert(unit)
            next = parents[unit]
        }
        return line
    }
}

extension RightsWorld {
    /// Eight units, ten people in three teams with six roles, 60 firms and 50 orders.
    static func make(_ random: inout SeededRandom, _ made: TestEngine) async throws -> RightsWorld {
        var world = RightsWorld()
        let engine = made.engine
        for number in 0..<8 {
            let parent = number == 0 ? nil : random.pick(world.units)
            let id = try await made.create(OrgUnit.self, ["code": .text("u\(number)"), "name": .text("u\(number)"), "parent": parent.map(Value.reference) ?? .null]).id
            world.units.append(id)
            world.parents[id] = parent
        }
        var roleIDs: [RecordID] = []
        for number in 0..<6 {
            let grants = Self.randomGrants(&random)
            world.roles.append(grants)
            let json = grants.mapValues { JSON.object($0.mapValues { .array($0.map(JSON.string)) }) }
            roleIDs.append(try await engine.makeRole("r\(number)", grants: .object(json.merging(["country": ["read": "all"], "region": ["read": "all"]]) { first, _ in first })))
        }
        for number in 0..<10 {
            let home = random.chance(85) ? random.pick(world.units) : nil
            let further = random.chance(30) ? [random.pick(world.units)] : []
            let roles = Set((0..<Int.random(in: 0...2, using: &random)).map { _ in Int.random(in: 0..<6, using: &random) }).sorted()
            let id = try await made.create(
                User.self,
                [
                    "login": .text("p\(number)"), "name": .text("p\(number)"), "unit": home.map(Value.reference) ?? .null,
                    "units": .list(further.map(Value.reference)), "roles": .list(roles.map { .reference(roleIDs[$0]) }),
                ]
            ).id
            world.people.append(Person(id: id, units: [home].compactMap(\.self) + further, roles: roles))
        }
        for number in 0..<3 {
            let members = world.people.map(\.id).filter { _ in random.chance(30) }
            let id = try await made.create(Team.self, ["name": .text("t\(number)"), "members": .list(members.map(Value.reference))]).id
            world.teams[id] = members
        }
        try await world.fill(&random, made)
        return world
    }

    private static func randomGrants(_ random: inout SeededRandom) -> Grants {
        var grants: Grants = [:]
        for entity in ["firm", "order"] where random.chance(85) {
            for verb in verbs where (verb != "close" || entity == "firm") && random.chance(verb == "read" ? 90 : 60) {
                grants[entity, default: [:]][verb] = [random.pick(["own", "own", "team", "unit", "subtree", "subtree", "all"])] + (random.chance(20) ? ["team"] : [])
            }
        }
        return grants
    }

    private mutating func fill(_ random: inout SeededRandom, _ made: TestEngine) async throws {
        let now = made.clock.now
        for _ in 0..<3 {
            let absent = random.pick(people).id, deputy = random.pick(people).id
            guard absent != deputy else { continue }
            let isNow = random.chance(60)
            try await made.create(
                Delegation.self,
                [
                    "reason": "假期", "absent": .reference(absent), "deputy": .reference(deputy),
                    "from": .instant(now + (isNow ? -1_000 : 3_600_000)), "until": .instant(now + 7_200_000),
                ])
            if isNow { delegations.append((absent, deputy)) }
        }
        for number in 0..<60 {
            let owner = random.chance(90) ? random.pick(people).id : nil, unit = random.chance(90) ? random.pick(units) : nil
            let name = "\(random.pick(["宏途", "青衡", "西湖"]))\(number)"
            let id = try await made.create(
                Firm.self, ["name": .text(name), "owner": owner.map(Value.reference) ?? .null, "unit": unit.map(Value.reference) ?? .null, "employees": .integer(Int64(number))]
            ).id
            firms.append(Thing(id: id, name: name, owner: owner, unit: unit))
        }
        for number in 0..<50 {
            let firm = random.chance(90) ? random.pick(firms).id : nil
            let id = try await made.create(Order.self, ["name": .text("o\(number)"), "firm": firm.map(Value.reference) ?? .null]).id
            orders.append(Thing(id: id, name: "o\(number)", owner: nil, unit: nil, firm: firm))
        }
        for _ in 0..<12 {
            let record = random.pick(firms).id, with = random.chance(60) ? random.pick(people).id : random.pick(teams.keys.sorted())
            guard !shares.contains(where: { $0.record == record && $0.with == with }) else { continue }
            let share = Shares.Share(grantee: with, mayChange: random.chance(50))
            try await made.engine.write(as: .system) { try $0.share(Firm.definition, record, share) }
            shares.append((record, with, share.mayChange))
        }
    }
}
