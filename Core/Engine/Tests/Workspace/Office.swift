@testable import Engine
import Kernel
import TestKit
import Testing

/// Headquarters with two branches beside each other, a shop below the northern one, and somebody in each.
struct Office {
    let made: TestEngine
    let top, north, south, shop: RecordID
    let chief, author, neighbour, seller, newcomer, administrator: RecordID

    init(_ made: TestEngine) async throws {
        self.made = made
        func unit(_ code: Value, _ parent: RecordID?) async throws -> RecordID {
            try await made.create(OrgUnit.self, ["code": code, "name": code, "parent": parent.map(Value.reference) ?? .null]).id
        }
        top = try await unit("top", nil)
        north = try await unit("north", top)
        south = try await unit("south", top)
        shop = try await unit("shop", north)
        let role = try #require(try await made.engine.role("representative")), administering = try #require(try await made.engine.role("administrator"))
        func user(_ login: Value, _ unit: RecordID?, _ roles: [RecordID]) async throws -> RecordID {
            let values: Values = ["login": login, "name": login, "unit": unit.map(Value.reference) ?? .null, "roles": .list(roles.map(Value.reference))]
            return try await made.create(User.self, values).id
        }
        chief = try await user("chief", top, [role])
        author = try await user("author", north, [role])
        neighbour = try await user("neighbour", south, [role])
        seller = try await user("seller", shop, [role])
        newcomer = try await user("newcomer", nil, [])
        administrator = try await user("administrator", south, [administering])
    }

    func actor(_ user: RecordID) async throws -> Actor { try #require(try await made.engine.actor(of: user)) }

    func view(_ audience: Audience, by user: RecordID, _ further: Values = [:]) async throws -> RecordID {
        let values: Values = ["name": "视图", "entity": "firm", "audience": audience.value]
        return try await made.create(SavedView.self, values.merging(further) { _, new in new }, as: actor(user)).id
    }

    /// Whether somebody finds a view in the list, reads it by its id, and is found by the same rule in memory: all three or none.
    func sees(_ user: RecordID, _ view: RecordID) async throws -> Bool {
        let actor = try await actor(user), entity = SavedView.definition
        return try await made.engine.read(as: actor) { reader in
            let listed = try JSON.parse(reader.list(ListQuery(entity)).json)["data"]?.array?.contains { $0["id"]?.string == view.description } ?? false
            let isRead = try reader.values(of: entity, view) != nil
            let isHeld = reader.scope(entity).holds(for: try Self.values(of: view, reader), in: reader.ruleContext(entity))
            #expect(listed == isRead && isRead == isHeld)
            return listed
        }
    }

    private static func values(of view: RecordID, _ reader: Reader) throws -> Values {
        let system = Reader(engine: reader.engine, catalogue: reader.catalogue, actor: .system, session: reader.session)
        return try #require(try system.values(of: SavedView.definition, view))
    }

    func readers(of view: RecordID) async throws -> [String] {
        var readers: [String] = []
        for (name, user) in [("chief", chief), ("author", author), ("neighbour", neighbour), ("seller", seller), ("newcomer", newcomer), ("administrator", administrator)]
        where try await sees(user, view) {
            readers.append(name)
        }
        return readers
    }
}
