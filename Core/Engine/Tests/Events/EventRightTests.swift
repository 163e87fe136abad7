@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct EventRightTests {
    @Test("Events tell of records in scope, deleted ones too, and of no field that is hidden", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let engine = made.engine
            let role = try await engine.makeRole("seeing", grants: ["firm": ["read": "own"]], fields: ["firm": ["price": "hidden"]])
            let user = try await made.create(User.self, ["login": "u", "name": "u", "roles": .list([.reference(role)])]).id
            let actor = try #require(try await engine.actor(of: user))
            let start = try await engine.events.page(after: 0, upTo: .max, of: ["firm"]).through
            let own = try await made.create(Firm.self, ["name": "甲", "owner": .reference(user)]).id
            let other = try await made.create(Firm.self, ["name": "乙"]).id
            try await made.create(Region.self, ["name": "closed"])
            try await made.edit(Firm.self, own, ["price": yuan(1), "memo": "x"])
            for id in [own, other] { try await engine.perform(.delete(id), on: Firm.definition, as: .system) }

            try await Outbox(database: engine.database).settle()
            let all = try await engine.events.page(after: start, upTo: .max, of: ["firm", "region"]).events
            let told = try await engine.events.visible(all, to: actor)

            #expect(told.map(\.kind) == [.create, .edit, .delete])
            #expect(told.allSatisfy { $0.record == own })
            #expect(told[1].fields.contains("price"))
            let fields = engine.events.payload(for: told[1], actor)["fields"]?.array ?? []
            #expect(fields.contains("memo") && !fields.contains("price") && !fields.contains("margin"))
            #expect(try await engine.events.visible(all, to: .system) == all)
        }
    }
}
