@testable import API
@testable import Engine
import Formats
import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

/// Files that are brought, looked into, tried, taken in as a job, and taken back.
@Suite struct ImportJobTests {
    private static let table = """
        name,amount,phone,grade
        甲,1,13800138000,First
        乙,x,13800138001,b
        丙,3,1.38E+10,c
        丁,4,13800138003,c
        """

    /// Ids of one millisecond have no order: what is undone must have happened at moments of its own.
    private static var running: Clock {
        let clock = TestClock()
        return Clock {
            clock.step(milliseconds: 1)
            return clock.now
        }
    }

    private static func bring(_ bytes: [UInt8], named name: String, _ server: TestServer) async throws -> String {
        let answer = try await server.clerk.send(.post, "/api/v1/import-files?name=\(encoded(name))", bytes: bytes)
        #expect(answer.status == 201)
        return answer.id
    }

    private static func run(_ payload: JSON, _ server: TestServer, kind: String = "import") async throws -> Job {
        let made = try await server.clerk.post("/api/v1/jobs", ["kind": .string(kind), "payload": payload])
        #expect(made.status == 201, "\(made.text)")
        let id = try #require(RecordID(made.id))
        return try await finished(id, server)
    }

    private static func finished(_ id: RecordID, _ server: TestServer) async throws -> Job {
        await server.engine.startWorkers(count: 1)
        while true {
            let job = try await server.engine.jobs.find(id, as: .system)
            if job.endedAt != nil { return job }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func count(_ server: TestServer) async throws -> Int {
        try await server.clerk.get("/api/v1/gadgets?count=true&limit=1").json["page"]?["total"]?.integer.map(Int.init) ?? -1
    }

    @Test("A GBK file is seen through, tried without a trace, taken in, its bad rows mended, and all of it taken back", arguments: Dialect.allCases)
    func wholeWay(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Self.running) { server in
            let encoder = try TextEncoder(.gb18030)
            let file = try await Self.bring(encoder.encode(Array(Self.table.utf8)), named: "客户.csv", server)
            let preview = try await server.clerk.get("/api/v1/import-files/\(file)/preview").json
            #expect(preview["encoding"] == "GB18030" && preview["separator"] == ",")
            #expect(preview["header"] == ["name", "amount", "phone", "grade"])
            #expect(preview["rows"]?.array?.first == ["甲", "1", "13800138000", "First"] && preview["isWhole"] == true)

            let mapping: JSON = ["entity": "gadget"]
            let dry = try await Self.run(["file": .string(file), "mapping": mapping, "dryRun": true], server)
            #expect(dry.state == .done && dry.result["created"] == 2 && dry.result["refused"] == 2)
            #expect(try await Self.count(server) == 0)

            let job = try await Self.run(["file": .string(file), "mapping": mapping], server)
            #expect(job.state == .done && job.result["created"] == 2 && job.result["refused"] == 2, "\(job)")
            let refused = try await server.clerk.get("/api/v1/imports/\(job.id)/refused").text
            #expect(refused.contains("power of ten") && refused.contains("乙") && !refused.contains("丁"))

            // Sent again as it was refused, once its cells are mended.
            let mended = refused.replacing("1.38E+10", with: "13800138002").replacing(",x,", with: ",2,")
            let second = try await Self.bring(Array(mended.utf8), named: "refused.csv", server)
            #expect(try await Self.run(["file": .string(second), "mapping": mapping], server).result["created"] == 2)
            #expect(try await Self.count(server) == 4)

            // What a colleague has worked on since stays.
            let kept = try await server.clerk.get("/api/v1/gadgets?name=\(encoded("甲"))").data[0]["id"]?.string ?? ""
            #expect(try await server.clerk.patch("/api/v1/gadgets/\(kept)", ["amount": 9]).status == 200)
            let undo = try await Self.run(["job": .string(job.id.description)], server, kind: "undoBulkChange")
            #expect(undo.state == .done && undo.result["changed"] == 1 && undo.result["kept"] == 1, "\(undo.result.text)")
            #expect(try await server.clerk.get("/api/v1/gadgets?sort=name").data.compactMap { $0["name"]?.string }.sorted() == ["丙", "乙", "甲"].sorted())
        }
    }

    @Test("A run that is broken off and taken up again makes no record twice", arguments: Dialect.allCases)
    func resuming(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Self.running) { server in
            let rows = (1...950).map { "n\($0),\($0)" }
            let file = try await Self.bring(Array((["name,amount"] + rows).joined(separator: "\n").utf8), named: "a.csv", server)
            let payload: JSON = ["file": .string(file), "mapping": ["entity": "gadget"]]
            let made = try await server.clerk.post("/api/v1/jobs", ["kind": "import", "payload": payload])
            let id = try #require(RecordID(made.id))
            // As if an attempt had ended behind its first 300 rows.
            try await server.engine.write(as: .system) { door in
                try JobDetails.note(id, reached: RecordID(rawValue: 300), ["rows": 300, "created": 300], in: door.session)
            }
            let job = try await Self.finished(id, server)
            #expect(job.state == .done && job.result["rows"] == 950 && job.result["created"] == 950, "\(job)")
            #expect(try await Self.count(server) == 650)
        }
    }

