@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Who sees what of what lies in pools, by every way to records.
@Suite struct PoolSightTests {
    @Test("What lies in a pool is seen by those who may claim it, on all ways, as a plain reading says", arguments: Dialect.allCases)
    func everyWay(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Pond()]) { made in
            var random = SeededRandom(11)
            let world = try await PondWorld.make(made)
            let far = try await made.create(OrgUnit.self, ["code": "far", "name": "远"]).id
            let below = try await made.create(OrgUnit.self, ["code": "low", "name": "下", "parent": .reference(world.unit)]).id
            // Of one unit alone, and for one role alone.
            let narrow = try await made.create(Pool.self, ["name": "二", "entity": "prospect", "unit": .reference(world.unit), "withSubtree": .flag(false)]).id
            let role = try await made.engine.makeRole("hunter", grants: ["prospect": ["read": "own"]])
            let chosen = try await made.create(Pool.self, ["name": "三", "entity": "prospect", "roles": .list([.reference(role)])]).id
            var people: [(id: RecordID, unit: RecordID, scope: String, isHunter: Bool)] = []
            for number in 0..<9 {
                let scope = ["own", "unit", "all"][number % 3], unit = [world.unit, far, below][number / 3], isHunter = number.isMultiple(of: 2)
                let own = try await made.engine.makeRole("r\(number)", grants: ["prospect": ["read": .string(scope)], "user": ["read": "all"]])
                let roles = [own] + (isHunter ? [role] : [])
                let id = try await made.create(
                    User.self, ["login": .text("p\(number)"), "name": .text("p\(number)"), "unit": .reference(unit), "roles": .list(roles.map(Value.reference))]
                ).id
                people.append((id, unit, scope, isHunter))
            }
            struct Thing { let id: RecordID, pool, owner, unit: RecordID?, number: Int }
            var things: [Thing] = []
            for number in 0..<40 {
                let pool = random.chance(60) ? random.pick([world.pool, narrow, chosen]) : nil
                let owner = pool == nil ? random.pick(people).id : nil, unit = random.chance(70) ? random.pick([world.unit, far, below]) : nil
                let id = try await made.create(
                    Prospect.self,
                    [
                        "name": .text("宏途\(number)"), "mobile": .text(try PhoneKind().check("1380000\(1000 + number)")), "score": .integer(Int64(number + 1)),
                        "pool": pool.map(Value.reference) ?? .null, "owner": owner.map(Value.reference) ?? .null, "unit": unit.map(Value.reference) ?? .null,
                    ]
                ).id
                // What stood there before lies in the history.
                try await made.edit(Prospect.self, id, ["mobile": .null, "name": "旧"])
                try await made.edit(Prospect.self, id, ["mobile": .text(try PhoneKind().check("1380000\(1000 + number)")), "name": .text("宏途\(number)")])
                try await made.create(Call.self, ["name": "c", "prospect": .reference(id)])
                things.append(Thing(id: id, pool: pool, owner: owner, unit: unit, number: number))
            }
            for person in people {
                let actor = try await world.again(person.id)
                let opened = Set([
                    person.unit != far ? world.pool : nil, person.unit == world.unit ? narrow : nil, person.isHunter ? chosen : nil,
                ].compactMap(\.self))
                func isOwn(_ thing: Thing) -> Bool {
                    person.scope == "all" || thing.owner == person.id || (person.scope == "unit" && thing.unit == person.unit)
                }
                let expected = Set(things.filter { isOwn($0) || $0.pool.map(opened.contains) ?? false }.map(\.id))
                // Only the first pool hides anything.
                let veiled = Set(things.filter { !isOwn($0) && $0.pool == world.pool && opened.contains(world.pool) }.map(\.id))
                let onlyPooled = Set(things.filter { !isOwn($0) && $0.pool.map(opened.contains) ?? false }.map(\.id))
                try await check(made, actor, things.map { ($0.id, $0.number) }, expected, veiled, onlyPooled)
            }
        }
    }

    private func check(
        _ made: TestEngine, _ actor: Actor, _ things: [(id: RecordID, number: Int)], _ expected: Set<RecordID>, _ veiled: Set<RecordID>,
        _ onlyPooled: Set<RecordID>
    ) async throws {
        let prospect = Prospect.definition
        func found(_ parameters: [(name: String, value: String)]) async throws -> [JSON] {
            try await made.list(ListQuery(parameters + [("limit", "200")], on: prospect, made.engine.catalogue, for: actor), as: actor)
        }
        func ids(_ rows: [JSON]) -> Set<RecordID> { Set(rows.compactMap { $0["id"]?.string.flatMap { RecordID($0) } }) }
        let rows = try await found([("sort", "score")])
        #expect(ids(rows) == expected)
        // Hidden scores sort with missing ones, last.
        #expect(rows.suffix(veiled.count).allSatisfy { $0["score"] == .null } && rows.prefix(rows.count - veiled.count).allSatisfy { $0["score"] != .null })
        for row in rows {
            let isVeiled = ids([row]).isSubset(of: veiled)
            #expect((row["mobile"] == .null) == isVeiled && (row["double"] == .null) == isVeiled && (row["stage"] == .null) == isVeiled)
        }
        #expect(ids(try await found([("filter", "{\"score\":{\"gt\":0}}")])) == expected.subtracting(veiled))
        #expect(ids(try await found([("q", "宏途")])) == expected)
        for thing in things {
            let mobile = "1380000\(1000 + thing.number)"
            #expect(ids(try await found([("q", mobile)])) == (expected.contains(thing.id) && !onlyPooled.contains(thing.id) ? [thing.id] : []))
            #expect(ids(try await found([("mobile", mobile)])) == (expected.contains(thing.id) && !veiled.contains(thing.id) ? [thing.id] : []))
        }
        let groups = try AggregateQuery([("group", "score")], on: prospect, made.engine.catalogue, for: actor)
        let counts = try await made.engine.read(as: actor) { try JSON.parse($0.aggregate(groups))["data"]?.array ?? [] }
        #expect(counts.filter { $0["group"]?["score"] != .null }.count == expected.count - veiled.count)
        let calls = try await made.list(ListQuery([("limit", "200")], on: Call.definition, made.engine.catalogue, for: .system), as: .system)
        #expect(calls.count == things.count)
        try await made.engine.read(as: actor) { reader in
            let scope = reader.scope(prospect)
            for thing in things {
                // In memory as in SQL.
                let values = try #require(try made.system(reader).values(of: prospect, thing.id))
                #expect(scope.holds(for: values, in: reader.ruleContext(prospect)) == expected.contains(thing.id))
                #expect(reader.veil(over: values, prospect).hidden.contains("double") == veiled.contains(thing.id))
                #expect(reader.veil(over: values, prospect).isOnlyPooled == onlyPooled.contains(thing.id))
                guard expected.contains(thing.id) else { continue }
                let timeline = try JSON.parse(reader.timeline(prospect, thing.id))
                let told = Set((timeline["data"]?.array ?? []).flatMap { $0["changes"]?.array?.compactMap { $0["field"]?.string } ?? [] })
                #expect(told.contains("mobile") == !veiled.contains(thing.id) && told.contains("name"))
            }
        }
    }

    @Test("Notes, calls and files of what lies in a pool are for those who see it anyway", arguments: Dialect.allCases)
    func parts(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Pond()]) { made in
            let world = try await PondWorld.make(made), actor = try await world.actor("p")
            let id = try await world.pooled("甲")
            try await made.create(Call.self, ["name": "电话 13800138000", "prospect": .reference(id)])
            try await made.create(Note.self, ["text": "电话 13800138000", "entity": "prospect", "record": .reference(id)])
            func seen() async throws -> [Int64] {
                try await made.engine.read(as: actor) { [try $0.count(Prospect.definition), try $0.count(Call.definition), try $0.count(Note.definition)] }
            }

            #expect(try await seen() == [1, 0, 0])
            #expect(try await world.claim(id, as: actor) == "claimed")
            #expect(try await seen() == [1, 1, 1])
        }
    }

    @Test("A pool hides only what can be hidden, and goes only when it is empty", arguments: Dialect.allCases)
    func pools(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Pond()]) { made in
            let world = try await PondWorld.make(made)
            for (hidden, expected) in [("name", "hidden: notProtectable"), ("pool", "hidden: notProtectable"), ("nothing", "hidden: unknownField")] {
                #expect(try await problems { try await made.edit(Pool.self, world.pool, ["hidden": .json([.string(hidden)])]) } == [expected])
            }
            #expect(try await problems { try await made.create(Pool.self, ["name": "x", "entity": "call"]) } == ["entity: unknownOption"])
            try await world.pooled("甲")
            #expect(try await refusal { try await made.engine.perform(.delete(world.pool), on: Pool.definition, as: .system) } == "stillUsed")
        }
    }
}

extension TestEngine {
    fileprivate func system(_ reader: Reader) -> Reader {
        Reader(engine: engine, catalogue: reader.catalogue, actor: .system, session: reader.session)
    }
}
