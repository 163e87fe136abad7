import HTTPTypes
import Kernel
import Store
import Testing

/// Merging over the interface.
@Suite struct MergeRouteTests {
    private func pair(_ server: TestServer) async throws -> (left: Answer, right: Answer) {
        let left = try await server.clerk.post("/api/v1/gadgets", ["name": "左", "amount": 1, "tags": ["a"], "notes": "old"])
        let right = try await server.clerk.post("/api/v1/gadgets", ["name": "右", "tags": ["b"], "website": "https://example.com"])
        _ = try await server.clerk.post("/api/v1/gadget-parts", ["name": "p", "gadget": .string(right.id)])
        return (left, right)
    }

    @Test("A proposal shows both, what would move, and changes nothing", arguments: Dialect.allCases)
    func proposal(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let (left, right) = try await pair(server)
            let path = "/api/v1/gadgets/\(left.id)/merge-proposal"

            let found = try await server.clerk.get(path + "?with=\(right.id)")
            #expect(found.status == 200)
            #expect(found.json["survivor"]?["name"] == "左" && found.json["loser"]?["name"] == "右")
            let fields = found.json["fields"]?.array ?? []
            #expect(fields.contains(["field": "tags", "differs": true, "choice": "both", "choices": ["survivor", "loser", "both"]]))
            #expect(fields.contains(["field": "website", "differs": true, "choice": "loser", "choices": ["survivor", "loser"]]))
            #expect(found.json["moves"] == [["entity": "gadgetPart", "field": "gadget", "count": 1]])
            #expect(found.json["obstacles"] == [])
            #expect(try await server.clerk.get(path).problems == ["with:required"])
            #expect(try await server.clerk.get(path + "?with=x").problems == ["with:badReference"])
            #expect(try await server.clerk.get(path + "?with=\(left.id)").problems == ["with:sameRecord"])
            #expect(try await server.clerk.get(path + "?with=1").code == "notFound")
            #expect(try await server.administrator.get("/api/v1/makers/1/merge-proposal?with=2").code == "unknownAction")
        }
    }

    @Test("Two are merged and parted again, and an old address leads to the one that stayed", arguments: Dialect.allCases)
    func merging(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let (left, right) = try await pair(server)
            let path = "/api/v1/gadgets/\(left.id)", body: JSON = ["loser": .string(right.id), "loserVersion": 1, "choices": ["name": "survivor"]]

            #expect(try await server.clerk.post(path + "/merge", body, [.ifMatch: "\"9\""]).status == 412)
            let stale = try await server.clerk.post(path + "/merge", ["loser": .string(right.id), "loserVersion": 5])
            #expect(stale.status == 412)
            let key: HTTPFields = [.ifMatch: "\"1\"", HTTPField.Name("Idempotency-Key") ?? .ifMatch: "k1"]
            let done = try await server.clerk.post(path + "/merge", body, key)
            #expect(done.status == 200)
            #expect(done.json["record"]?["name"] == "左" && done.json["record"]?["tags"] == ["a", "b"] && done.json["record"]?["partCount"] == 1)
            #expect(try await server.clerk.post(path + "/merge", body, key).text == done.text)

            let gone = try await server.clerk.get("/api/v1/gadgets/\(right.id)")
            #expect(gone.status == 404 && gone.code == "merged" && gone.json["mergedInto"] == .string(left.id))
            #expect(try await server.clerk.get("/api/v1/gadgets/\(right.id)?deleted=true").status == 200)
            let merges = try await server.clerk.get(path + "/merges").data
            #expect(merges.count == 1 && merges[0]["isUndoable"] == true && merges[0]["loser"]?["title"] == "右" && merges[0]["by"]?["title"] == "clerk")
            let line = try await server.clerk.get(path + "/timeline?kinds=merge").data
            #expect(line.count == 1 && line[0]["details"]?["with"]?["title"] == "右")

            #expect(try await server.clerk.post(path + "/unmerge", ["merge": "1"]).problems == ["merge:notFound"])
            #expect(try await server.clerk.post(path + "/unmerge", [:]).problems == ["merge:required"])
            let undone = try await server.clerk.post(path + "/unmerge", ["merge": done.json["merge"] ?? .null])
            #expect(undone.status == 200)
            #expect(undone.json["kept"] == [])
            #expect(undone.json["stays"] == [])
            #expect(undone.json["isMoving"] == false)
            #expect(try await server.clerk.get("/api/v1/gadgets/\(right.id)").json["partCount"] == 1)
            #expect(try await server.clerk.get(path).json["tags"] == ["a"])
            #expect(try await server.clerk.post(path + "/unmerge", ["merge": done.json["merge"] ?? .null]).code == "alreadyUndone")
        }
    }

    @Test("What is no order to merge is refused with its reason", arguments: Dialect.allCases)
    func badOrders(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let (left, right) = try await pair(server)
            let path = "/api/v1/gadgets/\(left.id)/merge"
            let wrong: [(JSON, String)] = [
                ([:], "loser:required"), (["loser": 5], "loser:badReference"), (["loser": .string(left.id)], "loser:sameRecord"),
                (["loser": .string(right.id), "x": 1], "x:unknownField"), (["loser": .string(right.id), "loserVersion": "1"], "loserVersion:badNumber"),
                (["loser": .string(right.id), "choices": ["name": "left"]], "choices.name:unknownOption"),
                (["loser": .string(right.id), "choices": ["code": "loser"]], "choices.code:fixed"),
                (["loser": .string(right.id), "choices": []], "choices:wrongType"),
            ]
            for (body, problem) in wrong { #expect(try await server.clerk.post(path, body).problems == [problem]) }
            #expect(try await server.clerk.get("/api/v1/gadgets/\(right.id)").status == 200)
        }
    }
}
