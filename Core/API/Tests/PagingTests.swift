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

    /// The same cursor with values that its fields cannot hold.
    private static func forged(_ cursor: String) throws -> [String] {
        let padded = cursor.replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - cursor.count % 4) % 4)
        let json = try JSON.parse(base64(padded))
        let fingerprint = try #require(json["q"])
        let values: [[JSON]] = [["abc"], ["\u{0}"], [], [1, 2]]
        return values.map { values in
            let forged: JSON = ["v": .array(values), "i": 1, "q": fingerprint]
            return base64Text(Array(forged.text.utf8))
        }
    }
}
