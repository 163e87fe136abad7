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

    @Test("A GBK file is seen through, tried without a trace, taken in, its bad rows mended, and all of it taken back", arguments: Dialect.allCases)
    func wholeWay(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let encoder = try TextEncoder(.gb18030)
            let file = try await Importing.bring(encoder.encode(Array(Self.table.utf8)), named: "客户.csv", server)
            let preview = try await server.clerk.get("/api/v1/import-files/\(file)/preview").json
            #expect(preview["encoding"] == "GB18030" && preview["separator"] == ",")
            #expect(preview["header"] == ["name", "amount", "phone", "grade"])
            #expect(preview["rows"]?.array?.first == ["甲", "1", "13800138000", "First"] && preview["isWhole"] == true)

            let mapping: JSON = ["entity": "gadget"]
            let dry = try await Importing.run(["file": .string(file), "mapping": mapping, "dryRun": true], server)
            #expect(dry.state == .done && dry.result["created"] == 2 && dry.result["refused"] == 2)
            #expect(try await Importing.count(server) == 0)

            let job = try await Importing.run(["file": .string(file), "mapping": mapping], server)
            #expect(job.state == .done && job.result["created"] == 2 && job.result["refused"] == 2, "\(job)")
            let written = try await server.clerk.get("/api/v1/imports/\(job.id)/refused").bytes, decoder = TextDecoder(encoding: .gb18030)
            let refused = String(decoding: try decoder.feed(written) + decoder.finish(), as: UTF8.self)
            #expect(refused.contains("power of ten") && refused.contains("乙") && !refused.contains("丁"))

            // Sent again as it was refused, once its cells are mended.
            let mended = refused.replacing("1.38E+10", with: "13800138002").replacing(",x,", with: ",2,")
            let second = try await Importing.bring(encoder.encode(Array(mended.utf8)), named: "refused.csv", server)
            #expect(try await Importing.run(["file": .string(second), "mapping": mapping], server).result["created"] == 2)
            #expect(try await Importing.count(server) == 4)

            // What the program has seen to since is nobody's work, what a colleague has worked on stays.
            let seen = try await server.clerk.get("/api/v1/gadgets?name=\(encoded("丁"))").data[0]["id"]?.string ?? ""
            try await server.engine.perform(.edit(#require(RecordID(seen)), ["amount": .integer(7)]), on: Gadget.schema.definition, as: .system)
            let kept = try await server.clerk.get("/api/v1/gadgets?name=\(encoded("甲"))").data[0]["id"]?.string ?? ""
            #expect(try await server.clerk.patch("/api/v1/gadgets/\(kept)", ["amount": 9]).status == 200)
            let undo = try await Importing.run(["job": .string(job.id.description)], server, kind: "undoBulkChange")
            #expect(undo.state == .done && undo.result["changed"] == 1 && undo.result["kept"] == 1, "\(undo.result.text)")
            #expect(try await server.clerk.get("/api/v1/gadgets?sort=name").data.compactMap { $0["name"]?.string }.sorted() == ["丙", "乙", "甲"].sorted())
        }
    }

    @Test("A run that is broken off and taken up again makes no record twice", arguments: Dialect.allCases)
    func resuming(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let rows = (1...950).map { "n\($0),\($0)" }
            let file = try await Importing.bring(Array((["name,amount"] + rows).joined(separator: "\n").utf8), named: "a.csv", server)
            let payload: JSON = ["file": .string(file), "mapping": ["entity": "gadget"]]
            let made = try await server.clerk.post("/api/v1/jobs", ["kind": "import", "payload": payload])
            let id = try #require(RecordID(made.id))
            // As if an attempt had ended behind its first 300 rows.
            try await server.engine.write(as: .system) { door in
                try JobDetails.note(id, reached: RecordID(rawValue: 300), ["rows": 300, "created": 300], in: door.session)
            }
            let job = try await Importing.finished(id, server)
            #expect(job.state == .done && job.result["rows"] == 950 && job.result["created"] == 950, "\(job)")
            #expect(try await Importing.count(server) == 650)
        }
    }

    @Test("Workbooks, cards and JSON Lines come in like tables")
    func otherKinds() async throws {
        try await withServer(clock: Importing.clock) { server in
            let path = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString).xlsx")
            defer { try? FileManager.default.removeItem(at: path) }
            let writer = try WorkbookWriter(file: path.path, sheet: "客户", columns: ["name", "amount", "madeOn", "phone"], created: testTime)
            try writer.write([.text("甲"), .number(5), .date(try #require(Day("2026-11-22"))), .text("13800138000")])
            try writer.finish()
            let book = try await Importing.bring(Array(try Data(contentsOf: path)), named: "a.xlsx", server)
            let preview = try await server.clerk.get("/api/v1/import-files/\(book)/preview").json
            #expect(preview["format"] == "workbook" && preview["rows"] == [["甲", "5", "2026-11-22", "13800138000"]], "\(preview)")
            #expect(try await Importing.run(["file": .string(book), "mapping": ["entity": "gadget"]], server).result["created"] == 1)

            let lines = "{\"name\":\"乙\",\"amount\":7,\"address\":{\"city\":\"杭州市\"}}\n{\"name\":\"丙\"}\nno\n"
            let json = try await Importing.bring(Array(lines.utf8), named: "a.jsonl", server)
            let result = try await Importing.run(["file": .string(json), "mapping": ["entity": "gadget"]], server).result
            #expect(result["created"] == 2 && result["refused"] == 1, "\(result.text)")

            let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:张三\r\nTEL;TYPE=CELL:13800138009\r\nADR:;;文三路\\n1 号;杭州市;浙江省;310000;中国\r\nEND:VCARD\r\n"
                + "BEGIN:VCARD\r\nVERSION:2.1\r\nN:李;四\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nORG:茶行\r\nEND:VCARD\r\n"
            let cards = try await Importing.bring(Array(card.utf8), named: "a.vcf", server)
            let mapping = try await server.clerk.get("/api/v1/import-files/\(cards)/preview?entity=gadget").json["mapping"] ?? .null
            #expect(try await Importing.run(["file": .string(cards), "mapping": mapping], server).result["created"] == 3)
            let address = try await server.clerk.get("/api/v1/gadgets?name=\(encoded("张三"))").data[0]["address"]
            #expect(address?["city"] == "杭州市" && address?["street"] == "文三路 1 号", "\(address?.text ?? "")")
            #expect(try await server.clerk.get("/api/v1/gadgets?sort=name").data.compactMap { $0["name"]?.string }.sorted() == ["丙", "乙", "张三", "李四", "茶行", "甲"].sorted())
        }
    }

    @Test("What is no table is refused with its reason")
    func hostile() async throws {
        try await withServer(clock: Importing.clock) { server in
            func problem(_ bytes: [UInt8], _ name: String) async throws -> Answer {
                let file = try await Importing.bring(bytes, named: name, server)
                return try await server.clerk.get("/api/v1/import-files/\(file)/preview")
            }
            #expect(try await problem([0x50, 0x4B, 0x03, 0x04, 1, 2, 3], "a.xlsx").problems == ["file:badFile"])
            #expect(try await problem([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a.xls").text.contains("old Excel"))
            #expect(try await problem(Array(repeating: 0xFF, count: 300), "a.csv").problems == ["file:badFile"])
            let file = try await Importing.bring(Array("a,a,\n1,2,3\n".utf8), named: "a.csv", server)
            #expect(try await server.clerk.get("/api/v1/import-files/\(file)/preview").json["header"] == ["a", "a (2)", "C"])
            // Nobody else reads what somebody brought.
            #expect(try await server.administrator.get("/api/v1/import-files/\(file)/preview").status == 404)
            let foreign = try await server.administrator.post("/api/v1/jobs", ["kind": "import", "payload": ["file": .string(file), "mapping": ["entity": "gadget"]]])
            #expect(foreign.problems == ["file:notFound"])
        }
    }
}
