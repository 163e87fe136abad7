import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct LineTests {
    @Test("A record is made, and changed, with all its lines in one request", arguments: Dialect.allCases)
    func whole(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let clerk = server.clerk
            let maker = try await server.administrator.post("/api/v1/makers", ["name": "泵"]).id
            let made = try await clerk.post("/api/v1/bills?expand=billLines", [
                "name": "一月", "billLines": [
                    ["name": "甲", "quantity": "2", "price": "10.50", "maker": .string(maker)], ["name": "乙", "price": "3"], ["name": "丙", "quantity": "0.5", "price": "4"],
                ],
            ])
            #expect(made.status == 201 && made.json["version"] == 1, "\(made.text)")
            #expect(made.lines.map { $0["name"] } == ["甲", "乙", "丙"] && made.lines.map { $0["position"] } == [1, 2, 3])
            #expect(made.lines.map { $0["amount"] } == ["21.00", "3.00", "2.00"] && made.json["total"] == "26.00" && made.json["lineCount"] == 3)
            #expect(made.lines.first?["expanded"]?["maker"]?["title"] == "泵")
            let ids = made.lines.compactMap { $0["id"] }

            let path = "/api/v1/bills/\(made.id)?expand=billLines"
            let changed = try await clerk.patch(path, ["billLines": [["id": ids[2], "price": "6"], ["name": "丁", "price": "1"], ["id": ids[0]]]])

            #expect(changed.status == 200 && changed.json["version"] == 2, "\(changed.text)")
            #expect(changed.header("ETag") == "\"2\"")
            #expect(changed.lines.map { $0["name"] } == ["丙", "丁", "甲"] && changed.json["total"] == "25.00")
            #expect(changed.lines.map { $0["id"] }.first == ids[2] && changed.lines.last?["id"] == ids[0])
            #expect(try await clerk.get(path).lines == changed.lines)
            #expect(try await clerk.get("/api/v1/bill-lines/\(ids[1].string ?? "")").status == 404)
            let same = try await clerk.patch(path, ["billLines": .array(changed.lines.map { ["id": $0["id"] ?? .null] })])
            #expect(same.json["version"] == 2)
            #expect(try await clerk.patch(path, ["billLines": []]).json["lineCount"] == 0)
        }
    }

    @Test("What is wrong with lines is told by their places, and nothing is written", arguments: Dialect.allCases)
    func problems(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let clerk = server.clerk
            let other = try await clerk.post("/api/v1/bills?expand=billLines", ["name": "别的", "billLines": [["name": "甲"]]])
            let bill = try await clerk.post("/api/v1/bills?expand=billLines", ["name": "一月", "billLines": [["name": "甲", "serial": "S1"], ["name": "乙"]]])
            let path = "/api/v1/bills/\(bill.id)?expand=billLines", first = bill.lines.first?["id"] ?? .null
            func refused(_ lines: JSON) async throws -> [String] {
                try await clerk.patch(path, ["name": "二月", "billLines": lines]).problems
            }

            #expect(try await refused([["name": "丙", "quantity": "x"], "y", ["name": "丁", "strange": 1, "bill": .string(bill.id)]])
                == ["billLines[0].quantity:badNumber", "billLines[1]:wrongType", "billLines[2].bill:readOnly"])
            #expect(try await refused([["name": "丙", "position": 3]]) == ["billLines[0].position:readOnly"])
            #expect(try await refused([["id": first], ["quantity": "1"], ["name": "丁", "maker": "7"]])
                == ["billLines[1].name:required", "billLines[2].maker:notFound"])
            #expect(try await refused([["id": other.lines.first?["id"] ?? .null], ["id": first], ["id": first]])
                == ["billLines[0].id:notFound", "billLines[2].id:repeated"])
            #expect(try await refused([["name": "丙", "serial": "S2"], ["name": "丁", "serial": "S2"]]) == ["billLines[1].serial:taken"])
            #expect(try await refused("x") == ["billLines:wrongType"])
            #expect(try await refused(.array(Array(repeating: ["name": "z"], count: 501))) == ["billLines:tooMany"])
            #expect(try await clerk.post("/api/v1/bills", ["name": "三月", "billLines": [["id": first]]]).problems == ["billLines[0].id:notFound"])
            let chinese = try await clerk.patch(path, ["billLines": [["quantity": "1"]]], [.acceptLanguage: "zh-CN"])
            let english = try await clerk.patch(path, ["billLines": [["quantity": "1"]]], [.acceptLanguage: "en"])
            #expect(english.json["errors"]?.array?.first?["message"] == "This is required. Please fill it in.")
            #expect(chinese.json["errors"]?.array?.first?["message"] != english.json["errors"]?.array?.first?["message"])

            let now = try await clerk.get(path)
            #expect(now.json["name"] == "一月" && now.json["version"] == 1 && now.lines == bill.lines)
            #expect(try await clerk.names("/api/v1/bills?sort=name").sorted() == ["一月", "别的"])
        }
    }

    @Test("A record has at most 500 lines, whichever way they come", arguments: Dialect.allCases)
    func limit(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let clerk = server.clerk
            let lines: [JSON] = (1...500).map { ["name": .string("\($0)")] }
            let bill = try await clerk.post("/api/v1/bills?expand=billLines", ["name": "满", "billLines": .array(lines)])
            #expect(bill.status == 201 && bill.lines.count == 500 && bill.lines.last?["position"] == 500)

            let more = try await clerk.post("/api/v1/bill-lines", ["name": "多", "bill": .string(bill.id)])

            #expect(more.problems == ["bill:tooMany"])
            let last = bill.lines.last?["id"]?.string ?? ""
            #expect(try await clerk.delete("/api/v1/bill-lines/\(last)").status == 204)
            let next = try await clerk.post("/api/v1/bill-lines", ["name": "多", "bill": .string(bill.id)])
            #expect(next.json["position"] == 500)
            #expect(try await clerk.post("/api/v1/bill-lines/\(last)/restore").problems == ["bill:tooMany"])
        }
    }

    @Test("Of two people who change the lines at once, the second one is told", arguments: Dialect.allCases)
    func conflict(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let bill = try await server.clerk.post("/api/v1/bills?expand=billLines", ["name": "一月", "billLines": [["name": "甲", "price": "1"]]])
            let path = "/api/v1/bills/\(bill.id)?expand=billLines", line = bill.lines.first?["id"]?.string ?? ""
            #expect(try await server.clerk.patch("/api/v1/bill-lines/\(line)", ["price": "2"]).status == 200)

            let late = try await server.administrator.patch(path, ["billLines": []], [.ifMatch: "\"1\""])

            #expect(late.status == 412 && late.header("ETag") == "\"2\"")
            #expect(try await server.administrator.patch(path, ["billLines": [["id": .string(line), "price": "3"]]], [.ifMatch: "\"2\""]).json["version"] == 3)
            #expect(try await server.clerk.delete("/api/v1/bill-lines/\(line)").status == 204)
            #expect(try await server.clerk.get("/api/v1/bills/\(bill.id)").json["version"] == 4)
        }
    }

    @Test("The time line of a record tells what became of its lines", arguments: Dialect.allCases)
    func timeline(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let clerk = server.clerk
            let bill = try await clerk.post("/api/v1/bills?expand=billLines", ["name": "一月", "billLines": [["name": "甲", "price": "1"], ["name": "乙"]]])
            let first = bill.lines.first?["id"] ?? .null
            _ = try await clerk.patch("/api/v1/bills/\(bill.id)", ["billLines": [["id": first, "price": "2"], ["name": "丙"]]])

            let entries = try await clerk.get("/api/v1/bills/\(bill.id)/timeline").data

            #expect(entries.map { $0["kind"] } == ["lines", "create"] && entries.first?["actor"]?["id"]?.string == server.clerkID.description)
            let details = entries.first?["details"]
            #expect(details?["entity"] == "billLine" && details?["counts"] == ["create": 1, "edit": 1, "delete": 1])
            let edited = details?["lines"]?.array?.first { $0["kind"] == "edit" }
            #expect(edited?["title"] == "甲" && edited?["changes"]?.array?.first == ["field": "price", "old": "1.00", "new": "2.00"])
            #expect(try await clerk.get("/api/v1/bills/\(bill.id)/timeline?kinds=lines").data.count == 1)
            let change = entries.first?["id"] ?? .null
            #expect(try await clerk.post("/api/v1/bills/\(bill.id)/undo", ["change": change]).code == "notUndoable")
        }
    }

    @Test("Lines go away with their record and come back with it, but not those removed before", arguments: Dialect.allCases)
    func life(_ dialect: Dialect) async throws {
        let clock = TestClock()
        try await withServer(dialect, clock: clock.clock) { server in
            let clerk = server.clerk
            let bill = try await clerk.post("/api/v1/bills?expand=billLines", ["name": "一月", "billLines": [["name": "甲"], ["name": "乙"], ["name": "丙"]]])
            let path = "/api/v1/bills/\(bill.id)", ids = bill.lines.compactMap { $0["id"]?.string }
            #expect(try await clerk.delete("/api/v1/bill-lines/\(ids[0])").status == 204)
            clock.step(milliseconds: 5)

            #expect(try await clerk.delete(path).status == 204)

            #expect(try await clerk.names("/api/v1/bill-lines") == [])
            #expect(try await clerk.get(path + "?deleted=true&expand=billLines").lines.map { $0["name"] } == ["乙", "丙"])
            #expect(try await server.administrator.post("/api/v1/bill-lines/\(ids[1])/restore").problems == ["bill:notFound"])
            #expect(try await clerk.post("/api/v1/bill-lines", ["name": "丁", "bill": .string(bill.id)]).problems == ["bill:notFound"])
            clock.step(milliseconds: 5)
            let back = try await clerk.post(path + "/restore?expand=billLines")
            #expect(back.status == 200 && back.lines.map { $0["name"] } == ["乙", "丙"] && back.json["lineCount"] == 2)
            #expect(try await clerk.get(path + "/timeline").data.map { $0["kind"] } == ["restore", "delete", "lines", "create"])
            #expect(try await clerk.delete(path).status == 204)
            #expect(try await server.administrator.post(path + "/purge").status == 204)
            for id in ids { #expect(try await server.administrator.get("/api/v1/bill-lines/\(id)?deleted=true").status == 404) }
        }
    }

    @Test("The interface's description and the metadata name the lines")
    func described() async throws {
        try await withServer { server in
            let metadata = try await server.clerk.metadata("bill")
            #expect(metadata["lines"] == [["entity": "billLine", "key": "billLines", "maximum": 500]])
            #expect(metadata["related"]?.array?.contains { $0["entity"] == "billLine" } == false)
            #expect(try await server.clerk.metadata("billLine")["header"] == ["entity": "bill", "field": "bill"])
            #expect(try await server.clerk.metadata("billLine", field: "bill")["traits"] == ["line"])
            let schemas = try await server.nobody.get("/openapi.json").json["components"]?["schemas"]
            #expect(schemas?["BillEdit"]?["properties"]?["billLines"]?["items"]?["properties"]?["quantity"] != nil)
            #expect(schemas?["BillCreate"]?["properties"]?["billLines"]?["items"]?["properties"]?["bill"] == nil)
            #expect(schemas?["Bill"]?["properties"]?["billLines"]?["maxItems"] == 500)
            #expect(try await server.clerk.get("/api/v1/bills?expand=billLines").status == 400)
        }
    }
}

extension Answer {
    var lines: [JSON] { json["billLines"]?.array ?? [] }
}
