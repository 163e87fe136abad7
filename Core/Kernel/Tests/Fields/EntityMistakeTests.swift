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

    private func mistakes(_ fields: [FieldDefinition]) throws -> [String] {
        EntityDefinition(
            name: "thing", plural: "things", title: "name", fields: [FieldDefinition("name", TextKind(maximum: 9))] + fields
        ).mistakes
    }

    private func formula(_ key: String, _ source: String) throws -> FieldDefinition {
        FieldDefinition(key, FormulaKind(try Formula(parsing: source), as: DecimalKind()))
    }
}
