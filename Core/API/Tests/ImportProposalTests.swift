@testable import API
@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// What the preview proposes, what is remembered, and what is told of rows that were refused.
@Suite struct ImportProposalTests {
    @Test("Columns are proposed by labels of either language, by other words, and by what references hold", arguments: Dialect.allCases)
    func proposing(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            for (name, city) in [("Acme", "杭州"), ("Zeta", "宁波")] {
                #expect(try await server.administrator.post("/api/v1/makers", ["name": .string(name), "city": .string(city)]).status == 201)
            }
            let file = try await Importing.bring("字段 name,Field phone,城市,厂家名,字段 maker,field_madeOn\n甲,13800138000,上海,x,Zeta,2026/3/1\n", server)

            let preview = try await server.clerk.get("/api/v1/import-files/\(file)/preview?entity=gadget").json

            let columns = preview["mapping"]?["columns"]
            #expect(columns?["字段 name"] == "name" && columns?["Field phone"] == "phone" && columns?["城市"] == "address.city", "\(preview["mapping"]?.text ?? "")")
            #expect(columns?["字段 maker"] == "maker" && columns?["field_madeOn"] == "madeOn" && columns?["厂家名"] == .null)
            #expect(preview["columns"]?.array?.compactMap { $0["content"]?.string } == ["text", "phone", "text", "text", "text", "date"])
            #expect(preview["isRemembered"] == false)
            let other = try await Importing.bring("ProductName,contact_phone,unit_price,mail_unit,amount\n甲,1,2,3,4\n", server)
            let words = try await server.clerk.get("/api/v1/import-files/\(other)/preview?entity=gadget").json["mapping"]?["columns"]
            #expect(words == ["ProductName": "name", "contact_phone": "phone", "unit_price": "price", "mail_unit": nil, "amount": "amount"], "\(words?.text ?? "")")
            let unknown = try await server.clerk.get("/api/v1/import-files/\(file)/preview?entity=dragon")
            #expect(unknown.status == 400)
        }
    }

    @Test("A mapping is remembered for the same columns, by its user alone, and found for the file of what was refused", arguments: Dialect.allCases)
    func remembering(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let file = try await Importing.bring("a,b\n甲,x\n", server)
            let mapping: JSON = ["entity": "gadget", "columns": ["a": "name", "b": "amount"]]
            let job = try await Importing.run(["file": .string(file), "mapping": mapping], server)
            #expect(job.result["refused"] == 1 && job.payload["name"] == "a.csv")

            let again = try await Importing.bring("b,a\n1,乙\n", server)
            let known = try await server.clerk.get("/api/v1/import-files/\(again)/preview").json
            let refused = try await Importing.bring(try await server.clerk.get("/api/v1/imports/\(job.id)/refused").text, server)
            let mended = try await server.clerk.get("/api/v1/import-files/\(refused)/preview?entity=gadget").json
            let other = try await Importing.bring("a,c\n1,乙\n", server)
            let unknown = try await server.clerk.get("/api/v1/import-files/\(other)/preview").json

            #expect(known["mapping"] == mapping && known["isRemembered"] == true, "\(known.text)")
            #expect(mended["mapping"] == mapping && mended["isRemembered"] == true)
            #expect(unknown["mapping"] == .null && unknown["isRemembered"] == false)
        }
    }

    @Test("Reasons are counted, words that are no option are named, and the rows are shown to whoever brought them", arguments: Dialect.allCases)
    func reasons(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let file = try await Importing.bring("name,grade,amount\n甲,Gold,1\n乙,Gold,x\n丙,Tin,3\n丁,First,4\n", server)

            let job = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget"], "dryRun": true], server)

            #expect(job.result["words"] == ["grade": ["Gold": 2, "Tin": 1]], "\(job.result.text)")
            #expect(job.result["reasons"]?.array?.first == ["field": "grade", "code": "unknownOption", "count": 3])
            let page = try await server.clerk.get("/api/v1/imports/\(job.id)/refusals?limit=2")
            #expect(page.data.map { $0["line"] } == [2, 3] && page.data[1]["cells"] == ["乙", "Gold", "x"])
            #expect(page.data[1]["reasons"]?.array?.contains { $0["field"] == "amount" && $0["message"]?.string?.contains("number") == true } == true)
            let next = page.json["page"]?["next"]?.string ?? ""
            #expect(try await server.clerk.get("/api/v1/imports/\(job.id)/refusals?after=\(next)").data.map { $0["line"] } == [4])
            #expect(try await server.administrator.get("/api/v1/imports/\(job.id)/refusals").status == 404)
            #expect(try await Importing.count(server) == 0)
            // Said once, the word is understood.
            let values: JSON = ["entity": "gadget", "values": ["grade": ["gold": "a", "Tin": "c"]]]
            #expect(try await Importing.run(["file": .string(file), "mapping": values], server).result["created"] == 3)
        }
    }

    @Test("A paused import goes on where it was left, and not once it was taken back", arguments: Dialect.allCases)
    func pausing(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let rows = (1...500).map { "n\($0),\($0)" }
            let file = try await Importing.bring((["name,amount"] + rows).joined(separator: "\n"), server)
            let id = try await Importing.begin(["file": .string(file), "mapping": ["entity": "gadget"]], server)
            // As if it had been paused behind its first 300 rows.
            try await server.engine.write(as: .system) { door in
                try JobDetails.note(id, reached: RecordID(rawValue: 300), ["rows": 300, "created": 300], in: door.session)
            }
            #expect(try await server.clerk.post("/api/v1/jobs/\(id)/cancel").json["state"] == "cancelled")

            #expect(try await server.clerk.post("/api/v1/jobs/\(id)/retry").status == 200)
            let job = try await Importing.finished(id, server)

            #expect(job.state == .done && job.result["created"] == 500 && job.result["rows"] == 500)
            #expect(try await Importing.count(server) == 200)

            let second = try await Importing.begin(["file": .string(file), "mapping": ["entity": "gadget"]], server)
            _ = try await Importing.finished(second, server)
            try await server.engine.write(as: .system) { try $0.session.execute("UPDATE job SET state = 'cancelled' WHERE id = \(second.rawValue)") }
            _ = try await Importing.run(["job": .string(second.description)], server, kind: "undoBulkChange")
            #expect(try await server.clerk.post("/api/v1/jobs/\(second)/retry").status == 409)
            #expect(try await Importing.count(server) == 200)
        }
    }
}
