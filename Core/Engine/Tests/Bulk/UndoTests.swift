@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct UndoTests {
    /// The newest change on a record's time line.
    private func newest(_ made: TestEngine, _ id: RecordID) async throws -> RecordID {
        let bytes = try await made.engine.read(as: .system) { try $0.timeline(Firm.definition, id) }
        return try #require(JSON.parse(bytes)["data"]?.array?.first?["id"]?.string.flatMap { RecordID($0) })
    }

    private func undo(_ made: TestEngine, _ change: RecordID, of id: RecordID, as actor: Actor = .system) async throws {
        try await made.engine.write(as: actor) { _ = try $0.undo(change, of: id, on: Firm.definition) }
    }

    @Test("One change is taken back, and the fields that were changed since are named", arguments: Dialect.allCases)
    func one(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let firm = try await made.create(Firm.self, ["name": "a", "memo": "old"]).id
            try await made.edit(Firm.self, firm, ["name": "b", "memo": "new"])
            let change = try await newest(made, firm)
            try await made.edit(Firm.self, firm, ["memo": "newer"])
            let later = try await newest(made, firm)

            await #expect(throws: Refusal.changedSince(entity: "firm", fields: ["memo"])) { try await undo(made, change, of: firm) }
            #expect(try await made.find(Firm.self, firm)?.values["name"] == "b")
            try await undo(made, later, of: firm)
            #expect(try await made.find(Firm.self, firm)?.values["memo"] == "new")
            // The undoing is a change as well.
            try await undo(made, newest(made, firm), of: firm)
            #expect(try await made.find(Firm.self, firm)?.values["memo"] == "newer")
        }
    }

    @Test("A deletion and a restoration are taken back, a creation is not", arguments: Dialect.allCases)
    func life(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let firm = try await made.create(Firm.self, ["name": "a"]).id
            let creation = try await newest(made, firm)
            try await made.engine.perform(.delete(firm), on: Firm.definition, as: .system)

            try await undo(made, newest(made, firm), of: firm)
            #expect(try await made.find(Firm.self, firm) != nil)
            try await undo(made, newest(made, firm), of: firm)
            #expect(try await made.find(Firm.self, firm) == nil)
            #expect(try await refusal { try await undo(made, creation, of: firm) } == "notUndoable")
            #expect(try await problems { try await undo(made, RecordID(rawValue: 7), of: firm) } == ["change: notFound"])
        }
    }

    @Test("It takes the rights that the change itself would take", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let firm = try await world.firms(1, ["memo": "old", "site": "https://a.cn"])[0]
            try await made.edit(Firm.self, firm, ["memo": "new", "site": "https://b.cn"])
            let change = try await newest(made, firm)
            let manager = try await world.actor(world.manager), stranger = try await world.actor(world.stranger)

            #expect(try await refusal { try await undo(made, change, of: firm, as: stranger) } == "notFound")
            let fields: JSON = ["firm": ["memo": "hidden", "site": "read"]]
            try await made.edit(Role.self, world.role, ["fields": .json(fields)])
            let fewer = try await world.actor(world.manager)
            #expect(try await problems { try await undo(made, change, of: firm, as: fewer) } == ["site: notAllowed"])
            try await undo(made, change, of: firm, as: manager)
            #expect(try await made.find(Firm.self, firm)?.values["memo"] == "old")
        }
    }
}
