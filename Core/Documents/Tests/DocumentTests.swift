import Documents
import Foundation
import Kernel
import Testing

@Suite struct DocumentTests {
    @Test func `Text stands in the document in its order`() async throws {
        let drawn = try await Drawn("<document><h1>标题 Title</h1><p>第一段 <b>bold</b></p><ul><li>one</li><li>two</li></ul>bare</document>")

        #expect(try drawn.words() == "标题 Title 第一段 bold • one • two bare")
    }

    @Test func `A glyph that Cairo's subsets lose is drawn`() async throws {
        let empty = try await Drawn("<document><p>　</p></document>")
        let drawn = try await Drawn("<document><p size=\"60pt\">如</p></document>")

        #expect(try empty.ink() == 0)
        #expect(try drawn.ink() > 100)
    }

    @Test func `A value is text, whatever it holds`() async throws {
        let values: JSON = ["name": "<b>&amp;{{x}}</p> </document>"]

        let drawn = try await Drawn("<document title=\"{{name}}\"><p>{{name}}</p></document>", values)

        #expect(try drawn.words() == "<b>&amp;{{x}}</p> </document>")
        #expect(try drawn.information().contains("<b>&amp;{{x}}</p> </document>"))
    }

    @Test func `Line ends of a value stay, those of the template are blanks between words only`() async throws {
        let drawn = try await Drawn("<document><p>{{a}}</p><p>中文\n  中文 one\n two</p></document>", ["a": "一\r\n二"])

        let lines = try drawn.pages()[0].split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }

        #expect(lines == ["一", "二", "中文中文 one two"])
    }

    @Test func `Sections repeat, count, look outwards and stand in for what is missing`() async throws {
        let values: JSON = ["unit": "kg", "lines": [["n": 7], ["n": 8, "unit": "t"]], "none": [], "flag": false]
        let source = """
            <document><p>{{#lines}}{{@number}}:{{n}}{{unit}} {{/lines}}{{^none}}empty{{/none}}{{#flag}}no{{/flag}}{{^lines}}no{{/lines}}</p></document>
            """

        let drawn = try await Drawn(source, values)

        #expect(try drawn.words() == "1:7kg 2:8t empty")
    }

    @Test func `What has no value is left blank and told once`() async throws {
        let source = "<document><p>[{{a.b}}]{{#lines}}({{c}}){{/lines}}{{known}}</p></document>"

        let drawn = try await Drawn(source, ["lines": [[:], [:]], "known": nil])

        #expect(try drawn.words() == "[]()()")
        #expect(drawn.document.missing.map(\.path) == ["a.b", "c"])
        #expect(drawn.document.missing.first?.place.column == 15)
    }

    @Test func `Title, author and date stand in the file, and equal input makes equal bytes`() async throws {
        let source = "<document title=\"信 {{a}}\" author=\"公司\"><p>{{a}}</p></document>"

        let drawn = try await Drawn(source, ["a": "壹"])
        let again = try await Drawn(source, ["a": "壹"], by: DocumentRenderer())

        let information = try drawn.information()
        #expect(information.contains(/Title: +信 壹\n/))
        #expect(information.contains(/Author: +公司\n/))
        #expect(information.contains("2026-11-22T00:00:00Z"))
        #expect(drawn.document.bytes == again.document.bytes)
    }

    @Test func `Fonts are embedded as subsets`() async throws {
        let drawn = try await Drawn("<document><p>中文 <b>bold</b> <span font=\"serif\">衬线</span></p></document>")

        let rows = try drawn.fonts().split(separator: "\n").dropFirst(2)

        #expect(rows.count == 3)
        #expect(rows.allSatisfy { $0.contains("yes yes yes") })
        #expect(drawn.document.bytes.count < 30_000)
    }

    @Test(arguments: [("A4", "595.276 x 841.89"), ("A5", "419.528 x 595.276"), ("Letter", "612 x 792")])
    func `Paper has its size`(_ paper: String, _ size: String) async throws {
        let drawn = try await Drawn("<document paper=\"\(paper)\"><p>a</p></document>")

        #expect(try drawn.information().contains(size))
    }

    @Test(arguments: ["😀👨‍👩‍👧‍👦🇨🇳", "𠀀𪚥𫠝𰻝", "\u{0}\u{7}\u{FFFF}\u{10FFFF}\u{200B}\u{202E}x", "עברית و العربية", "e\u{301}\u{301}\u{301}"])
    func `No character is too rare`(_ text: String) async throws {
        let drawn = try await Drawn("<document><p>before {{a}} after</p></document>", ["a": .string(text)])

        let words = try drawn.words()

        #expect(words.contains("before"))
        #expect(words.contains("after"))
    }

    @Test func `Renders at one time do not disturb each other`() async throws {
        let other = DocumentRenderer()
        let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<24 {
                group.addTask {
                    let drawn = try await Drawn(
                        "<document><p>{{a}} 文档</p></document>", ["a": .number(String(number))],
                        by: number.isMultiple(of: 2) ? other : Drawn.renderer)
                    return (number, try drawn.words())
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }

        for number in 0..<24 { #expect(texts[number] == "\(number) 文档") }
    }

    @Test(arguments: DocumentExample.allCases, Language.allCases)
    func `Every example can be drawn and asks for nothing that its values lack`(_ example: DocumentExample, _ language: Language) async throws {
        let drawn = try await Drawn(example: example, language)

        #expect(drawn.document.missing == [])
        #expect(try drawn.words().filter { !$0.isWhitespace }.contains(language == .chinese ? "第1页" : "Page1of"))
    }

    @Test func `Every problem has a sentence in both languages`() {
        let keys = DocumentError.Code.allCases.map { "document.\($0.rawValue)" }

        for language in Language.allCases { #expect(keys.filter { !DocumentTexts.all.has($0, language) } == []) }
    }
}