    @Test("Workbooks, cards and JSON Lines come in like tables")
    func otherKinds() async throws {
        try await withServer(clock: Self.running) { server in
            let path = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString).xlsx")
            defer { try? FileManager.default.removeItem(at: path) }
            let writer = try WorkbookWriter(file: path.path, sheet: "客户", columns: ["name", "amount", "madeOn", "phone"], created: testTime)
            try writer.write([.text("甲"), .number(5), .date(try #require(Day("2026-11-22"))), .text("13800138000")])
            try writer.finish()
            let book = try await Self.bring(Array(try Data(contentsOf: path)), named: "a.xlsx", server)
            let preview = try await server.clerk.get("/api/v1/import-files/\(book)/preview").json
            #expect(preview["format"] == "workbook" && preview["rows"] == [["甲", "5", "2026-11-22", "13800138000"]], "\(preview)")
            #expect(try await Self.run(["file": .string(book), "mapping": ["entity": "gadget"]], server).result["created"] == 1)

            let lines = "{\"name\":\"乙\",\"amount\":7,\"address\":{\"city\":\"杭州市\"}}\n{\"name\":\"丙\"}\nno\n"
            let json = try await Self.bring(Array(lines.utf8), named: "a.jsonl", server)
            let result = try await Self.run(["file": .string(json), "mapping": ["entity": "gadget"]], server).result
            #expect(result["created"] == 2 && result["refused"] == 1, "\(result.text)")

            let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:张三\r\nTEL;TYPE=CELL:13800138009\r\nEND:VCARD\r\n"
            let cards = try await Self.bring(Array(card.utf8), named: "a.vcf", server)
            let columns: JSON = ["name": "name", "mobile": "phone"]
            let header = try await server.clerk.get("/api/v1/import-files/\(cards)/preview").json["header"]?.array?.compactMap(\.string) ?? []
            let all = JSON.object(Dictionary(uniqueKeysWithValues: header.map { ($0, columns[$0] ?? .null) }))
            #expect(try await Self.run(["file": .string(cards), "mapping": ["entity": "gadget", "columns": all]], server).result["created"] == 1)
            #expect(try await server.clerk.get("/api/v1/gadgets?sort=name").data.compactMap { $0["name"]?.string }.sorted() == ["丙", "乙", "张三", "甲"].sorted())
        }
    }

    @Test("What is no table is refused with its reason")
    func hostile() async throws {
        try await withServer(clock: Self.running) { server in
            func problem(_ bytes: [UInt8], _ name: String) async throws -> Answer {
                let file = try await Self.bring(bytes, named: name, server)
                return try await server.clerk.get("/api/v1/import-files/\(file)/preview")
            }
            #expect(try await problem([0x50, 0x4B, 0x03, 0x04, 1, 2, 3], "a.xlsx").problems == ["file:badFile"])
            #expect(try await problem([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a.xls").text.contains("old Excel"))
            #expect(try await problem(Array(repeating: 0xFF, count: 300), "a.csv").problems == ["file:badFile"])
            let file = try await Self.bring(Array("a,a,\n1,2,3\n".utf8), named: "a.csv", server)
            #expect(try await server.clerk.get("/api/v1/import-files/\(file)/preview").json["header"] == ["a", "a (2)", "C"])
            // Nobody else reads what somebody brought.
            #expect(try await server.administrator.get("/api/v1/import-files/\(file)/preview").status == 404)
            let foreign = try await server.administrator.post("/api/v1/jobs", ["kind": "import", "payload": ["file": .string(file), "mapping": ["entity": "gadget"]]])
            #expect(foreign.problems == ["file:notFound"])
        }
    }
}
