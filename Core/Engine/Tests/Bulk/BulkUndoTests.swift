@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct BulkUndoTests {
    @Test("Undone, every field is what it was, but where somebody has changed it since", arguments: Dialect.allCases)
    func undone(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let firms = try await world.firms(150, ["memo": "old", "stage": "warm", "signs": .list(["sun"])])
            let untouched = try await world.firms(1, ["memo": "new", "stage": "won", "signs": .list(["sun", "star"])])
            let job = try await world.run([
                "entity": "firm", "filter": [:], "change": ["memo": "new", "stage": "won", "signs": ["add": ["star"]]],
            ])
            #expect(job.counts == [151, 150, 1, 0])
            // A colleague changes one field, and another one back and forth.
            try await made.edit(Firm.self, firms[1], ["memo": "mine"])
            try await made.edit(Firm.self, firms[2], ["memo": "mine"])
            try await made.edit(Firm.self, firms[2], ["memo": "new"])

            let undo = try await world.undo(job)

            #expect(undo.counts == [150, 150, 0, 0])
            #expect(undo.result["kept"] == 2 && undo.reasons == ["changedSince memo 2"])
            #expect(try await world.stages([firms[0], firms[1], firms[2], firms[149], untouched[0]]) == ["warm", "warm", "warm", "warm", "won"])
            let memos = try await [made.find(Firm.self, firms[0]), made.find(Firm.self, firms[1]), made.find(Firm.self, firms[2])].map { $0?.values["memo"]?.text }
            #expect(memos == ["old", "mine", "new"])
            #expect(try await made.find(Firm.self, firms[149])?.values["signs"] == .list(["sun"]))
        }
    }

    @Test("Nothing is undone twice, nor while it goes on, nor by who does not know of it", arguments: Dialect.allCases)
    func once(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(2)
            let waiting = try await world.start(["entity": "firm", "filter": [:], "change": ["stage": "won"]])
            let name: JSON = ["job": .string(waiting.id.description)]

            #expect(try await refusal { _ = try await world.start(name, "undoBulkChange") } == "notUndoable")
            await made.engine.startWorkers(.quick())
            let job = try await made.engine.job(waiting.id, in: .done)
            #expect(try await problems { _ = try await world.start(name, "undoBulkChange", by: world.colleague) } == ["job: notFound"])
            let undo = try await world.undo(job)
            #expect(undo.counts == [2, 2, 0, 0])
            #expect(try await refusal { _ = try await world.start(name, "undoBulkChange") } == "alreadyUndone")
            #expect(try await problems { _ = try await world.start(["job": .string(undo.id.description)], "undoBulkChange") } == ["job: notFound"])
            #expect(try await problems { _ = try await world.start(["job": "x"], "undoBulkChange") } == ["job: badReference"])
            #expect(try await problems { _ = try await world.start([:], "undoBulkChange") } == ["job: required"])
            #expect(try await problems { _ = try await world.start(["job": "1", "x": 1], "undoBulkChange") } == ["x: unknownField"])
        }
    }

    @Test("What is out of sight by now stays as it is", arguments: Dialect.allCases)
    func outOfSight(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let firms = try await world.firms(3)
            let job = try await world.run(["entity": "firm", "filter": [:], "change": ["stage": "won"]])
            try await made.edit(Firm.self, firms[1], ["unit": .reference(world.south)])

            let undo = try await world.undo(job)

            #expect(undo.counts == [3, 2, 0, 1] && undo.reasons == ["notFound - 1"])
            #expect(try await world.stages(firms) == ["new", "won", "new"])
        }
    }

    @Test("What was deleted comes back, but what was put away again since does not", arguments: Dialect.allCases)
    func deleted(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let root = try await made.create(User.self, ["login": "r", "name": "r", "isAdministrator": .flag(true)]).id
            let firms = try await world.firms(3)
            let job = try await world.run(["entity": "firm", "filter": [:], "delete": true], by: root)
            try await made.engine.perform(.restore(firms[0]), on: Firm.definition, as: .system)
            try await made.engine.perform(.delete(firms[0]), on: Firm.definition, as: .system)

            let undo = try await world.undo(job, by: root)

            #expect(undo.counts == [3, 2, 1, 0] && undo.result["kept"] == 1)
            let living = try await [made.find(Firm.self, firms[0]), made.find(Firm.self, firms[1]), made.find(Firm.self, firms[2])].map { $0 != nil }
            #expect(living == [false, true, true])
        }
    }

    @Test("A cancelled change is undone as far as it went", arguments: Dialect.allCases)
    func cancelled(_ dialect: Dialect) async throws {
        let clock = TestClock()
        let cancelling = atSaving(50) { saving in
            try saving.door.session.execute("UPDATE job SET cancel_asked = 1 WHERE kind = 'bulkChange'")
            clock.step(milliseconds: 2_000)
        }
        try await withEngine(dialect, modules: [Workshop(hooks: [cancelling])], clock: clock) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(130)
            let job = try await world.run(["entity": "firm", "filter": [:], "change": ["stage": "won"]])

            let undo = try await world.undo(job)

            #expect(job.state == .cancelled && undo.counts == [100, 100, 0, 0])
            #expect(try await world.count(.compare(["stage"], .equal, "won")) == 0)
        }
    }
}
