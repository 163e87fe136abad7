@testable import API
@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Files whose rows belong to records of other files.
@Suite struct ImportRelationTests {
    @Test("Lines of a second file find their headers by a field; names unknown or shared are refused with the row and how many", arguments: Dialect.allCases)
    func lines(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let bills = try await Importing.bring("name\nB-1\nB-2\nB-3\nB-3\nB-3\n", server)
            #expect(try await Importing.run(["file": .string(bills), "mapping": ["entity": "bill"]], server).result["created"] == 5)
            let lines = try await Importing.bring("order,item,quantity,price\nB-1,茶,2,10\nB-1,杯,1,5\nB-9,壶,1,1\nB-3,盘,1,1\nB-2,碗,3,2\n", server)
            let mapping: JSON = [
                "entity": "billLine",
                "columns": ["order": ["field": "bill", "by": "name"], "item": "name", "quantity": "quantity", "price": "price"],
            ]

            let job = try await Importing.run(["file": .string(lines), "mapping": mapping], server)

            #expect(job.result["created"] == 3 && job.result["refused"] == 2, "\(job.result.text)")
            let first = try await server.clerk.get("/api/v1/bills?name=B-1&fields=total,lineCount").data.first ?? .null
            #expect(first["lineCount"] == 2 && first["total"] == "25.00", "\(first.text)")
            let rows = try await server.clerk.get("/api/v1/imports/\(job.id)/refusals").data
            let reasons = rows.compactMap { $0["reasons"]?.array?.first }
            #expect(rows.map { $0["line"] } == [4, 5] && reasons.map { $0["code"] } == ["notFound", "ambiguous"])
            try #require(reasons.count == 2)
            #expect(reasons[0]["message"]?.string?.contains("B-9") == true && reasons[1]["message"]?.string?.contains("3 records") == true, "\(reasons)")
        }
    }

    @Test("Records of many-to-many fields are named by the field that the mapping says", arguments: Dialect.allCases)
    func many(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            for (name, city) in [("Acme", "杭州"), ("Zeta", "宁波")] {
                #expect(try await server.administrator.post("/api/v1/makers", ["name": .string(name), "city": .string(city)]).status == 201)
            }
            let file = try await Importing.bring("name,cities\n钟,杭州;宁波\n表,上海\n", server)
            let mapping: JSON = ["entity": "gadget", "columns": ["name": "name", "cities": ["field": "helpers", "by": "city"]]]

            let job = try await Importing.run(["file": .string(file), "mapping": mapping], server)

            #expect(job.result["created"] == 1 && job.result["refused"] == 1, "\(job.result.text)")
            #expect(try await server.clerk.get("/api/v1/gadgets?fields=helpers").data[0]["helpers"]?.array?.count == 2)
        }
    }

    @Test("Files that were brought together are taken back apart or together", arguments: Dialect.allCases)
    func together(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            func bring(_ text: String, _ mapping: JSON, with other: RecordID? = nil) async throws -> RecordID {
                var payload: [String: JSON] = ["file": .string(try await Importing.bring(text, server)), "mapping": mapping]
                payload["with"] = other.map { .string($0.description) }
                let job = try await Importing.run(.object(payload), server)
                #expect(job.state == .done && job.result["refused"] == 0, "\(job)")
                return job.id
            }
            let parts: JSON = ["entity": "gadgetPart", "columns": ["name": "name", "gadget": ["field": "gadget", "by": "name"]]]
            let gadgets = try await bring("name\n钟\n表\n", ["entity": "gadget"])
            let some = try await bring("name,gadget\n齿轮,钟\n", parts, with: gadgets)
            // Named by the second, it goes with the first all the same.
            _ = try await bring("name,gadget\n指针,表\n发条,表\n", parts, with: some)

            let apart = try await Importing.run(["job": .string(some.description)], server, kind: "undoBulkChange")
            #expect(apart.result["changed"] == 1)
            #expect(try await Importing.count(server, of: "gadget-parts") == 2)

            let undo = try await Importing.run(["job": .string(gadgets.description), "together": true], server, kind: "undoBulkChange")
            #expect(undo.state == .done && undo.result["changed"] == 2 && undo.payload["job"] == .string(gadgets.description), "\(undo)")
            for job in try await server.clerk.get("/api/v1/jobs?kind=undoBulkChange").data {
                _ = try await Importing.finished(#require(RecordID(job["id"]?.string ?? "")), server)
            }
            #expect(try await Importing.count(server) == 0)
            #expect(try await Importing.count(server, of: "gadget-parts") == 0)
            let again = try await server.clerk.post("/api/v1/jobs", ["kind": "undoBulkChange", "payload": ["job": .string(some.description), "together": true]])
            #expect(again.code == "alreadyUndone")
        }
    }

    @Test("What a file is brought with is an import of one's own that has ended")
    func partners() async throws {
        try await withServer(clock: Importing.clock) { server in
            let file = try await Importing.bring("name\n钟\n", server), payload: JSON = ["file": .string(file), "mapping": ["entity": "gadget"]]
            let trial = try await Importing.run(.object((payload.object ?? [:]).merging(["dryRun": true]) { _, new in new }), server)
            await server.engine.stopWorkers()
            let waiting = try await Importing.begin(payload, server)
            func problems(_ with: JSON) async throws -> [String] {
                let members = (payload.object ?? [:]).merging(["with": with]) { _, new in new }
                return try await server.clerk.post("/api/v1/jobs", ["kind": "import", "payload": .object(members)]).problems
            }

            #expect(try await problems(.string(trial.id.description)) == ["with:notFound"])
            #expect(try await problems(.string(waiting.description)) == ["with:notEnded"])
            #expect(try await problems("x") == ["with:badReference"])
        }
    }

    @Test("The end of a trial is told to nobody, since whoever tries waits for it; that of an import is", arguments: Dialect.allCases)
    func notices(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let file = try await Importing.bring("name\n钟\n", server), mapping: JSON = ["entity": "gadget"]

            _ = try await Importing.run(["file": .string(file), "mapping": mapping, "dryRun": true], server)
            #expect(try await server.clerk.get("/api/v1/notices").data.isEmpty)

            _ = try await Importing.run(["file": .string(file), "mapping": mapping], server)
            #expect(try await server.clerk.get("/api/v1/notices").data.map { $0["kind"] } == ["jobDone"])
        }
    }
}
