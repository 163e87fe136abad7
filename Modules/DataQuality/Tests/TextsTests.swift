import API
import Engine
import Testing

@testable import DataQuality
import Customers

@Suite struct TextsTests {
    @Test func `Every text that people meet is there in both languages`() throws {
        let catalogue = try Catalogue(modules: Engine.ownModules + [Customers(), DataQuality()])

        #expect(catalogue.missingTexts == [])
    }
}
