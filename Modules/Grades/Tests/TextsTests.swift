import API
import Engine
import Testing

@testable import Grades
import Customers

@Suite struct TextsTests {
    @Test func `Every text that people meet is there in both languages`() throws {
        let catalogue = try Catalogue(modules: Engine.ownModules + [Customers(), Grades()])

        #expect(catalogue.missingTexts == [])
    }
}
