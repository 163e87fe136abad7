import Documents
import Foundation
import Kernel
import Testing

@Suite struct TextTemplateTests {
    private static let values: JSON = [
        "name": "西湖 <b>&</b>", "due": "2026-12-01", "empty": "", "goods": [["name": "龙井", "price": "10"], ["name": "普洱", "price": "20.5"]],
    ]

    private func filled(_ source: String, _ language: Language = .english) throws -> (text: String, missing: [String]) {
        try TextTemplate(source).filled(Self.values, in: language, zone: .gmt)
    }

    @Test func `A text keeps its blanks, and values stand in it as they are`() throws {
        let filled = try filled("Dear {{name}},\n\n  {{ due | date }} <x> & {{nobody}}{{empty}}.\n")

        #expect(filled.text == "Dear 西湖 <b>&</b>,\n\n  1 December 2026 <x> & .\n")
        #expect(filled.missing == ["nobody", "empty"])
    }

    @Test func `A section repeats its lines, and its tags leave no empty ones`() throws {
        let filled = try filled("Goods:\n{{#goods}}\n{{@number}}. {{name}} {{price | money}}\n{{/goods}}\n{{^empty}}\nnone\n{{/empty}}\nEnd {{#empty}}x{{/empty}}.")

        #expect(filled.text == "Goods:\n1. 龙井 CNY 10.00\n2. 普洱 CNY 20.50\nnone\nEnd .")
    }

    @Test(arguments: [
        ("{{a b}}", "badPlaceholder 1:1"), ("x\n {{a", "badPlaceholder 2:2"), ("{{{a}}}", "rawPlaceholder 1:1"), ("{{a | loud}}", "unknownFormat 1:1"),
        ("{{#a}}x", "unclosedSection 1:1"), ("x{{/a}}", "unopenedSection 1:2"), ("{{#a}}{{/b}}", "wrongClosingSection 1:7"),
        (String(repeating: "{{#a}}", count: 40), "tooDeep 1:193"), (String(repeating: "x", count: 300_000), "templateTooLarge"),
    ])
    func `A slip is told with its place`(_ source: String, _ expected: String) throws {
        let error = #expect(throws: DocumentError.self) { _ = try TextTemplate(source) }

        let place = error?.place.map { " \($0.line):\($0.column)" } ?? ""
        #expect((error?.code.rawValue ?? "") + place == expected)
    }

    @Test func `What is not known is told with its place, within sections too`() throws {
        let template = try TextTemplate("{{name}}\n{{#goods}}{{name}} {{prize}}{{/goods}}")

        let error = #expect(throws: DocumentError.self) { try template.check { use in use.path.last != "prize" || use.sections.isEmpty } }

        #expect(error?.code == .unknownPlaceholder)
        #expect(error?.place.map { "\($0.line):\($0.column)" } == "2:20")
        #expect(error?.values["path"] == "prize")
    }
}
