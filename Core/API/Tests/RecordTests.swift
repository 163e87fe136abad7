import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

/// The life of a record over HTTP, on both engines.
@Suite struct RecordTests {
    static let engines: [Dialect] = [.sqlite, .postgres]

    @Test("A record is made, read, changed, deleted, restored and removed for good", arguments: engines)
    func life(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let made = try await server.clerk.post(
                "/api/v1/gadgets",
                ["name": "陀螺", "grade": "a", "tags": ["c", "a"], "amount": 21, "price": ["amount": "12.50"], "madeOn": "2026-01-31"])
            #expect(made.status == 201)
            #expect(made.header("Location") == "/api/v1/gadgets/\(made.id)")
            #expect(made.header("ETag") == "\"1\"")
            #expect(made.json["code"] == "G000001")
            #expect(made.json["double"] == 42)
            #expect(made.json["tags"] == ["a", "c"])
            #expect(made.json["price"] == ["amount": "12.50", "currency": "CNY"])
            #expect(made.json["owner"] == .string(server.clerkID.description))
            #expect(made.json["key"] == nil)

            let path = "/api/v1/gadgets/\(made.id)"
            let read = try await server.clerk.get(path)
            #expect(read.status == 200)
            #expect(read.json == made.json)

            let changed = try await server.clerk.patch(path, ["grade": nil, "notes": "两行\n字"])
            #expect(changed.status == 200)
            #expect(changed.header("ETag") == "\"2\"")
            #expect(changed.json["grade"] == .null)
            #expect(changed.json["name"] == "陀螺")

            #expect(try await server.clerk.delete(path).status == 204)
            #expect(try await server.clerk.get(path).status == 404)
            #expect(try await server.clerk.get(path + "?deleted=true").status == 200)
            #expect(try await server.clerk.get("/api/v1/gadgets").data.isEmpty)

            let restored = try await server.clerk.post(path + "/restore")
            #expect(restored.status == 200)
            #expect(restored.json["deletedAt"] == .null)

            #expect(try await server.clerk.delete(path).status == 204)
            #expect(try await server.clerk.post(path + "/purge").status == 403)
            #expect(try await server.administrator.post(path + "/purge", [:]).status == 204)
            #expect(try await server.administrator.get(path + "?deleted=true").status == 404)
        }
    }

    @Test("A list filters, sorts, counts, expands and shows only the fields that were asked for", arguments: engines)
    func list(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let maker = try await server.administrator.post("/api/v1/makers", ["name": "宏途"])
            for (name, grade, amount) in [("甲", "a", 3), ("乙", "b", 1), ("丙", "a", 2)] {
                let values: JSON = ["name": .string(name), "grade": .string(grade), "amount": JSON(amount), "maker": .string(maker.id)]
                #expect(try await server.clerk.post("/api/v1/gadgets", values).status == 201)
            }

            let sorted = try await server.clerk.get("/api/v1/gadgets?sort=-amount&fields=name,maker&expand=maker&count=true")
            #expect(sorted.data.compactMap { $0["name"]?.string } == ["甲", "丙", "乙"])
            #expect(sorted.json["page"]?["total"] == 3)
            #expect(sorted.data.first?["expanded"]?["maker"] == ["id": .string(maker.id), "title": "宏途"])
            #expect(Set(sorted.data.first?.object?.keys ?? [:].keys) == ["id", "version", "name", "maker", "expanded"])

            let filter = encoded(#"{"or":[{"amount":{"lt":2}},{"maker.name":"宏途","name":{"in":["甲"]}}]}"#)
            let filtered = try await server.clerk.get("/api/v1/gadgets?filter=\(filter)&sort=amount")
            #expect(filtered.data.compactMap { $0["name"]?.string } == ["乙", "甲"])
            #expect(try await server.clerk.get("/api/v1/gadgets?grade=a").data.count == 2)
            #expect(try await server.clerk.get("/api/v1/gadgets?q=" + encoded("bing")).data.count == 1)
        }
    }

    @Test("Two who change the same version: the second is told, and nothing of his is kept", arguments: engines)
    func conflict(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let made = try await server.clerk.post("/api/v1/gadgets", ["name": "甲"])
            let path = "/api/v1/gadgets/\(made.id)"
            async let one = server.clerk.patch(path, ["name": "一"], [.ifMatch: "\"1\""])
            async let two = server.administrator.patch(path, ["name": "二"], [.ifMatch: "\"1\""])
            let answers = try await [one, two].sorted { $0.status < $1.status }

            #expect(answers.map(\.status) == [200, 412])
            #expect(answers[1].code == "stale")
            #expect(answers[1].header("ETag") == "\"2\"")
            #expect(try await server.clerk.get(path).json["name"] == answers[0].json["name"])
        }
    }

    @Test("Counts and sums come in groups", arguments: engines)
    func aggregate(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            for (grade, amount) in [("a", 3), ("a", 4), ("b", 1)] {
                _ = try await server.clerk.post("/api/v1/gadgets", ["name": "x", "grade": .string(grade), "amount": JSON(amount)])
            }

            let sums = try await server.clerk.get("/api/v1/gadgets/aggregate?group=grade&measure=count,sum:amount")
            #expect(sums.status == 200)
            #expect(sums.data.first == ["group": ["grade": "a"], "measures": ["count": 2, "sum:amount": 7]])
            let one = try await server.clerk.get("/api/v1/gadgets/aggregate?grade=b")
            #expect(one.data == [["group": [:], "measures": ["count": 1]]])
            #expect(try await server.clerk.get("/api/v1/gadgets/aggregate?sort=name").status == 400)
        }
    }

    @Test("A sum beyond 64 bits is refused in words", arguments: engines)
    func overflow(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            for _ in 0..<2 {
                let made = try await server.clerk.post("/api/v1/gadgets", ["name": "x", "amount": .number("4611686018427387904")])
                #expect(made.status == 201)
            }

            let sum = try await server.clerk.get("/api/v1/gadgets/aggregate?measure=sum:amount")
            #expect(sum.status == 400)
            #expect(sum.problems == ["measure:outOfRange"])
        }
    }

    @Test("A roll-up and a formula that would overflow give no server error", arguments: engines)
    func formulas(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let made = try await server.clerk.post("/api/v1/gadgets", ["name": "x", "amount": .number("9223372036854775807")])
            #expect(made.status == 201)
            let part = try await server.clerk.post("/api/v1/gadget-parts", ["name": "轮", "gadget": .string(made.id)])
            #expect(part.status == 201)

            #expect(try await server.clerk.get("/api/v1/gadgets/\(made.id)").json["partCount"] == 1)
            #expect(try await server.clerk.delete("/api/v1/gadgets/\(made.id)").status == 204)
            let purged = try await server.administrator.post("/api/v1/gadgets/\(made.id)/purge")
            #expect(purged.status == 409)
            #expect(purged.code == "stillUsed")
        }
    }
}
