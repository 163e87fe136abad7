import Engine
import Kernel
import Testing

@testable import guanxi

/// Every label that a person may see exists in both languages.
@Suite struct TextsTests {
    private let catalogue: Catalogue

    init() throws { catalogue = try Catalogue(modules: [People()] + modules) }

    @Test(arguments: Language.allCases)
    func `Every entity, field, option, action and parameter has a label`(_ language: Language) {
        var keys: [String] = []
        for entity in catalogue.entities {
            keys += ["entity.\(entity.name)", "entity.\(entity.name).plural"]
            for field in entity.fields where !field.traits.contains(.secret) {
                let own = "field.\(entity.name).\(field.key)"
                keys.append(catalogue.texts.has(own, language) ? own : "field.common.\(field.key)")
                for option in (field.kind as? ChoiceKind)?.options ?? (field.kind as? ChoicesKind)?.options ?? [] {
                    keys.append("option.\(entity.name).\(field.key).\(option.key)")
                }
            }
            for action in catalogue.actions(on: entity.name) {
                keys.append("action.\(entity.name).\(action.name)")
                keys += action.parameters.map { "parameter.\(entity.name).\(action.name).\($0.key)" }
            }
        }

        #expect(keys.filter { !catalogue.texts.has($0, language) } == [])
    }

    @Test func `Both languages have the same texts`() {
        #expect(catalogue.texts.keys(.chinese).symmetricDifference(catalogue.texts.keys(.english)) == [])
    }
}
