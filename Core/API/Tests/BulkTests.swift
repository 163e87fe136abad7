import Kernel
import Store
import TestKit
import Testing

@Suite struct BulkTests {
    @Test("Of many changes the good ones are kept and each bad one says why", arguments: [Dialect.sqlite, .postgres])
    func partialFailure(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let old = try await server.clerk.post("/api/v1/gadgets", ["name": "旧"])
            let gone = try await server.clerk.post("/api/v1/gadgets", ["name": "去"])

            let answer = try await server.clerk.post(
                "/api/v1/gadgets/bulk",
                [
                    "items": [
                        ["op": "create", "values": ["name": "新"]],
                        ["op": "create", "values": ["name": "坏", "grade": "z", "colour": 1]],
                        ["op": "edit", "id": .string(old.id), "version": 1, "values": ["amount": 5]],
                        ["op": "edit", "id": .string(old.id), "version": 1, "values": ["amount": 6]],
                        ["op": "delete", "id": .string(gone.id)],
                        ["op": "delete", "id": "12345"],
                        ["op": "create", "values": ["name": "重", "code": .string(old.json["code"]?.string ?? "")]],
                        ["op": "create", "values": ["name": "悬", "maker": "77"]],
                        ["op": "burn"], 7, ["op": "edit", "values": [:]],
                        ["op": "create", "values": ["name": "末"]],
                    ]
                ])

            #expect(answer.status == 200)
            let results = answer.json["results"]?.array ?? []
            #expect(results.compactMap { $0["status"]?.integer } == [201, 422, 200, 412, 204, 404, 422, 422, 422, 422, 422, 201])
            try #require(results.count == 12)
            #expect(answer.json["succeeded"] == 4)
            #expect(answer.json["failed"] == 8)
            #expect(results[2]["version"] == 2)
            #expect(results[1]["problem"]?["errors"]?.array?.compactMap { $0["field"]?.string } == ["colour", "grade"])
            #expect(results[6]["problem"]?["errors"]?.array?.first?["code"] == "taken")
            #expect(try await server.clerk.get("/api/v1/gadgets/\(old.id)").json["amount"] == 5)
            let names = try await server.clerk.get("/api/v1/gadgets?sort=code").data.compactMap { $0["name"]?.string }
            #expect(Set(names) == ["旧", "新", "末"])
        }
    }

    @Test("A thousand items pass in one call, one more does not")
    func limits() async throws {
        try await withServer { server in
            let item: JSON = ["op": "create", "values": ["name": "x"]]
            let full = try await server.clerk.post("/api/v1/gadgets/bulk", ["items": .array(Array(repeating: item, count: 1_000))])
            #expect(full.json["succeeded"] == 1_000)

            let over = try await server.clerk.post("/api/v1/gadgets/bulk", ["items": .array(Array(repeating: item, count: 1_001))])
            #expect(over.status == 422)
            #expect(over.problems == ["items:tooMany"])
            #expect(try await server.clerk.get("/api/v1/gadgets?count=true&limit=1").json["page"]?["total"] == 1_000)
        }
    }

    @Test("Numbers have no gaps where an item failed")
    func numbers() async throws {
        try await withServer { server in
            let good: JSON = ["op": "create", "values": ["name": "x"]]
            let bad: JSON = ["op": "create", "values": ["name": "x", "maker": "99"]]
            _ = try await server.clerk.post("/api/v1/gadgets/bulk", ["items": [good, bad, bad, good]])

            let codes = try await server.clerk.get("/api/v1/gadgets?sort=code").data.compactMap { $0["code"]?.string }
            #expect(codes == ["G000001", "G000002"])
        }
    }

    @Test("What is no list of items is refused")
    func shapes() async throws {
        try await withServer { server in
            for body: JSON in [[:], ["items": 1], [], ["items": [], "more": 1], "x"] {
                #expect(try await server.clerk.post("/api/v1/gadgets/bulk", body).status == 422, "\(body.text)")
            }
            #expect(try await server.clerk.post("/api/v1/gadgets/bulk", ["items": []]).status == 200)
            let refused = try await server.clerk.post("/api/v1/makers/bulk", ["items": [["op": "create", "values": ["name": "x"]]]])
            #expect(refused.json["results"]?.array?.first?["status"] == 403)
        }
    }
}
