import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct BulkJobTests {
    private func ended(_ server: TestServer, _ id: String) async throws -> JSON {
        let path = "/api/v1/jobs/\(id)"
        try await eventually { ["done", "failed"].contains(try await server.clerk.get(path).json["state"]?.string) }
        return try await server.clerk.get(path).json
    }

    @Test("A member changes all that match, undoes it, and takes it along as a file", arguments: Dialect.allCases)
    func round(_ dialect: Dialect) async throws {
        let clock = TestClock()
        try await withServer(dialect, clock: clock.clock) { server in
            for name in ["a", "b", "c"] { #expect(try await server.clerk.post("/api/v1/gadgets", ["name": .string(name), "grade": "b"]).status == 201) }
            clock.step(milliseconds: 1_000)
            await server.engine.startWorkers(count: 1)

            let payload: JSON = ["entity": "gadget", "filter": ["name": ["in": ["a", "b"]]], "change": ["grade": "a", "tags": ["add": ["c"]]]]
            let begun = try await server.clerk.post("/api/v1/jobs", ["kind": "bulkChange", "payload": payload])
            #expect(begun.status == 201 && begun.json["payload"] == payload)
            let done = try await ended(server, begun.id)
            #expect(done["result"]?["matched"] == 2 && done["result"]?["changed"] == 2 && done["result"]?["reasons"] == [])
            #expect(try await server.clerk.get("/api/v1/gadgets?grade=a&sort=name").data.map { $0["name"]?.string } == ["a", "b"])
            clock.step(milliseconds: 1_000)
            let undoing = try await server.clerk.post("/api/v1/jobs", ["kind": "undoBulkChange", "payload": ["job": .string(begun.id)]])
            #expect(try await ended(server, undoing.id)["result"]?["changed"] == 2)
            #expect(try await server.clerk.get("/api/v1/gadgets?grade=b").data.count == 3)
            let again = try await server.clerk.post("/api/v1/jobs", ["kind": "undoBulkChange", "payload": ["job": .string(begun.id)]])
            #expect(again.status == 409 && again.code == "alreadyUndone")

            let export = try await server.clerk.post("/api/v1/jobs", ["kind": "export", "payload": ["entity": "gadget", "sort": "name", "fields": ["name"]]])
            #expect(try await ended(server, export.id)["result"]?["records"] == 3)
            let file = try await server.clerk.get("/api/v1/jobs/\(export.id)/file")
            #expect(file.status == 200 && file.text == "\u{FEFF}name\r\na\r\nb\r\nc\r\n")
            #expect(file.header("Content-Disposition") == "attachment; filename=\"gadgets.csv\"")
            #expect(try await server.administrator.get("/api/v1/jobs/\(export.id)/file").status == 404)
            #expect(try await server.clerk.get("/api/v1/jobs/\(begun.id)/file").status == 404)
            #expect(try await server.nobody.get("/api/v1/jobs/\(export.id)/file").status == 401)
        }
    }

    @Test("A bad payload is refused before there is a job, with its fields")
    func refused() async throws {
        try await withServer { server in
            let cases: [(kind: JSON, payload: JSON, problems: [String])] = [
                ("bulkChange", ["entity": "gadget", "filter": [:], "change": ["x": 1, "grade": "z"]], ["grade:unknownOption", "x:unknownField"]),
                ("bulkChange", ["entity": "gadget", "filter": ["key": 1], "delete": true], ["key:unknownField"]),
                ("undoBulkChange", ["job": "7"], ["job:notFound"]),
                ("export", ["entity": "gadget", "sort": "x"], ["x:unknownField"]),
            ]
            for (kind, payload, problems) in cases {
                let answer = try await server.clerk.post("/api/v1/jobs", ["kind": kind, "payload": payload])
                #expect(answer.status == 422 && answer.problems == problems)
            }
            let payload: JSON = ["entity": "maker", "filter": [:], "delete": true]
            let forbidden = try await server.clerk.post("/api/v1/jobs", ["kind": "bulkChange", "payload": payload])
            #expect(forbidden.status == 403)
            #expect(try await server.clerk.get("/api/v1/jobs").data == [])
        }
    }

    @Test("One record's lists take and lose entries, and one change of it is undone")
    func one() async throws {
        try await withServer { server in
            let path = "/api/v1/gadgets/" + (try await server.clerk.post("/api/v1/gadgets", ["name": "x", "tags": ["a", "b"], "amount": 1])).id
            #expect(try await server.clerk.patch(path, ["tags": ["add": ["c"], "remove": ["a"]], "amount": 2]).json["tags"] == ["b", "c"])
            let change = try await server.clerk.get(path + "/timeline").data[0]["id"] ?? .null
            #expect(try await server.clerk.patch(path, ["tags": ["put": ["c"]]]).problems == ["tags.put:unknownField"])
            #expect(try await server.clerk.patch(path, ["tags": []]).status == 200)

            let refused = try await server.clerk.post(path + "/undo", ["change": change])
            #expect(refused.status == 409 && refused.code == "changedSince" && refused.problems == ["tags:changedSince"])
            let last = try await server.clerk.get(path + "/timeline").data[0]["id"] ?? .null
            let undone = try await server.clerk.post(path + "/undo", ["change": last])
            #expect(undone.status == 200 && undone.json["tags"] == ["b", "c"] && undone.header("ETag") == "\"4\"")
            #expect(try await server.clerk.delete(path).status == 204)
            let deletion = try await server.administrator.get(path + "/timeline").data[0]["id"] ?? .null
            #expect(try await server.clerk.post(path + "/undo", ["change": deletion]).status == 200)
            #expect(try await server.clerk.get(path).status == 200)
            #expect(try await server.clerk.post(path + "/undo", ["change": "7"]).problems == ["change:notFound"])
            #expect(try await server.clerk.post(path + "/undo", [:]).problems == ["change:required"])
        }
    }

    @Test("A list begins at any position, but not at two")
    func skip() async throws {
        try await withServer { server in
            for name in ["a", "b", "c"] { #expect(try await server.clerk.post("/api/v1/gadgets", ["name": .string(name)]).status == 201) }

            let page = try await server.clerk.get("/api/v1/gadgets?sort=name&skip=1&limit=1")
            #expect(page.data.map { $0["name"]?.string } == ["b"])
            let next = try #require(page.json["page"]?["next"]?.string)
            #expect(try await server.clerk.get("/api/v1/gadgets?sort=name&limit=1&cursor=\(next)").data.map { $0["name"]?.string } == ["c"])
            #expect(try await server.clerk.get("/api/v1/gadgets?sort=name&limit=1&skip=1&cursor=\(next)").problems == ["skip:notTogether"])
            #expect(try await server.clerk.get("/api/v1/gadgets?skip=-1").problems == ["skip:outOfRange"])
            #expect(try await server.clerk.get("/api/v1/gadgets/export?skip=1").status == 400)
        }
    }
}
