import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct CatalogueTests {
    private struct Made: Module {
        let name = "Made"
        let entities: [EntityDefinition]
    }

    private func entity(_ name: String, plural: String? = nil, title: String = "name", traits: Set<EntityTrait> = [], _ fields: [FieldDefinition] = []) -> EntityDefinition {
        EntityDefinition(
            name: name, plural: plural ?? name + "s", title: title, traits: traits, fields: [FieldDefinition("name", TextKind(maximum: 80), isRequired: true)] + fields)
    }

    private func mistakes(_ entities: EntityDefinition...) -> String {
        do {
            _ = try Catalogue(modules: [People(), Made(entities: entities)])
            return ""
        } catch let error as Catalogue.Contradiction {
            return error.description
        } catch {
            return "\(error)"
        }
    }

    @Test("Declarations that contradict each other are refused with words")
    func contradictions() throws {
        let order = entity("order", [
            FieldDefinition("firm", ReferenceKind(to: "firm")), FieldDefinition("amount", MoneyKind()), FieldDefinition("ratio", DecimalKind(places: 3)),
        ])
        func firm(_ rollUp: RollUpKind) -> EntityDefinition { entity("firm", [FieldDefinition("sum", rollUp)]) }

        #expect(mistakes(order, firm(RollUpKind(.sum, of: "order", by: "firm", field: "amount", as: MoneyKind()))) == "")
        #expect(mistakes(entity("a"), entity("a", plural: "others")).contains("two entities have the same name"))
        #expect(mistakes(entity("a", plural: "x"), entity("b", plural: "x")).contains("two entities have the same name"))
        #expect(mistakes(entity("a", title: "colour")).contains("the title colour is no field"))
        #expect(mistakes(entity("a", [FieldDefinition("name", TextKind(maximum: 1))])).contains("the same key"))
        #expect(mistakes(entity("a", [FieldDefinition("b", ReferenceKind(to: "nobody"))])).contains("there is no entity nobody"))
        #expect(mistakes(entity("a", [FieldDefinition("b", ReferencesKind(to: "nobody"))])).contains("there is no entity nobody"))
        #expect(mistakes(entity("a", traits: [.child(of: "name")])).contains("name is no reference"))
        #expect(mistakes(entity("a", [FieldDefinition("price", MoneyKind()), FieldDefinition("priceCurrency", TextKind(maximum: 3))])).contains("share the column"))
        #expect(mistakes(entity("a", [FieldDefinition("b", FormulaKind(try Formula(parsing: "c + 1"), as: IntegerKind()))])).contains("which is no field"))
        #expect(mistakes(order, firm(RollUpKind(.count, of: "order", by: "name"))).contains("does not refer to firm"))
        #expect(mistakes(order, firm(RollUpKind(.count, of: "nothing", by: "firm"))).contains("does not refer to firm"))
        #expect(mistakes(order, firm(RollUpKind(.sum, of: "order", by: "firm", field: "colour"))).contains("has no field colour"))
        #expect(mistakes(order, firm(RollUpKind(.sum, of: "order", by: "firm", field: "name"))).contains("cannot be added"))
        #expect(mistakes(order, firm(RollUpKind(.sum, of: "order", by: "firm"))).contains("does not say what"))
        #expect(mistakes(order, firm(RollUpKind(.sum, of: "order", by: "firm", field: "amount"))).contains("kept otherwise"))
        #expect(mistakes(order, firm(RollUpKind(.sum, of: "order", by: "firm", field: "ratio", as: DecimalKind(places: 2)))).contains("kept otherwise"))
        #expect(mistakes(order, firm(RollUpKind(.count, of: "order", by: "firm", where: .empty(["firm", "name"])))).contains("beyond order"))
        #expect(mistakes(order, firm(RollUpKind(.count, of: "order", by: "firm", where: .empty(["colour"])))).contains("does not have"))
    }

    @Test("A hook or an action of an entity that nobody declares is refused")
    func strangers() {
        struct Stray: Module {
            let name = "Stray"
            let entities: [EntityDefinition] = []
            let hooks: [Hook] = [.afterSaving(Firm.self) { _, _ in }]
        }
        #expect(throws: Catalogue.Contradiction.self) { try Catalogue(modules: [Stray()]) }
    }

    @Test("Resources and actions are found by name, and unknown ones are refusals")
    func names() throws {
        let catalogue = try Catalogue(modules: [People(), Workshop()])
        #expect(try catalogue.resource("org-units").name == "orgUnit")
        #expect(throws: Refusal.unknownResource("nothing")) { try catalogue.resource("nothing") }
        #expect(throws: Refusal.unknownAction("fly")) { try catalogue.action("fly", on: Firm.definition) }
    }

    @Test("A second start does nothing; a new field is a new column, and old rows get its standard", arguments: Dialect.allCases)
    func schema(_ dialect: Dialect) async throws {
        let before = Made(entities: [entity("thing")])
        let after = Made(entities: [entity("thing", [
            FieldDefinition("colour", TextKind(maximum: 20), isRequired: true, standard: "red"), FieldDefinition("size", IntegerKind(), isRequired: true),
            FieldDefinition("isNew", FlagKind(), isRequired: true, standard: .flag(true)), FieldDefinition("note", TextKind(maximum: 20), traits: [.searched]),
            FieldDefinition("price", MoneyKind(), isRequired: true, standard: yuan(5)), FieldDefinition("fee", MoneyKind(), isRequired: true), FieldDefinition("owner2", ReferenceKind(to: "user")), FieldDefinition("likes", ReferencesKind(to: "thing")),
        ])])
        try await withEngine(dialect, modules: [before]) { made in
            let id = try await made.engine.perform(.create(["name": "旧"]), on: before.entities[0], as: .system).id
            let (again, nothing) = try await Engine.start(Databases.open(made.database.url), modules: [before])
            await again.stop()
            let (engine, report) = try await Engine.start(Databases.open(made.database.url), modules: [after])

            #expect(nothing.isEmpty, "\(nothing)")
            #expect(Set(report.columns) == ["thing.colour", "thing.size", "thing.is_new", "thing.note", "thing.price", "thing.price_currency", "thing.fee", "thing.fee_currency", "thing.owner2_id"])
            #expect(report.tables == ["thing__likes"] && report.searchTables == ["search_thing"])
            let old = try await engine.read(as: .system) { try $0.record(after.entities[0], id).json }
            let json = try JSON.parse(old)
            #expect(json["colour"] == "red" && json["size"] == 0 && json["isNew"] == true && json["note"] == .null)
            #expect(json["price"] == ["amount": "0.05", "currency": "CNY"] && json["fee"] == .null)
            // The order keeps the rows that a required kind of two columns left empty.
            _ = try await engine.perform(.create(["name": "新", "size": 1, "price": yuan(1), "fee": yuan(1)]), on: after.entities[0], as: .system)
            var query = ListQuery(after.entities[0])
            (query.sort, query.limit) = ([ListQuery.SortKey(["fee"])], 1)
            var seen = 0
            for _ in 0..<3 {
                let now = query
                let page = try await engine.read(as: .system) { try $0.list(now) }
                seen += page.count
                guard let next = page.next else { break }
                query.cursor = next
            }
            #expect(seen == 2)
            await engine.stop()
        }
    }

    @Test("A required reference cannot be invented for old rows, and the start says so", arguments: Dialect.allCases)
    func impossibleColumn(_ dialect: Dialect) async throws {
        let before = Made(entities: [entity("thing")])
        try await withEngine(dialect, modules: [before]) { made in
            try await made.engine.perform(.create(["name": "旧"]), on: before.entities[0], as: .system)
            let database = try await Databases.open(made.database.url)

            for kind in [ReferenceKind(to: "user"), DayKind()] as [any FieldKind] {
                let after = Made(entities: [entity("thing", [FieldDefinition("new", kind, isRequired: true)])])
                await #expect { try await Engine.start(database, modules: [after]) } throws: { if case StoreError.incompatible = $0 { true } else { false } }
            }
            await database.close()
        }
    }
}
