@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct ClaimTests {
    @Test("Of several who claim at once one wins, and the others are told that it is gone", arguments: Dialect.allCases)
    func oneWinner(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Pond()], readers: 8) { made in
            let world = try await PondWorld.make(made)
            var actors: [Actor] = []
            for number in 0..<6 { actors.append(try await world.actor("p\(number)")) }
            for round in 0..<4 {
                let id = try await world.pooled("甲\(round)", ["mobile": "13800138000", "score": 7])

                let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                    for actor in actors { group.addTask { try await world.claim(id, as: actor) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }

                #expect(outcomes.count { $0 == "claimed" } == 1)
                #expect(outcomes.count { $0 == "notInPool" } == 5)
                let kept = try #require(try await made.find(Prospect.self, id))
                #expect(actors.contains { $0.user == kept.owner })
                #expect(kept.value("pool") == .null && kept.value("mobile") == "13800138000" && kept.value("score") == 7)
                #expect(try await world.moves(of: id) == ["entered", "claim"])
            }
        }
    }

    @Test("Quotas hold however many claims of one person come together", arguments: Dialect.allCases)
    func quotas(_ dialect: Dialect) async throws {
        for (rules, code, allowed) in [(["dailyQuota": 3] as Values, "poolDaily", 3), (["totalQuota": 2], "poolTotal", 2), (["capacity": 4], "poolCapacity", 4)] {
            try await withEngine(dialect, modules: [Pond()], readers: 8) { made in
                let world = try await PondWorld.make(made, rules)
                let actor = try await world.actor("p")
                var ids: [RecordID] = []
                for number in 0..<8 { ids.append(try await world.pooled("甲\(number)")) }

                let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                    for id in ids { group.addTask { try await world.claim(id, as: actor) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }

                #expect(outcomes.count { $0 == "claimed" } == allowed)
                #expect(outcomes.count { $0 == code } == 8 - allowed)
                if code == "poolDaily" {
                    made.clock.step(milliseconds: 86_400_000)
                    let free = try await made.rows("SELECT id FROM prospect WHERE owner_id IS NULL ORDER BY id").compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
                    #expect(try await world.claim(free[0], as: actor) == "claimed")
                }
            }
        }
    }

    @Test("What one gave back one may not claim again for a while; others may", arguments: Dialect.allCases)
    func waiting(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Pond()]) { made in
            let world = try await PondWorld.make(made, ["waitDays": 5])
            let first = try await world.actor("p"), second = try await world.actor("q")
            let id = try await world.owned("甲", by: first)

            try await made.engine.write(as: first) { try $0.release(id, into: nil, reason: " 无意向 ", on: Prospect.definition) }

            let kept = try #require(try await made.find(Prospect.self, id))
            #expect(kept.value("poolReason") == "无意向" && kept.owner == nil && kept.value("formerOwner") == .reference(first.user ?? id))
            #expect(try await world.claim(id, as: first) == "poolWait")
            made.clock.step(milliseconds: 5 * 86_400_000)
            #expect(try await world.claim(id, as: second) == "claimed")
            #expect(try await world.moves(of: id) == ["release", "claim"])
        }
    }

    @Test("Only a steward hands out; a hand-over takes a record out and is kept", arguments: Dialect.allCases)
    func stewards(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Pond()]) { made in
            let world = try await PondWorld.make(made)
            let member = try await world.actor("p"), steward = try await world.actor("s")
            try await made.edit(Pool.self, world.pool, ["stewards": .list([.reference(steward.user ?? world.pool)])])
            let id = try await world.pooled("甲"), other = try await world.pooled("乙"), person = try #require(member.user)

            for (actor, expected) in [(try await world.again(member.user), "notFound"), (try await world.again(steward.user), nil)] {
                #expect(try await refusal { try await made.engine.write(as: actor) { _ = try $0.distribute(id, to: person, on: Prospect.definition) } } == expected)
            }
            try await made.edit(Prospect.self, other, ["owner": .reference(person)])

            #expect(try await world.moves(of: id) == ["entered", "assign"])
            #expect(try await world.moves(of: other) == ["entered", "taken"])
            #expect(try await made.find(Prospect.self, other)?.value("pool") == .null)
        }
    }

    @Test("New records that nobody owns go into the pool that takes them", arguments: Dialect.allCases)
    func ownerless(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Pond()]) { made in
            let world = try await PondWorld.make(made, ["takesOwnerless": .flag(true)])
            let inside = try await made.create(Prospect.self, ["name": "甲", "unit": .reference(world.unit)]).id
            let outside = try await made.create(Prospect.self, ["name": "乙"]).id

            #expect(try await made.find(Prospect.self, inside)?.value("pool") == .reference(world.pool))
            #expect(try await made.find(Prospect.self, outside)?.value("pool") == .null)
        }
    }

    @Test("Of several claimed together one that breaks a rule is told, and the others are claimed", arguments: Dialect.allCases)
    func several(_ dialect: Dialect) async throws {
        struct Strict: Module {
            let name = "Strict", entities: [EntityDefinition] = []
            let hooks = [
                Hook(entity: Prospect.name, moment: .beforeWriting) { values, saving in
                    if saving.kind == .edit, values["name"] == "坏" { throw Invalid("name", .required) }
                }
            ]
        }
        try await withEngine(dialect, modules: [Pond(), Strict()]) { made in
            let world = try await PondWorld.make(made)
            let good = try await world.pooled("好"), bad = try await world.pooled("坏"), person = try await world.actor("p")
            guard case .changing(let claim) = Pools.endpoints(on: Prospect.definition)[1].work else { return }
            let call = EndpointCall(
                actor: person, language: .english, catalogue: made.engine.catalogue, values: ["records": .list([.reference(bad), .reference(good)])])

            let outcome = try await made.engine.write(as: person) { try claim(call, $0) }

            #expect(outcome["claimed"] == [.string(good.description)])
            #expect(outcome["refused"]?.array?.map { $0["code"]?.string } == ["invalid"])
            #expect(try await made.find(Prospect.self, bad)?.owner == nil)
        }
    }
}
