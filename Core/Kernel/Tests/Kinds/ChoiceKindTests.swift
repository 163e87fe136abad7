import Kernel
import Testing

@Suite struct ChoiceKindTests {
    let options = [Option("new"), Option("won", .green), Option("K")]

    @Test func `a choice is one of its options`() throws {
        #expect(try ChoiceKind(options).parse("won") == .text("won"))
        #expect(problem(ChoiceKind(options), "Won") == .unknownOption)
        #expect(problem(ChoiceKind(options), "") == .unknownOption)
        #expect(problem(ChoiceKind(options), ["won"]) == .wrongType)
    }

    @Test func `an option of look-alike signs is kept by its own key`() throws {
        let value = try ChoiceKind(options).parse("\u{212A}")

        #expect(value.text?.utf8.count == 1)
    }

    @Test(arguments: ["won;new", " new ； won ", "new|won", "won、new", "|new|won|", "new;;won"])
    func `several choices are read from files and kept in the order of the options`(text: String) throws {
        #expect(try ChoicesKind(options).parse(text: text) == .list([.text("new"), .text("won")]))
    }

    @Test func `several choices are kept so that a search finds one`() throws {
        let value = try ChoicesKind(options).parse(["won", "new"])

        #expect(ChoicesKind(options).store(value) == [.text("|new|won|")])
    }

    @Test(
        arguments: [
            (["won", "won"], .repeated), (["lost"], .unknownOption), ([""], .unknownOption), ([1], .wrongType), ("won", .wrongType),
            ([nil], .wrongType),
        ] as [(JSON, ValueProblem.Code)])
    func `other lists are refused`(json: JSON, code: ValueProblem.Code) {
        #expect(problem(ChoicesKind(options), json) == code)
    }

    @Test func `no choices are an empty list and stored as nothing`() throws {
        #expect(try ChoicesKind(options).parse([]) == .list([]))
        #expect(ChoicesKind(options).store(.list([])) == [.null])
        #expect(ChoicesKind(options).load([.null]) == .list([]))
    }
}
