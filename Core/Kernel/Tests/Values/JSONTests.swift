import Kernel
import Testing

@Suite struct JSONTests {
    @Test func `a document is read with all its kinds of values`() throws {
        let text = #" {"a":[1,-2.50,true,false,null],"b":{"c":"d"}} "#

        let json = try JSON.parse(text)

        #expect(json == ["a": [1, .number("-2.50"), true, false, nil], "b": ["c": "d"]])
    }

    @Test(arguments: ["0", "-0", "1e5", "9223372036854775808", "123456789012345678901234567890.000000000001", "1E-400"])
    func `a number keeps its digits`(digits: String) throws {
        let json = try JSON.parse("[\(digits)]")

        #expect(json == .array([.number(digits)]))
        #expect(json.text == "[\(digits)]")
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "[1", "[1,]", "[,1]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{a:1}", "{1:2}", "'a'", "01",
        "-01",
        "00", "1.", ".5", "-", "+1", "1e", "1e+", "0x10", "NaN", "Infinity", "-Infinity", "tru", "nul", "TRUE", "[1 2]", "1 2",
        "{}{}",
        "[]]", "// a\n1", "1/**/", "\"\t\"", "\"\n\"", #""\x""#, #""\u12"#, #""\u12G4""#, #""\u+123""#, #""abc"#, #""\"#, "\u{A0}1",
        "[\u{0B}1]",
        "\u{FEFF}\u{FEFF}1",
    ])
    func `a text that is not JSON is refused`(text: String) {
        #expect(reason(Array(text.utf8)) == .syntax)
    }

    @Test(arguments: [#""\uD800""#, #""\uDC00""#, #""\uD800\uD800""#, #""\uD83Dx""#, #""\uD83D\n""#, #""\uDC00\uD83D""#])
    func `a lone surrogate is refused`(text: String) {
        #expect(reason(Array(text.utf8)) == .notUnicode)
    }

    @Test(
        arguments: [[0x80], [0xC3], [0xC3, 0x28], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF]] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        #expect(reason([0x22] + bytes + [0x22]) == .notUnicode)
    }

    @Test func `escapes become their characters`() throws {
        let json = try JSON.parse(#""\"\\\/\b\f\n\r\t\u4e2D\uD83D\ude00\u0000""#)

        #expect(json == .string("\"\\/\u{8}\u{C}\n\r\t中😀\0"))
    }

    @Test func `a zero character is written as an escape`() {
        #expect(JSON.string("a\0b\u{1F}").text == #""a\u0000b\u001f""#)
    }

    @Test(arguments: [#"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"b":{"":1,"":2}}"#])
    func `a repeated key is refused`(text: String) {
        #expect(reason(Array(text.utf8)) == .duplicateKey)
    }

    @Test(arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func `a thousandfold nesting is too deep and no crash`(opening: String) {
        let text = String(repeating: opening, count: 1_000_000 / opening.utf8.count)

        #expect(reason(Array(text.utf8)) == .tooDeep)
    }

    @Test(arguments: ["", "1", "{}"])
    func `nesting up to the limit is read whatever lies inside`(inside: String) {
        let limit = inside == "{}" ? 63 : 64

        #expect(reason(nested(limit, around: inside)) == nil)
        #expect(reason(nested(limit + 1, around: inside)) == .tooDeep)
    }

    @Test func `an error tells the byte where reading stopped`() {
        let error = #expect(throws: JSONError.self) { try JSON.parse("[1, x]") }

        #expect(error?.offset == 4)
    }

    @Test func `a byte order mark is skipped`() throws {
        #expect(try JSON.parse([0xEF, 0xBB, 0xBF] + Array("1".utf8)) == 1)
    }

    @Test func `equal documents give equal text`() throws {
        let first = try JSON.parse(#"{"b":1,"a":[{"d":2,"c":3}]}"#)
        let second = try JSON.parse(#"{ "a": [ {"c":3, "d":2} ], "b":1 }"#)

        #expect(first.text == second.text)
        #expect(first.text == #"{"a":[{"c":3,"d":2}],"b":1}"#)
    }

    @Test func `a writer puts commas between members and items only`() {
        var writer = JSONWriter()

        writer.beginArray()
        writer.beginObject()
        writer.key("a")
        writer.integer(.min)
        writer.key("b")
        writer.beginArray()
        writer.endArray()
        writer.endObject()
        writer.flag(true)
        writer.string("x")
        writer.null()
        writer.endArray()

        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"[{"a":-9223372036854775808,"b":[]},true,"x",null]"#)
    }

    private func reason(_ bytes: [UInt8]) -> JSONError.Reason? {
        do throws(JSONError) {
            _ = try JSON.parse(bytes)
            return nil
        } catch {
            return error.reason
        }
    }

    private func nested(_ depth: Int, around inside: String) -> [UInt8] {
        Array((String(repeating: "[", count: depth) + inside + String(repeating: "]", count: depth)).utf8)
    }
}
