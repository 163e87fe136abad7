import Kernel
import Store
import TestKit
import Testing

@Suite struct PagingTests {
    @Test("Pages show every record once while others are made and deleted in between", arguments: [Dialect.sqlite, .postgres])
    func paging(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            var expected: Set<String> = []
            for number in 0..<25 {
                let made = try await server.clerk.post("/api/v1/gadgets", ["name": "x", "amount": number % 3 == 0 ? nil : JSON(number % 5)])
                expected.insert(made.id)
            }

            for sort in ["", "amount", "-amount", "-amount,name", "name,-amount"] {
                var seen: [String] = []
                var cursor: String? = ""
                while let next = cursor {
                    let page = try await server.clerk.get("/api/v1/gadgets?limit=4&sort=\(sort)" + (next.isEmpty ? "" : "&cursor=\(next)"))
                    #expect(page.status == 200, "\(page.text)")
                    seen += page.data.compactMap { $0["id"]?.string }
                    cursor = page.json["page"]?["next"]?.string
                    _ = try await server.clerk.post("/api/v1/gadgets", ["name": "y", "amount": 2])
                }
                #expect(Set(seen).count == seen.count, "\(sort)")
                #expect(expected.isSubset(of: seen), "\(sort)")
            }
        }
    }

    @Test("A cursor that is damaged, forged or of another query is refused", arguments: [Dialect.sqlite, .postgres])
    func badCursors(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            for name in ["甲", "乙", "丙"] { _ = try await server.clerk.post("/api/v1/gadgets", ["name": .string(name), "amount": 1]) }
            let list = "/api/v1/gadgets?limit=1&sort=amount"
            let next = try #require(try await server.clerk.get(list).json["page"]?["next"]?.string)
            // Whoever else asks gets no further with it, whatever they may see.
            #expect(try await server.administrator.get(list + "&cursor=\(next)").problems == ["cursor:badCursor"])

            #expect(try await server.clerk.get(list + "&cursor=\(next)").status == 200)
            let forged = try Self.forged(next)
            for cursor in ["", "x", "%00", "eyJ2IjpbXX0", String(next.dropLast(3)), "\(next)a%21"] + forged {
                let answer = try await server.clerk.get(list + "&cursor=\(cursor)")
                #expect(answer.status == 400, "\(cursor) \(answer.text)")
                #expect(answer.problems == ["cursor:badCursor"])
            }
            #expect(try await server.clerk.get("/api/v1/gadgets?limit=1&sort=name&cursor=\(next)").status == 400)
            #expect(try await server.clerk.get(list + "&grade=a&cursor=\(next)").status == 400)
        }
    }

    /// The same cursor at another place, with values that fit and such that do not, and with another signature.
    private static func forged(_ cursor: String) throws -> [String] {
        let padded = cursor.replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - cursor.count % 4) % 4)
        let json = try JSON.parse(base64(padded))
        let signature = try #require(json["s"]), id = try #require(json["i"]), genuine = try #require(json["v"]?.array)
        let values: [[JSON]] = [[2], [nil], ["abc"], ["\u{0}"], [], [1, 2]]
        let forged = values.map { ["v": .array($0), "i": id, "s": signature] as JSON } + [
            ["v": .array(genuine), "i": 1, "s": signature], ["v": .array(genuine), "i": id, "s": ""], ["v": .array(genuine), "i": id],
            ["v": .array(genuine), "i": id, "s": .string(base64Text([UInt8](repeating: 0, count: 16)))],
        ]
        return forged.map { base64Text(Array($0.text.utf8)) }
    }
}
