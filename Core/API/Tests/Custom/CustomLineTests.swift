import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct CustomLineTests {
    @Test("A reference made at run time makes lines of its records", arguments: Dialect.allCases)
    func lines(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator, clerk = server.clerk
            try await boss.define(entity: "x_visit")
            try await boss.define(entity: "x_visit_line")
            let field = try await boss.define(field: "x_visit", of: "x_visit_line", "reference", ["target": "x_visit", "isLine": true])
            try await boss.define(field: "x_quantity", of: "x_visit_line", "integer", ["isRequired": true])

            let made = try await clerk.post("/api/v1/x-visit?expand=xVisitLine", ["name": "巡店", "xVisitLine": [["name": "甲", "x_quantity": 2], ["name": "乙", "x_quantity": 1]]])

            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["xVisitLine"]?.array?.map { $0["name"] } == ["甲", "乙"])
            #expect(made.json["xVisitLine"]?.array?.first?["owner"] == nil)
            #expect(try await clerk.post("/api/v1/x-visit-line", ["name": "丙", "x_quantity": 1]).problems == ["x_visit:required"])
            #expect(try await clerk.patch("/api/v1/x-visit/\(made.id)", ["xVisitLine": [["name": "丁"]]]).problems == ["xVisitLine[0].x_quantity:required"])
            #expect(try await boss.patch("/api/v1/custom-fields/\(field)", ["isLine": false]).problems == ["isLine:fixed"])
            // Out of use, the field still decides who sees what.
            #expect(try await boss.delete("/api/v1/custom-fields/\(field)").status == 204)
            let (eve, _) = try await server.member("eve", ["x_visit_line": ["read": "all"]])
            #expect(try await eve.get("/api/v1/x-visit-line").status == 403)
            #expect(try await clerk.get("/api/v1/x-visit/\(made.id)?expand=xVisitLine").json["xVisitLine"]?.array?.count == 2)
        }
    }

    @Test("What cannot have lines, or be one, is refused with the reason", arguments: Dialect.allCases)
    func refusals(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator
            for key in ["x_visit", "x_line", "x_full", "x_sub"] { try await boss.define(entity: key) }
            #expect(try await server.clerk.post("/api/v1/x-full", ["name": "有"]).status == 201)
            func refused(_ entity: String, _ target: String, _ kind: String = "reference") async throws -> [String] {
                let values: JSON = [
                    "entity": .string(entity), "key": "x_header", "name": "所属", "kind": .string(kind), "target": .string(target), "isLine": true,
                ]
                return try await boss.post("/api/v1/custom-fields", values).problems
            }

            #expect(try await refused("x_full", "x_visit") == ["isLine:hasRecords"])
            #expect(try await refused("gadget", "x_visit") == ["isLine:noLine"])
            #expect(try await refused("x_line", "x_visit", "references") == ["isLine:unfit"])
            for target in ["x_line", "billLine", "maker", "note", "savedView"] { #expect(try await refused("x_line", target) == ["target:noHeader"], "\(target)") }
            #expect(try await refused("x_line", "x_visit") == [])
            #expect(try await refused("x_sub", "x_line") == ["target:noHeader"])
            #expect(try await refused("x_visit", "gadget") == ["isLine:noLine"])
        }
    }
}
