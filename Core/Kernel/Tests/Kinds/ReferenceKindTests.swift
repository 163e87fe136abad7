import Kernel
import Testing

@Suite struct ReferenceKindTests {
    @Test(
        arguments: [
            ("1", .badReference), (-1, .wrongType), (1, .wrongType), ("-1", .badReference), ("9223372036854775808", .badReference),
            ("", .badReference),
        ] as [(JSON, ValueProblem.Code)])
    func `a reference is the text of an id`(json: JSON, code: ValueProblem.Code) {
        #expect(problem(ReferenceKind(to: "customer"), json) == (json == "1" ? nil : code))
    }

    @Test func `references are kept in the order of their ids`() throws {
        let value = try ReferencesKind(to: "tag").parse(["30", "4"])

        #expect(value == .list([.reference(RecordID(rawValue: 4)), .reference(RecordID(rawValue: 30))]))
    }

    @Test(
        arguments: [
            (["1", "1"], .repeated), (["1", "01"], .repeated), (["x"], .badReference), ([1], .wrongType), ("1", .wrongType),
        ] as [(JSON, ValueProblem.Code)])
    func `other lists are refused`(json: JSON, code: ValueProblem.Code) {
        #expect(problem(ReferencesKind(to: "tag"), json) == code)
    }

    @Test func `a list has its limit`() {
        let ids = (1...1_001).map { JSON.string(String($0)) }

        #expect(problem(ReferencesKind(to: "tag"), .array(ids)) == .tooMany)
        #expect(problem(ReferencesKind(to: "tag"), .array(Array(ids.dropLast()))) == nil)
    }

    @Test func `references are read from files`() throws {
        #expect(
            try ReferencesKind(to: "tag").parse(text: "30; 4|5") == .list([4, 5, 30].map { .reference(RecordID(rawValue: $0)) }))
    }
}
