import Kernel
import Testing

@Suite struct EntityMistakeTests {
    @Test func `a sound declaration has no mistakes`() throws {
        #expect(try mistakes([formula("sum", "name"), formula("double", "sum * 2")]) == [])
    }

    @Test func `two fields may not share a key`() throws {
        #expect(try mistakes([FieldDefinition("version", IntegerKind())]).contains { $0.contains("same key") })
    }

    @Test func `two fields may not share a column`() throws {
        let fields = [FieldDefinition("price", MoneyKind()), FieldDefinition("priceCurrency", TextKind(maximum: 3))]

        #expect(try mistakes(fields) == ["thing: price and priceCurrency share the column price_currency"])
    }

    @Test func `a formula may not read what is no field or is computed later`() throws {
        #expect(try mistakes([formula("sum", "nothing")]) == ["thing.sum: the formula reads nothing, which is no field"])
        #expect(
            try mistakes([formula("double", "sum * 2"), formula("sum", "1")]) == [
                "thing.double: the formula reads sum, which is computed later"
            ])
        #expect(try mistakes([formula("sum", "sum + 1")]) == ["thing.sum: the formula reads sum, which is computed later"])
    }

    @Test func `an option may not hold the signs that part several`() throws {
        #expect(try mistakes([FieldDefinition("stages", ChoicesKind([Option("a|b")]))]).count == 1)
        #expect(try mistakes([FieldDefinition("stage", ChoiceKind([Option("a"), Option("a")]))]).count == 1)
    }

    @Test func `the title is a field and the parent a reference`() {
        let definition = EntityDefinition(
            name: "thing", plural: "things", title: "none", traits: [.child(of: "name")],
            fields: [FieldDefinition("name", TextKind(maximum: 9))])

        #expect(definition.mistakes == ["thing: the title none is no field", "thing: name is no reference"])
    }

    @Test func `a layout names fields, each once, and no more facts than there is room for`() {
        let name = FieldDefinition("name", TextKind(maximum: 9))
        let layout = EntityLayout(
            sections: [.init(key: "a", fields: ["name", "none"]), .init(key: "a", fields: ["name"])], facts: ["name", "id", "version", "createdAt", "createdBy"])
        let definition = EntityDefinition(name: "thing", plural: "things", title: "name", fields: [name], layout: layout)

        #expect(definition.mistakes == [
            "thing: its layout names none, which is no field", "thing: a field stands in two sections", "thing: two sections have the same key",
            "thing: too many facts",
        ])
    }

    @Test func `what is published has an owner, an audience and roles; what is attached names its record for good`() {
        func mistakes(_ traits: Set<EntityTrait>, _ fields: [FieldDefinition]) -> [String] {
            let name = FieldDefinition("name", TextKind(maximum: 9), traits: [.fixed], isRequired: true)
            return EntityDefinition(name: "thing", plural: "things", title: "name", traits: traits, fields: [name] + fields).mistakes
        }
        let audience = FieldDefinition("audience", ChoiceKind(Audience.options)), roles = FieldDefinition("roles", ReferencesKind(to: "role"))
        let published = EntityTrait.published(by: "audience", asDefaultOf: "roles"), attached = EntityTrait.attached(in: "record", of: "name")

        #expect(mistakes([.owned, published], [audience, roles]) == [])
        #expect(mistakes([published], []).count == 3)
        #expect(mistakes([attached], [FieldDefinition("record", IDKind(), traits: [.fixed], isRequired: true)]) == [])
        #expect(mistakes([attached], [FieldDefinition("record", IDKind(), isRequired: true)]) == ["thing: it hangs on no record"])
    }

    private func mistakes(_ fields: [FieldDefinition]) throws -> [String] {
        EntityDefinition(
            name: "thing", plural: "things", title: "name", fields: [FieldDefinition("name", TextKind(maximum: 9))] + fields
        ).mistakes
    }

    private func formula(_ key: String, _ source: String) throws -> FieldDefinition {
        FieldDefinition(key, FormulaKind(try Formula(parsing: source), as: DecimalKind()))
    }
}
