import Kernel
import Testing

@Suite struct DocumentKindTests {
    @Test func `any document is kept as it was sent`() throws {
        let json: JSON = ["a": [.number("1.50"), nil], "b": "\0"]

        let value = try JSONKind().parse(json)

        #expect(JSONKind().load(JSONKind().store(value)[...]) == .json(json))
    }

    @Test func `a document has its limit in bytes`() {
        #expect(problem(JSONKind(maximumBytes: 8), .string("123456")) == nil)
        #expect(problem(JSONKind(maximumBytes: 8), .string("1234567")) == .tooLong)
        #expect(problem(JSONKind(maximumBytes: 8), .string("中文字")) == .tooLong)
    }

    @Test func `a null document is no value`() throws {
        #expect(try JSONKind().parse(text: "null") == .null)
        #expect(problem(JSONKind(), text: "{") == .wrongType)
    }

    @Test func `an attachment is read`() throws {
        let json: JSON = [["id": "1", "name": "合同.pdf", "size": 0, "type": "application/vnd.ms-excel"]]

        #expect(try AttachmentsKind().parse(json) == .json(json))
        #expect(try AttachmentsKind().parse([]) == .null)
    }

    @Test(arguments: [
        "", ".", "..", "a/b", "..\\x", "a\0", "a\r\nSet-Cookie: x", "a\u{85}b", "../\u{301}etc", "a\\\u{20DD}b",
        String(repeating: "x", count: 256),
    ])
    func `a file name is one name and fits a header`(name: String) {
        #expect(
            problem(AttachmentsKind(), [["id": "1", "name": .string(name), "size": 1, "type": "text/plain"]]) == .badAttachment)
    }

    @Test(arguments: ["", "text", "text/", "/plain", "text/plain; charset=x", "text/plain\r\nX: y", "text/pl ain", "a/b/c", "文/字"])
    func `a media type is a type and its subtype`(type: String) {
        #expect(problem(AttachmentsKind(), [["id": "1", "name": "x", "size": 1, "type": .string(type)]]) == .badAttachment)
    }

    @Test(
        arguments: [
            ["id": 1, "name": "x", "size": 1, "type": "a/b"], ["id": "-1", "name": "x", "size": 1, "type": "a/b"],
            ["id": "1", "name": "x", "size": -1, "type": "a/b"], ["id": "1", "name": "x", "size": "1", "type": "a/b"],
            ["id": "1", "name": "x", "size": .number("1.5"), "type": "a/b"], ["id": "1", "name": "x", "size": 1], "x",
            ["id": "1", "name": "x", "size": 1, "type": "a/b", "url": "x"],
        ] as [JSON])
    func `an attachment without its four parts is refused`(file: JSON) {
        #expect(problem(AttachmentsKind(), [file]) == .badAttachment)
    }

    @Test func `a list of names holds texts and not too many, and says whose they are`() throws {
        let kind = JSONKind(naming: .hideableFields(of: "entity"))
        #expect(try kind.parse(["mobile", "mail"]) == .json(["mobile", "mail"]))
        for json: JSON in ["mobile", [1], ["mobile": true]] { #expect(problem(kind, json) == .wrongType) }
        #expect(problem(kind, .array(Array(repeating: "a", count: 101))) == .tooMany)
        #expect(kind.details["names"] == "hideableFields" && kind.details["of"] == "entity")
        #expect(TextKind(maximum: 60, naming: .entity(with: "pooled")).details["trait"] == "pooled")
    }

    @Test func `there are at most fifty attachments`() {
        let file: JSON = ["id": "1", "name": "x", "size": 1, "type": "a/b"]

        #expect(problem(AttachmentsKind(), .array(Array(repeating: file, count: 50))) == nil)
        #expect(problem(AttachmentsKind(), .array(Array(repeating: file, count: 51))) == .tooMany)
        #expect(problem(AttachmentsKind(), file) == .wrongType)
    }
}
