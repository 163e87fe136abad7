import Documents
import Engine
import Foundation
import Kernel
import Testing

@testable import Paperwork

/// The templates to begin with.
@Suite struct ExampleTests {
    private static let customer: JSON = [
        "name": "西湖茶叶有限公司", "code": "K2600000001", "address": ["line": "浙江省杭州市示例路 1 号"], "grade": "A",
        "annualRevenue": ["amount": "1200.00", "currency": "CNY"], "foundedOn": "2001-02-03", "lastContactAt": "2026-11-22T06:30:00.000Z",
        "today": "2026-11-22", "now": "2026-11-22T06:30:00.000Z", "me": ["name": "李敏"],
    ]

    @Test("Each is right, and fits on a page", arguments: Example.allCases, Language.allCases)
    func examples(_ example: Example, _ language: Language) async throws {
        let template = try DocumentTemplate.parsed(try example.markup(language), .english)
        let input = DocumentInput(values: Self.customer, language: language, zone: .gmt, created: Instant(milliseconds: 0))

        let drawn = try await DocumentRenderer().render(template, input)

        let text = try words(drawn.bytes)
        #expect(drawn.pageCount == 1 && text.contains("西湖茶叶有限公司") && text.contains("李敏") && text.contains("浙江省杭州市示例路"))
    }
}
