@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// A word with one slip of the hand is found all the same, behind what was meant literally.
@Suite struct MisspellingTests {
    @Test("One letter too many, too few, another one, or two that changed places", arguments: Dialect.allCases)
    func slips(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            for name in ["Harbour Tea Trading", "重庆宏途物流有限公司"] { _ = try await made.create(Firm.self, ["name": .text(name)]) }

            for query in ["harbuor", "harbor", "harbourr", "hatbour", "arbour", "harbour trding", "tradign harbour"] {
                #expect(try await titles(query, made) == ["Harbour Tea Trading?"], "\(query)")
            }
            // Pinyin is written with Latin letters too.
            #expect(try await titles("hongut", made) == ["重庆宏途物流有限公司?"])
            for query in ["hrbr", "harbuors", "tae", "harbuor tae", "宏图", "1391"] { #expect(try await titles(query, made) == [], "\(query)") }
            #expect(try await titles("harbour", made) == ["Harbour Tea Trading"])
        }
    }

    @Test("What was meant literally comes first, the newest before older ones, and enough of it stands alone", arguments: Dialect.allCases)
    func order(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            func add(_ name: String) async throws {
                made.clock.step(milliseconds: 1_000)
                _ = try await made.create(Firm.self, ["name": .text(name)])
            }
            for name in ["Maple One", "Marple", "Maple Two"] { try await add(name) }

            #expect(try await titles("maple", made) == ["Maple Two", "Maple One", "Marple?"])
            try await add("Maple Three")
            #expect(try await titles("maple", made) == ["Maple Three", "Maple Two", "Maple One"])
            #expect(try await titles("mapel", made) == ["Maple Three?", "Maple Two?", "Maple One?"])
            // No two slips in one word.
            #expect(try await titles("marpel", made) == ["Marple?"])
        }
    }

    @Test("Whoever does not see a record does not find it by a slip", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let office = try await Office(made)
            let author = try await office.actor(office.author), neighbour = try await office.actor(office.neighbour)
            _ = try await made.create(Firm.self, ["name": "Harbour"], as: author)

            #expect(try await titles("harbuor", made, as: author) == ["Harbour?"])
            #expect(try await titles("harbuor", made, as: neighbour) == [])
        }
    }

    @Test("However long the query, the words that it may mean are bounded")
    func bounds() {
        #expect(Misspelling.meanings(of: "abc") == nil && Misspelling.meanings(of: "ab12") == nil && Misspelling.meanings(of: "宏途物流") == nil)
        #expect(Misspelling.meanings(of: String(repeating: "a", count: Tokens.longest)) == nil)
        let long = Misspelling.meanings(of: "abcdefghijklmnopqrstuvw") ?? []
        #expect((1_000...1_400).contains(long.count))
        let some = Set(Misspelling.meanings(of: "teas") ?? [])
        #expect(some.isSuperset(of: ["teas", "tea", "eas", "taes", "teams", "tens"]) && !some.contains("seat"))
    }

    /// Titles of firms as found; those that are only similar have a question mark.
    private func titles(_ query: String, _ made: TestEngine, as actor: Actor = .system) async throws -> [String] {
        let json = try JSON.parse(try await made.engine.read(as: actor) { try $0.search(query) })
        let items = json["data"]?.array?.first { $0["entity"] == "firm" }?["items"]?.array ?? []
        return items.map { ($0["title"]?.string ?? "") + ($0["isSimilar"] == true ? "?" : "") }
    }
}
