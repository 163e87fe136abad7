import Kernel
import Testing

@Suite struct TextKindTests {
    let line = TextKind(maximum: 10)
    let lines = TextKind(.longText, maximum: 10)

    @Test(arguments: [
        ("abc", "abc"), ("  abc  ", "abc"), ("\t\nabc\r\n", "abc"), ("a b", "a b"), ("\u{3000}张三\u{3000}", "张三"), ("e\u{301}", "é"),
        ("\u{212A}", "K"), ("가", "가"),
    ])
    func `text is trimmed and composed`(text: String, kept: String) throws {
        let value = try line.parse(.string(text))

        #expect(value.text?.utf8.elementsEqual(kept.utf8) == true)
    }

    @Test(arguments: ["", " ", "\n\t ", "\u{3000}"]) func `blank text is no value`(text: String) throws {
        #expect(try line.parse(.string(text)) == .null)
        #expect(try lines.parse(.string(text)) == .null)
    }

    @Test(arguments: ["a\0b", "a\u{1}b", "a\u{1B}b", "a\u{7F}b", "a\u{80}b", "a\u{85}b", "a\u{9F}b", "a\u{B}b"])
    func `control characters are refused everywhere`(text: String) {
        #expect(problem(line, .string(text)) == .badCharacter)
        #expect(problem(lines, .string(text)) == .badCharacter)
    }

    @Test(arguments: ["a\nb", "a\r\nb", "a\rb", "a\u{2028}b", "a\u{2029}b"])
    func `line breaks are for long text alone`(text: String) throws {
        #expect(problem(line, .string(text)) == .badCharacter)
        #expect(try lines.parse(.string(text)) == .text(text))
    }

    @Test func `the refused character is named by its code`() {
        let error = #expect(throws: ValueProblem.self) { try line.parse("a\u{B}b") }

        #expect(error?.values == ["code": "U+000B"])
    }

    @Test(arguments: ["1234567890", "一二三四五六七八九十", "😀😀😀😀😀😀😀😀😀😀"])
    func `length counts characters of Unicode and not bytes`(text: String) throws {
        #expect(try line.parse(.string(text)) == .text(text))
        #expect(problem(line, .string(text + "x")) == .tooLong)
    }

    @Test func `a heap of combining marks is as long as its marks`() {
        #expect(problem(line, .string("a" + String(repeating: "\u{20DD}", count: 10))) == .tooLong)
    }

    @Test(arguments: [1, true, [], [:]] as [JSON]) func `other JSON is of the wrong type`(json: JSON) {
        #expect(problem(line, json) == .wrongType)
    }

    @Test(arguments: [" a ", "e\u{301} \u{2000}b", "\u{FB03}", "\u{1100}\u{1161}", "a\u{200B} ", "\u{FEFF}a"])
    func `checking twice changes nothing more`(text: String) throws {
        let once = try line.check(text)

        #expect(try line.check(once).utf8.elementsEqual(once.utf8))
    }
}
