import Documents
import Kernel
import Testing

@Suite struct TemplateErrorTests {
    @Test(arguments: [
        ("", "notADocument 1:1"), ("<p>x</p>", "misplacedTag 1:1"), ("x", "misplacedText 1:1"),
        ("<document></document><document></document>", "misplacedTag 1:22"),
        ("<document>\n<blink>x</blink></document>", "unknownTag 2:1"),
        ("<document><script>x</script></document>", "unknownTag 1:11"),
        ("<document><p>\n<table></table></p></document>", "misplacedTag 2:1"),
        ("<document><table>x</table></document>", "misplacedText 1:18"),
        ("<document><table>{{x}}</table></document>", "misplacedText 1:18"),
        ("<document><p>a <page></p></document>", "misplacedTag 1:16"),
        ("<document><p>x</document>", "wrongClosingTag 1:15"), ("<document><p>", "unclosedTag 1:11"),
        ("<document></document></p>", "unopenedTag 1:22"),
        ("<document><p x>a</p></document>", "badTag 1:14"), ("<document><p align=left>a</p></document>", "badTag 1:14"),
        ("<document><p>a < b</p></document>", "badTag 1:16"), ("<document><!-- x </document>", "badTag 1:11"),
        ("<document><p>a & b</p></document>", "unknownEntity 1:16"), ("<document><p>&bogus;</p></document>", "unknownEntity 1:14"),
        ("<document><p style=\"x\">a</p></document>", "unknownAttribute 1:14"),
        ("<document><img src=\"http://x/\"></document>", "unknownAttribute 1:16"),
        ("<document><img></document>", "missingAttribute 1:11"),
        ("<document><p align=\"left\" align=\"left\">a</p></document>", "repeatedAttribute 1:27"),
        ("<document><p align=\"middle\">a</p></document>", "badAttribute 1:14"),
        ("<document><p size=\"900pt\">a</p></document>", "badAttribute 1:14"),
        ("<document><p font=\"/etc/passwd\">a</p></document>", "badAttribute 1:14"),
        ("<document><p align=\"{{a}}\">a</p></document>", "badValueInAttribute 1:21"),
        ("<document><p>{{a b}}</p></document>", "badPlaceholder 1:14"), ("<document><p>{{a</p></document>", "badPlaceholder 1:14"),
        ("<document><p>{{> other}}</p></document>", "badPlaceholder 1:14"), ("<document><p>{{{a}}}</p></document>", "rawPlaceholder 1:14"),
        ("<document><p>{{&a}}</p></document>", "rawPlaceholder 1:14"), ("<document><p>{{a | upper}}</p></document>", "unknownFormat 1:14"),
        ("<document><p>{{a | number x}}</p></document>", "badFormatArgument 1:14"),
        ("<document>{{#a}}</document>", "sectionAcrossTags 1:17"), ("<document><p>{{#a}}</p>{{/a}}</document>", "sectionAcrossTags 1:20"),
        ("<document><p>{{/a}}</p></document>", "sectionAcrossTags 1:14"), ("<document>{{#a}}{{/b}}</document>", "wrongClosingSection 1:17"),
        ("<document></document>{{/a}}", "unopenedSection 1:22"),
        ("<document><footer></footer><footer on=\"first\"></footer></document>", "repeatedPart 1:28"),
    ])
    func `A mistake is told with its place`(_ source: String, _ expected: String) async {
        let told = await refusal { _ = try DocumentTemplate(source) }

        #expect(told == expected)
    }

    @Test func `A template has a size and a depth`() async {
        let long = "<document><p>" + String(repeating: "x", count: 300_000) + "</p></document>"
        let deep = "<document><p>" + String(repeating: "<b>", count: 40) + "x"

        #expect(await refusal { _ = try DocumentTemplate(long) } == "templateTooLarge")
        #expect(await refusal { _ = try DocumentTemplate(deep) } == "tooDeep 1:104")
    }

    @Test(arguments: [
        ("<document><p>{{a | date}}</p></document>", "notFormattable 1:14"), ("<document><p>{{a | money}}</p></document>", "notFormattable 1:14"),
        ("<document><p>{{list}}</p></document>", "notFormattable 1:14"),
        ("<document><table columns=\"*\"><tr><td>1</td><td>2</td></tr></table></document>", "tooManyCells 1:44"),
        ("<document margin=\"100mm 20mm\"><header>\(String(repeating: "<p>x</p>", count: 15))</header></document>", "noRoom 1:31"),
    ])
    func `What shows only with values is told with its place too`(_ source: String, _ expected: String) async {
        let told = await refusal { _ = try await Drawn(source, ["a": "soon", "list": [1]]) }

        #expect(told == expected)
    }

    @Test func `A document has bounds`() async {
        func limited(_ source: String, _ values: JSON = [:], _ change: (inout DocumentLimits) -> Void) async -> String {
            var limits = DocumentLimits.standard
            change(&limits)
            let renderer = DocumentRenderer(limits: limits)
            return await refusal { _ = try await Drawn(source, values, by: renderer) }
        }
        let loop = "<document>{{#a}}{{#a}}{{#a}}{{#a}}<p>x</p>{{/a}}{{/a}}{{/a}}{{/a}}</document>"
        let many = JSON.object(["a": .array((0..<100).map { .number(String($0)) })])
        let long = JSON.object(["a": .string(String(repeating: "x", count: 200_000))])

        #expect(await limited("<document>a<page-break>b<page-break>c</document>") { $0.pages = 2 } == "tooManyPages")
        #expect(await limited(loop, many) { _ in }.hasPrefix("tooManyParts"))
        #expect(await limited("<document>{{a}}</document>", long) { _ in } == "tooMuchText")
        #expect(await limited("<document>{{a}}</document>", long) { $0.textBytes = 1000 } == "tooMuchText")
        #expect(await limited("<document>a</document>") { $0.time = .zero } == "tookTooLong")
    }
}
