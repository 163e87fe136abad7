import Kernel
import Testing

@testable import Correspondence

@Suite struct RecipientsTests {
    @Test("People are read as they are typed, with any sign between them")
    func reads() throws {
        let typed = "李敏 <li@example.com>, \"Wang, Fang\" <Wang@Example.COM>；zhao@example.com\nchen@example.com"

        let found = try Recipients.parse(typed)

        #expect(found.map(\.address) == ["li@example.com", "Wang@example.com", "zhao@example.com", "chen@example.com"])
        #expect(found.map(\.name) == ["李敏", "Wang, Fang", "", ""])
        #expect(try Recipients.parse(nil).isEmpty)
    }

    @Test("What is no address, or could be read as something else, is refused", arguments: [
        "nobody", "<>", "a@b", "a@example.com b@example.com", "a@example.com\u{0}", "李敏@例子.中国", "x <a@example.com", "\"a@example.com",
    ])
    func refuses(_ typed: String) {
        #expect(throws: ValueProblem.self) { try Recipients.parse(typed) }
    }
}
