import API
import Engine
import Kernel
import Testing

@testable import guanxi

@Suite struct TextsTests {
    private let catalogue: Catalogue

    init() throws { catalogue = try Catalogue(modules: Engine.ownModules + modules) }

    @Test func `Every entity, field, option, action and parameter has a label in both languages`() {
        #expect(catalogue.missingTexts == [])
    }

    @Test func `Both languages have the same texts`() {
        #expect(catalogue.texts.keys(.chinese).symmetricDifference(catalogue.texts.keys(.english)) == [])
    }
}
