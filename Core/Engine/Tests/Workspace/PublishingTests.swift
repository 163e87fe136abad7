@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Who sees and changes what people publish.
@Suite struct PublishingTests {
    @Test("A view that is published in a branch is seen in it and below, neither above nor beside", arguments: Dialect.allCases)
    func branches(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made)
            let published = try await office.view(.unit, by: office.author), own = try await office.view(.mine, by: office.author)
            let forAll = try await office.view(.everyone, by: office.administrator)

            #expect(try await office.readers(of: published) == ["author", "seller", "administrator"])
            #expect(try await office.readers(of: own) == ["author"])
            #expect(try await office.readers(of: forAll) == ["chief", "author", "neighbour", "seller", "newcomer", "administrator"])
        }
    }

    @Test("A view follows its unit when the organisation changes", arguments: Dialect.allCases)
    func moving(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made)
            let view = try await office.view(.unit, by: office.author)

            try await made.edit(OrgUnit.self, office.shop, ["parent": .reference(office.south)])

            #expect(try await office.readers(of: view) == ["author", "administrator"])
        }
    }

    @Test("Only administrators publish for everyone or for roles, and nobody in units of others", arguments: Dialect.allCases)
    func publishing(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made)
            let view = try await office.view(.mine, by: office.author), author = try await office.actor(office.author)
            let role = try #require(try await made.engine.role("analyst"))
            func edit(_ values: Values, by actor: Actor) async throws -> [String] {
                try await problems { try await made.engine.perform(.edit(view, values), on: SavedView.definition, as: actor) }
            }

            #expect(try await edit(["audience": "everyone"], by: author) == ["audience: notAllowed"])
            #expect(try await edit(["roles": .list([.reference(role)])], by: author) == ["roles: notAllowed"])
            #expect(try await problems { _ = try await office.view(.everyone, by: office.author) } == ["audience: notAllowed"])
            #expect(try await problems { _ = try await office.view(.unit, by: office.newcomer) } == ["unit: required"])
            #expect(try await refusal { _ = try await office.view(.unit, by: office.author, ["unit": .reference(office.top)]) } == "forbidden")
            let leader = try #require(try await made.engine.role("teamLead"))
            try await made.edit(User.self, office.author, ["roles": .list([.reference(leader)])])
            #expect(try await problems { _ = try await office.view(.unit, by: office.author, ["unit": .reference(office.top)]) } == ["unit: notAllowed"])
            let boss = try await office.actor(office.administrator)
            let forRoles: Values = ["audience": "everyone", "roles": .list([.reference(role)])]
            let forAll = try await office.view(.everyone, by: office.administrator)
            #expect(try await problems { try await made.engine.perform(.edit(forAll, forRoles), on: SavedView.definition, as: boss) } == [])
        }
    }

    @Test("People change and delete their own; what others published they only read; administrators change it", arguments: Dialect.allCases)
    func changing(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made)
            let view = try await office.view(.unit, by: office.author), own = try await office.view(.mine, by: office.newcomer)
            func edit(_ view: RecordID, _ values: Values, by user: RecordID) async throws -> String? {
                let actor = try await office.actor(user)
                return try await refusal { try await made.engine.perform(.edit(view, values), on: SavedView.definition, as: actor) }
            }

            #expect(try await edit(view, ["name": "新"], by: office.seller) == "forbidden")
            #expect(try await edit(view, ["name": "新"], by: office.neighbour) == "notFound")
            #expect(try await edit(own, ["name": "新"], by: office.administrator) == "notFound")
            #expect(try await edit(view, ["name": "新"], by: office.administrator) == nil)
            #expect(try await edit(own, ["name": "新"], by: office.newcomer) == nil)
            #expect(try await problems { _ = try await edit(view, ["audience": "mine"], by: office.administrator) } == ["audience: notAllowed"])
            let newcomer = try await office.actor(office.newcomer)
            #expect(try await refusal { try await made.engine.perform(.delete(own), on: SavedView.definition, as: newcomer) } == nil)
        }
    }

    @Test("A view names an entity that there is, and its settings are an object", arguments: Dialect.allCases)
    func contents(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made)

            #expect(try await problems { _ = try await office.view(.mine, by: office.author, ["entity": "nothing"]) } == ["entity: unknownOption"])
            #expect(try await problems { _ = try await office.view(.mine, by: office.author, ["settings": .json([])]) } == ["settings: wrongType"])
            #expect(try await problems { try await made.create(Dashboard.self, ["name": "d", "tiles": .json(3)]) } == ["tiles: wrongType"])
        }
    }
}
