@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Two records become one, and two again.
@Suite struct MergeTests {
    @Test("All that refers to the loser moves to the survivor, and goes back when that is undone", arguments: Dialect.allCases)
    func everything(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made, ["employees": 3, "mail": "a@example.com"], ["memo": "记", "mail": "b@example.com", "phone": "13812345678"])
            try await world.makeEntities()
            let (survivor, loser) = (world.survivor, world.loser)
            let order = try await made.create(Order.self, ["name": "一", "firm": .reference(loser), "amount": yuan(5)]).id
            _ = try await made.create(Order.self, ["name": "二", "firm": .reference(survivor), "amount": yuan(7)])
            let child = try await made.create(Firm.self, ["name": "子", "parent": .reference(loser)]).id
            let visit = try await world.create("x_visit", ["x_firm": .reference(loser)])
            let club = try await world.create("x_club", ["x_firms": .list([.reference(loser)])])
            let both = try await world.create("x_club", ["x_firms": .list([.reference(loser), .reference(survivor)])])
            let site = try await world.create("x_site", ["x_of": .reference(loser)])
            _ = try await world.create("x_site", ["x_of": .reference(survivor)])
            let note = try await world.create("note", ["record": .reference(loser), "entity": "firm", "text": "电话"])
            let before = (try await world.state(survivor), try await world.state(loser))
            made.clock.step(milliseconds: 1_000)

            let merge = try await world.merge()

