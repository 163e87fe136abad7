import Engine
import Kernel
import Store
import TestKit
import Testing

@testable import Customers

@Suite struct TagTests {
    private func actor(_ made: TestEngine, role: RecordID?) async throws -> Actor {
        let login = "u\(role?.rawValue ?? 0)"
        let roles: Value = .list(role.map { [.reference($0)] } ?? [])
        let id = try await made.engine.perform(.create(["login": .text(login), "name": .text(login), "roles": roles]), on: User.schema.definition, as: .system).id
        return try #require(try await made.engine.actor(of: id))
    }

    private func may(_ made: TestEngine, _ actor: Actor, _ change: Change) async throws -> Bool {
        do {
            try await made.engine.perform(change, on: Tag.schema.definition, as: actor)
            return true
        } catch Refusal.forbidden {
            return false
        }
    }

    @Test("Whoever has a role reads all tags; those who change customers make them, leaders rename them", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let tag = try await made.engine.perform(.create(["name": .text("重点")]), on: Tag.schema.definition, as: .system).id
            let narrow = try await made.engine.makeRole("narrow", grants: ["customer": ["read": "own"]])
            let expected: [(role: String, makes: Bool, renames: Bool)] = [
                ("representative", true, false), ("teamLead", true, true), ("branchManager", true, true), ("serviceAgent", true, false),
                ("analyst", false, false), ("auditor", false, false),
            ]
            for (index, (key, makes, renames)) in expected.enumerated() {
                let actor = try await actor(made, role: try #require(try await made.engine.role(key)))

                #expect(try await made.engine.read(as: actor) { try $0.find(Tag.self, tag)?[\.title] } != nil, "\(key)")
                #expect(try await may(made, actor, .create(["name": .text("新\(index)")])) == makes, "\(key)")
                #expect(try await may(made, actor, .edit(tag, ["name": .text("改\(index)")])) == renames, "\(key)")
            }
            let reader = try await actor(made, role: narrow), nobody = try await actor(made, role: nil)
            #expect(try await made.engine.read(as: reader) { try $0.count(Tag.schema.definition) } == 5)
            await #expect(throws: Refusal.forbidden(verb: .read, entity: "tag")) {
                _ = try await made.engine.read(as: nobody) { try $0.count(Tag.schema.definition) }
            }
        }
    }

    @Test("A tag has a name of its own, and customers are found by it", arguments: Dialect.allCases)
    func finding(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let tag = try await made.engine.perform(.create(["name": .text("重点"), "colour": .text("red")]), on: Tag.schema.definition, as: .system).id
            let customer = Customer.schema.definition
            let marked = try await made.engine.perform(.create(["name": .text("甲"), "tags": .list([.reference(tag)])]), on: customer, as: .system).id
            try await made.engine.perform(.create(["name": .text("乙")]), on: customer, as: .system)

            let found = try await made.engine.read(as: .system) { try $0.firstIDs(customer, where: .anyOf(["tags"], [.reference(tag)]), limit: 9) }
            #expect(found == [marked])
            await #expect(throws: Invalid("name", .taken, ["value": "重点"])) {
                try await made.engine.perform(.create(["name": .text("重点")]), on: Tag.schema.definition, as: .system)
            }
        }
    }

    @Test("A third of the demo customers carry one or two of six tags")
    func demonstration() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { made in
            let demonstration = Demonstration(engine: made.engine, customers: 300) { _ in }
            for module in made.engine.modules { try await module.demonstrate(demonstration) }

            let counts = try await made.database.database.read { session in
                try session.rows("SELECT COUNT(*) FROM customer__tags GROUP BY source_id").compactMap { $0[0].integer }
            }
            #expect((80...120).contains(counts.count))
            #expect(Set(counts) == [1, 2])
            #expect(try await made.engine.read(as: .system) { try $0.count(Tag.schema.definition) } == 6)
        }
    }
}
