@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Merges of much, at once, and of what is gone.
@Suite struct MergeLoadTests {
    @Test("Of two who merge the same records at once one wins, whichever way round", arguments: Dialect.allCases)
    func concurrency(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            for round in 0..<4 {
                let world = try await MergeWorld(made)
                let ways = round % 2 == 0 ? [(world.loser, world.survivor), (world.survivor, world.loser)] : [(world.loser, world.survivor), (world.loser, world.survivor)]
                async let first = refusal { try await world.merge(ways[0].0, into: ways[0].1) }
                async let second = refusal { try await world.merge(ways[1].0, into: ways[1].1) }
                let outcomes = try await [first, second]
                #expect(outcomes.count { $0 == nil } == 1 && outcomes.count { $0 == "merged" } == 1)
            }
            // Two into a third: the second meets another version, or follows.
            let world = try await MergeWorld(made)
            let third = try await made.create(Firm.self, ["name": "丙"]).id
            @Sendable func join(_ loser: RecordID) async throws {
                try await made.engine.write(as: .system) { _ = try $0.merge(MergeOrder(survivor: third, loser: loser, survivorVersion: 1), on: Firm.definition) }
            }
            async let first = refusal { try await join(world.survivor) }
            async let second = refusal { try await join(world.loser) }
            let outcomes = try await [first, second]
            #expect(outcomes.count { $0 == nil } == 1 && outcomes.count { $0 == "stale" } == 1)
        }
    }

    @Test("Thousands of records move in short steps after the merge, and back", arguments: Dialect.allCases)
    func many(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made), count = 2_000
            for _ in 0..<(count / 250) {
                try await made.engine.write(as: .system) { door in
                    for _ in 0..<250 { try door.create(Order.self, ["name": "o", "firm": .reference(world.loser), "pieces": 1]) }
                }
            }
            let content = try await made.engine.contents.receive(AsyncStream { $0.yield(Array("合同".utf8)); $0.finish() })
            let file = try await made.engine.write(as: .system) { try $0.attach(content, named: "a.txt", to: world.loser, of: Firm.definition) }
            func firmOfFile() async throws -> RecordID? { try await made.find(Attachment.self, file)?[\.record] }

            let merge = try await world.merge()
            // With the merge itself some move, whichever they are.
            let atOnce = try #require(try await world.firm(world.survivor)?[\.orders])
            #expect((1...Int64(Door.movedAtOnce)).contains(atOnce))
            #expect(try await refusal { try await world.unmerge(merge) } == "mergeRuns")
            #expect(try await refusal { try await world.merge(world.survivor, into: made.create(Firm.self, ["name": "丙"]).id) } == "mergeRuns")

            await made.engine.startWorkers(.quick())
            try await eventually { try await made.number("SELECT COUNT(*) FROM record_merge WHERE state = 'done'") == 1 }
            #expect(try await world.firm(world.survivor)?[\.orders] == Int64(count))
            #expect(try await firmOfFile() == world.survivor)

            let undone = try await world.unmerge(merge)
            #expect(undone.isMoving)
            try await eventually { try await made.number("SELECT COUNT(*) FROM record_merge WHERE state = 'undone'") == 1 }
            #expect(try await world.firm(world.survivor)?[\.orders] == 0)
            #expect(try await world.firm(world.loser)?[\.orders] == Int64(count))
            #expect(try await firmOfFile() == world.loser)
        }
    }

    @Test("A merged record that is removed for good leaves no values behind, and the merge stays told", arguments: Dialect.allCases)
    func purging(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made, ["memo": "geheim"], ["memo": "neuer"])
            let merge = try await world.merge()
            try await made.engine.perform(.purge(world.loser), on: Firm.definition, as: .system)

            #expect(try await made.rows("SELECT before, choices, state FROM record_merge").map { $0.cells } == [[.text("{}"), .text("{}"), .text("purged")]])
            #expect(try await refusal { try await world.unmerge(merge) } == "notUndoable")
            let told = try await made.engine.read(as: .system) { try $0.merges(of: world.survivor, Firm.definition) }
            #expect(told.count == 1 && told[0]["hindrance"] == "notUndoable" && told[0]["loser"]?["id"] == .string(world.loser.description))
        }
    }

    @Test("Merges come out of a backup, and can be undone there", arguments: Dialect.allCases)
    func backup(_ dialect: Dialect) async throws {
        let place = try Place()
        defer { place.remove() }
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await MergeWorld(made, ["memo": "a"], ["memo": "b"])
            let merge = try await world.merge()
            let backup = try await place.backup(of: made.engine.database)
            try await withTestDatabase(dialect == .sqlite ? .postgres : .sqlite) { empty in
                try await Restoring(backup, into: empty.database, named: "it", files: place.files(1), modules: [Workshop()]).run()
                let (engine, _) = try await Engine.start(empty.database, modules: [Workshop()], clock: made.clock.clock)
                try await engine.write(as: .system) { _ = try $0.unmerge(merge, of: world.survivor, on: Firm.definition) }
                let memos = try await engine.read(as: .system) { reader in try [world.survivor, world.loser].map { try reader.find(Firm.self, $0)?[\.memo] } }
                #expect(memos == ["a", "b"])
                await engine.stop()
            }
        }
    }

    @Test("What a rule keeps from going back stays with the survivor, and the undoing ends", arguments: Dialect.allCases)
    func refusedOnTheWayBack(_ dialect: Dialect) async throws {
        struct Stubborn: Module {
            let name = "Stubborn", entities: [EntityDefinition] = []
            let hooks = [
                Hook(entity: Order.name, moment: .beforeWriting) { values, saving in
                    if saving.kind == .edit, values["name"] == "fest", saving.changes("firm", in: values) { throw Invalid("firm", .fixed) }
                }
            ]
        }
        try await withEngine(dialect, modules: [Workshop(), Stubborn()]) { made in
            let world = try await MergeWorld(made), count = Door.movedAtOnce + 50
            let orders = try await made.engine.write(as: .system) { door in
                try (0..<count).map { _ in try door.create(Order.self, ["name": "o", "firm": .reference(world.loser), "pieces": 1]).id }
            }
            let merge = try await world.merge()
            await made.engine.startWorkers(.quick())
            try await eventually { try await made.number("SELECT COUNT(*) FROM record_merge WHERE state = 'done'") == 1 }
            let last = try #require(orders.max())
            try await made.edit(Order.self, last, ["name": "fest"])

            try await world.unmerge(merge)

            try await eventually { try await made.number("SELECT COUNT(*) FROM record_merge WHERE state = 'undone'") == 1 }
            #expect(try await world.firm(world.loser)?[\.orders] == Int64(count - 1))
            #expect(try await world.firm(world.survivor)?[\.orders] == 1)
            try await eventually {
                try await made.rows("SELECT result FROM job WHERE kind = 'moveMerged'").contains { $0[0].text?.contains(last.description) ?? false }
            }
        }
    }
}