            #expect(try await world.firm(loser) == nil)
            let merged = try #require(try await world.firm(survivor))
            #expect(merged[\.title] == "乙" && merged[\.memo] == "记" && merged[\.employees] == 3 && merged[\.phone] == "13812345678")
            #expect(merged[\.mail] == "b@example.com" && merged.value("code") == before.0["code"])
            #expect(merged[\.orders] == 2 && merged.value("total") == yuan(12))
            #expect(try await made.find(Order.self, order)?[\.firm]?.id == survivor)
            #expect(try await world.firm(child)?[\.parent]?.id == survivor)
            #expect(try await world.values("x_visit", visit)?["x_firm"] == .reference(survivor))
            for id in [club, both] { #expect(try await world.values("x_club", id)?["x_firms"] == .list([.reference(survivor)])) }
            let line = try #require(try await world.values("x_site", site))
            #expect(line["x_of"] == .reference(survivor) && line[Common.position] == 2)
            #expect(try await world.values("note", note)?["record"] == .reference(survivor))
            #expect(try await made.ids(ListQuery([("q", "乙")], on: Firm.definition, made.engine.catalogue, for: .system)) == [survivor])
            #expect(try await made.audit(survivor).contains { $0.kind == "merge" })
            #expect(try await made.audit(loser).contains { $0.kind == "merge" })

            // What comes since stays.
            let late = try await made.create(Order.self, ["name": "三", "firm": .reference(survivor), "amount": yuan(1)]).id
            try await made.edit(Firm.self, survivor, ["memo": "新"])
            let undone = try await world.unmerge(merge)

            #expect(undone.kept == ["memo"])
            #expect(undone.stays == [["entity": "order", "field": "firm", "count": 1]])
            var expected = before.0
            (expected["memo"], expected["orders"], expected["openOrders"], expected["total"], expected["load"]) = ("新", 2, 2, yuan(8), .decimal(22))
            #expect(try await world.state(survivor) == expected)
            #expect(try await world.state(loser) == before.1)
            #expect(try await made.find(Order.self, order)?[\.firm]?.id == loser)
            #expect(try await made.find(Order.self, late)?[\.firm]?.id == survivor)
            #expect(try await world.firm(child)?[\.parent]?.id == loser)
            #expect(try await world.values("x_visit", visit)?["x_firm"] == .reference(loser))
            #expect(try await world.values("x_club", club)?["x_firms"] == .list([.reference(loser)]))
            #expect(try await world.values("x_club", both)?["x_firms"] == .list([survivor, loser].sorted().map(Value.reference)))
            #expect(try await world.values("x_site", site)?["x_of"] == .reference(loser))
            #expect(try await world.values("note", note)?["record"] == .reference(loser))
            #expect(try await refusal { try await world.unmerge(merge) } == "alreadyUndone")
        }
    }

    @Test("Of two values the fuller, later, checked one is proposed, and whoever merges may choose otherwise", arguments: Dialect.allCases)
    func survivorship(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let regions = [try await made.create(Region.self, ["name": "东"]).id, try await made.create(Region.self, ["name": "西"]).id]
            let world = try await MergeWorld(
                made, ["memo": "a", "employees": 1, "identity": "X1", "isKey": .flag(true), "markets": .list([.reference(regions[0])])],
                ["site": "https://example.com", "employees": 2, "identity": "X2", "markets": .list([.reference(regions[1])])])
            try await made.edit(Firm.self, world.survivor, ["employees": 5])
            made.clock.step(milliseconds: 1_000)

            let proposal = try await world.proposal()

            #expect(proposal["memo"] == "survivor" && proposal["site"] == "loser" && proposal["employees"] == "survivor")
            #expect(proposal["identity"] == "survivor" && proposal["isKey"] == "survivor" && proposal["markets"] == "both")
            #expect(proposal["code"] == nil && proposal["owner"] == nil && proposal["total"] == nil && proposal["pin"] == nil)
            let wrong: [([String: MergeChoice], String)] = [
                (["memo": .both], "choices.memo: unknownOption"), (["code": .loser], "choices.code: fixed"), (["nothing": .loser], "choices.nothing: unknownField"),
            ]
            for (choices, problem) in wrong { #expect(try await problems { try await world.merge(choices: choices) } == [problem]) }
            try await world.merge(choices: ["employees": .loser, "identity": .loser, "markets": .loser])
            let merged = try #require(try await world.firm(world.survivor))
            #expect(merged[\.employees] == 2 && merged[\.identity] == "X2" && merged[\.isKey] == true)
            #expect(merged[\.markets].map(\.id) == [regions[1]])
        }
    }

    @Test("A sealed value moves with its seal and comes back, and lies nowhere in the open", arguments: Dialect.allCases)
    func sealed(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made, ["identity": "S100"], ["identity": "L200"])
            let merge = try await world.merge(choices: ["identity": .loser])
            #expect(try await world.firm(world.survivor)?[\.identity] == "L200")
            #expect(try await made.ids(ListQuery([("identity", "L200")], on: Firm.definition, made.engine.catalogue, for: .system)) == [world.survivor])
            let kept = try #require(try await made.rows("SELECT before FROM record_merge").first?[0].text)
            #expect(kept.hasPrefix("v1.") && !kept.contains("S100"))

            try await world.unmerge(merge)
            #expect(try await world.firm(world.survivor)?[\.identity] == "S100")
            #expect(try await world.firm(world.loser)?[\.identity] == "L200")
        }
    }

    @Test("A merged record is told with the one in its place, and comes back only by undoing the merge", arguments: Dialect.allCases)
    func place(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made)
            let third = try await made.create(Firm.self, ["name": "丙"]).id
            made.clock.step(milliseconds: 1_000)
            let first = try await world.merge(), second = try await world.merge(world.survivor, into: third)

            func read(_ id: RecordID) async throws -> Refusal? {
                do { _ = try await made.engine.read(as: .system) { try $0.record(Firm.definition, id) } } catch let refusal as Refusal { return refusal }
                return nil
            }
            #expect(try await read(world.loser) == .merged(entity: "firm", id: world.loser, into: third))
            #expect(try await refusal { try await made.edit(Firm.self, world.loser, ["name": "x"]) } == "merged")
            #expect(try await refusal { try await made.engine.perform(.restore(world.loser), on: Firm.definition, as: .system) } == "stillMerged")
            #expect(try await refusal { try await world.merge(world.loser, into: third) } == "merged")
            // One on top of the other.
            #expect(try await refusal { try await world.unmerge(first) } == "mergedSince")
            try await world.unmerge(second, of: third)
            try await world.unmerge(first)
            for id in [world.survivor, world.loser, third] { #expect(try await world.firm(id) != nil) }
        }
    }

    @Test("What can be there once for each, and a circle, are told before anything is written", arguments: Dialect.allCases)
    func obstacles(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made)
            let between = try await made.create(Firm.self, ["name": "中", "parent": .reference(world.loser)]).id
            try await made.edit(Firm.self, world.survivor, ["parent": .reference(between)])
            #expect(try await problems { try await world.merge(choices: ["parent": .survivor]) } == ["parent: circle"])
            // Right below the loser, the survivor takes its place.
            try await made.edit(Firm.self, world.survivor, ["parent": .reference(world.loser)])
            let before = try await made.footprint()
            #expect(try await problems { try await world.merge(world.survivor) } == ["loser: sameRecord"])
            #expect(try await made.footprint() == before)

            let merge = try await world.merge()
            #expect(try await world.firm(world.survivor)?[\.parent] == nil)
            #expect(try await world.firm(between)?[\.parent]?.id == world.survivor)
            try await world.unmerge(merge)
            #expect(try await world.firm(world.survivor)?[\.parent]?.id == world.loser)
            #expect(try await world.firm(between)?[\.parent]?.id == world.loser)
        }
    }

    @Test("Only whoever may edit and merge both merges them, and nobody chooses a value of a field that they may not write", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made)
            func actor(_ grants: JSON, _ fields: JSON = [:]) async throws -> Actor {
                let role = try await made.engine.makeRole("r\(UInt32.random(in: 0..<1_000_000))", grants: grants, fields: fields)
                let login = Value.text("u\(UInt32.random(in: 0..<1_000_000))")
                return try await office.actor(made.create(User.self, ["login": login, "name": login, "roles": .list([.reference(role)])]).id)
            }
            let world = try await MergeWorld(made, ["memo": "a", "identity": "110105194912310021"], ["memo": "b", "identity": "X2"])
            let all: JSON = ["read": "all", "edit": "all", "merge": "all"]
            for (grants, code) in [
                (["read": "all", "edit": "all"] as JSON, "forbidden"), (["read": "all", "edit": "own", "merge": "all"], "forbidden"),
                (["read": "own", "edit": "own", "merge": "own"], "notFound"), (["read": "all", "edit": "all", "act": "all", "merge": []], "forbidden"),
            ] {
                let other = try await actor(["firm": grants])
                #expect(try await refusal { try await world.merge(as: other) } == code)
            }
            let clerk = try await actor(["firm": all], ["firm": ["memo": "read", "identity": "masked", "site": "hidden"]])
            #expect(try await problems { try await world.merge(choices: ["memo": .survivor], as: clerk) } == ["choices.memo: notAllowed"])
            #expect(try await problems { try await world.merge(choices: ["site": .loser], as: clerk) } == ["choices.site: unknownField"])
            let shown = try await made.engine.read(as: clerk) { try $0.mergeProposal(of: world.survivor, with: world.loser, on: Firm.definition) }.json
            #expect(shown["survivor"]?["identity"]?.string?.contains("*") == true && shown["survivor"]?["site"] == nil)
            #expect(shown["fields"]?.array?.contains { $0["field"] == "site" } == false)
            let merge = try await world.merge(as: clerk)
            #expect(try await refusal { try await world.unmerge(merge, as: actor(["firm": ["read": "all", "edit": "all"]])) } == "forbidden")
            try await world.unmerge(merge, as: clerk)
        }
    }

    @Test("A survivor never comes to stand below itself by the loser's place", arguments: Dialect.allCases)
    func circleBelow(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made)
            let between = try await made.create(Firm.self, ["name": "中", "parent": .reference(world.survivor)]).id
            try await made.edit(Firm.self, world.loser, ["parent": .reference(between)])

            #expect(try await problems { try await world.merge(choices: ["parent": .loser]) } == ["parent: circle"])
            try await world.merge(choices: ["parent": .survivor])

            #expect(try await world.firm(world.survivor)?[\.parent] == nil)
        }
    }

    @Test("What comes back after its survivor is gone for good can be merged again", arguments: Dialect.allCases)
    func survivorGone(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made)
            let third = try await made.create(Firm.self, ["name": "丙"]).id
            made.clock.step(milliseconds: 1_000)
            try await world.merge()
            for change in [Change.delete(world.survivor), .purge(world.survivor), .restore(world.loser)] {
                try await made.engine.perform(change, on: Firm.definition, as: .system)
            }

            let merge = try await world.merge(world.loser, into: third)

            try await world.unmerge(merge, of: third)
            #expect(try await world.firm(world.loser) != nil)
        }
    }

    @Test("How many records move is told only of those that the asker may read", arguments: Dialect.allCases)
    func countsByRight(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made), world = try await MergeWorld(made)
            try await world.makeEntities()
            _ = try await world.create("x_visit", ["x_firm": .reference(world.loser)])
            func actor(_ login: String, _ grants: JSON, _ fields: JSON = [:]) async throws -> Actor {
                let role = try await made.engine.makeRole(login, grants: grants, fields: fields)
                return try await office.actor(made.create(User.self, ["login": .text(login), "name": .text(login), "roles": .list([.reference(role)])]).id)
            }
            let all: JSON = ["read": "all", "edit": "all", "merge": "all"]
            let clerk = try await actor("clerk", ["firm": all]), blind = try await actor("blind", ["*": all], ["x_visit": ["x_firm": "hidden"]])
            func moves(_ actor: Actor) async throws -> [String] {
                let proposal = try await made.engine.read(as: actor) { try $0.mergeProposal(of: world.survivor, with: world.loser, on: Firm.definition) }.json
                return proposal["moves"]?.array?.compactMap { $0["entity"]?.string } ?? []
            }

            #expect(try await moves(.system) == ["x_visit"])
            #expect(try await moves(clerk) == [])
            #expect(try await moves(blind) == [])
            try await world.merge()
            let told = try await made.engine.read(as: clerk) { try $0.merges(of: world.survivor, Firm.definition) }
            #expect(told.first?["moves"] == [])
            _ = try await world.create("x_visit", ["x_firm": .reference(world.survivor)])
            let later = try await made.engine.read(as: clerk) { try $0.merges(of: world.survivor, Firm.definition) }
            #expect(later.first?["isUndoable"] == true && later.first?["stays"] == [])
        }
    }
}
