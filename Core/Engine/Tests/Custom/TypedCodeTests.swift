import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Code that knows an entity by its Swift type goes on working, whatever the entity got at run time.
@Suite struct TypedCodeTests {
    private struct Watching: Module {
        let name = "Watching"
        let entities: [EntityDefinition] = []
        let hooks: [Hook] = [
            .beforeSaving(Firm.self) { firm, _ in if firm[\.memo] == "tidy" { firm[\.memo] = "tidied" } },
            .afterSaving(Firm.self) { firm, saving in
                if firm[\.memo] == "order" { try saving.door.create(Order.self, ["name": "单", "firm": .reference(firm.id)]) }
            },
        ]
    }

    @Test("Hooks, actions, typed reads and saves keep the values of fields that they do not know", arguments: Dialect.allCases)
    func values(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop(), Watching()]) { made in
            try await made.engine.makeField("firm", "x_colour", "text", ["isSearched": .flag(true)])
            try await made.engine.makeField("firm", "x_friends", "references", ["target": "firm"])
            let friend = try await made.create(Firm.self, ["name": "友"]).id
            let id = try await made.create(Firm.self, ["name": "甲", "memo": "tidy", "x_colour": "蓝", "x_friends": .list([.reference(friend)])]).id

            try await made.engine.write(as: .system) { door in
                guard var firm = try door.reader.find(Firm.self, id) else { return }
                firm[\.employees] = 7
                try door.save(firm)
                _ = try door.act(door.catalogue.action("close", on: Firm.definition), on: Firm.definition, id, ["reason": "关"])
            }

            let firm = try #require(try await made.find(Firm.self, id))
            #expect(firm[\.employees] == 7 && firm[\.isOpen] == false)
            #expect(firm.value("x_colour") == "蓝" && firm.value("x_friends") == .list([.reference(friend)]))
            #expect(try await made.engine.list("firm", [("q", "lan")]).count == 1)
        }
    }

    @Test("An option added to a built-in choice is the case that it refines, or nothing, to typed code", arguments: Dialect.allCases)
    func options(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop(), Watching()]) { made in
            try await made.engine.makeOption("firm", "stage", "won.x_twice")
            try await made.engine.makeOption("firm", "mood", "x_odd")
            try await made.engine.makeOption("firm", "signs", "x_comet")
            let given: Values = ["name": "甲", "stage": "won.x_twice", "mood": "x_odd", "signs": .list(["moon", "x_comet"]), "memo": "tidy"]
            let id = try await made.create(Firm.self, given).id

            try await made.engine.write(as: .system) { door in
                guard var firm = try door.reader.find(Firm.self, id) else { return }
                #expect(firm[\.stage] == .won && firm[\.mood] == nil && firm[\.signs] == [.moon])
                firm[\.employees] = 7
                try door.save(firm)
            }

            let kept = try #require(try await made.find(Firm.self, id))
            #expect(kept.value("stage") == "won.x_twice" && kept.value("mood") == "x_odd" && kept.value("memo") == "tidied")
            #expect(kept.value("signs") == .list(["moon", "x_comet"]))
            #expect(try await problems { try await made.engine.makeOption("firm", "stage", "x_plain") } == ["key: badKey"])
            #expect(try await problems { try await made.engine.makeOption("firm", "stage", "lose.x_plain") } == ["key: unknownOption"])
        }
    }

    @Test("People must fill in what is required since then; old records and the program's own need not have it", arguments: Dialect.allCases)
    func required(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop(), Watching()]) { made in
            let user = try await made.create(User.self, ["login": "a", "name": "甲", "isAdministrator": .flag(true)]).id
            let person = Actor(user: user, isAdministrator: true, rights: .unlimited)
            let old = try await made.create(Firm.self, ["name": "旧"]).id
            try await made.engine.makeField("firm", "x_due", "date", ["isRequired": .flag(true)])
            try await made.engine.makeField("order", "x_note", "text", ["isRequired": .flag(true)])
            let day = Value.day(try #require(Day("2026-11-22")))

            #expect(try await problems { try await made.create(Firm.self, ["name": "新"], as: person) } == ["x_due: required"])
            try await made.engine.perform(.edit(old, ["memo": "order"]), on: Firm.definition, as: person)
            try await made.engine.perform(.edit(old, ["x_due": day]), on: Firm.definition, as: person)
            #expect(try await problems { try await made.engine.perform(.edit(old, ["x_due": .null]), on: Firm.definition, as: person) } == ["x_due: required"])
            #expect(try await made.find(Firm.self, old)?.value("orders") == 2)
            #expect(try await made.engine.list("firm", [("x_due", "2026-11-22"), ("sort", "x_due")]).count == 1)
        }
    }
}
