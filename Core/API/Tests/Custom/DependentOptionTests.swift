import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct DependentOptionTests {
    @Test("An option is taken only beside those that it belongs to", arguments: Dialect.allCases)
    func builtIn(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let clerk = server.clerk
            let bill = try await clerk.post("/api/v1/bills?expand=billLines", ["name": "一月", "billLines": [["name": "甲", "trouble": "quality", "reason": "broken"], ["name": "乙", "reason": "other"]]])
            #expect(bill.status == 201)
            let path = "/api/v1/bill-lines/\(bill.lines.first?["id"]?.string ?? "")"

            let refused = try await clerk.patch(path, ["trouble": "delivery"])

            #expect(refused.problems == ["reason:unsuitable"])
            #expect(refused.json["errors"]?.array?.first?["message"]?.string?.contains("“Broken” does not go with what “Trouble” says") == true)
            #expect(try await clerk.patch(path, ["reason": "late"]).problems == ["reason:unsuitable"])
            #expect(try await clerk.patch(path, ["trouble": nil]).problems == ["reason:unsuitable"])
            #expect(try await clerk.patch(path, ["trouble": "delivery", "reason": "late"]).status == 200)
            #expect(try await clerk.patch(path, ["trouble": nil, "reason": "other"]).status == 200)
            #expect(try await clerk.patch("/api/v1/bills/\(bill.id)", ["billLines": [["name": "丙", "trouble": "delivery", "reason": "broken"]]]).problems == ["billLines[0].reason:unsuitable"])
            let reason = try await clerk.metadata("billLine", field: "reason")
            #expect(reason["details"]?["controlledBy"] == "trouble")
            #expect(reason["options"]?.array?.map { $0["under"] } == [["quality"], ["delivery"], nil])
        }
    }

    @Test("Administrators make choices that depend on another", arguments: Dialect.allCases)
    func custom(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator, clerk = server.clerk
            try await boss.define(field: "x_reason", of: "gadget", "choice", ["controlledBy": "grade", "name": "原因"])
            try await boss.define(option: "fine", of: "x_reason", "gadget", ["under": ["a", "b"]])
            let option = try await boss.define(option: "poor", of: "x_reason", "gadget", ["under": ["c"], "name": "次品"])
            try await boss.define(option: "any", of: "x_reason", "gadget")

            let id = try await clerk.post("/api/v1/gadgets", ["name": "甲", "grade": "a", "x_reason": "fine"]).id

            #expect(try await clerk.post("/api/v1/gadgets", ["name": "乙", "grade": "a", "x_reason": "poor"]).problems == ["x_reason:unsuitable"])
            #expect(try await clerk.post("/api/v1/gadgets", ["name": "乙", "x_reason": "any"]).status == 201)
            let imported = try await boss.importFile("gadget", "name,grade,x_reason", "丙,a,次品", "丁,c,次品")
            #expect(imported.json["created"] == 1 && imported.json["refused"] == 1)
            // What was right when it was written stays, and the rest of the record can be changed.
            #expect(try await boss.patch("/api/v1/custom-options/\(option)", ["under": ["b"]]).status == 200)
            let old = try await clerk.get("/api/v1/gadgets?name=" + encoded("丁")).data.first?["id"]?.string ?? ""
            #expect(try await clerk.patch("/api/v1/gadgets/\(old)", ["amount": 7]).status == 200)
            #expect(try await clerk.patch("/api/v1/gadgets/\(old)", ["grade": "a"]).problems == ["x_reason:unsuitable"])
            #expect(try await clerk.patch("/api/v1/gadgets/\(id)", ["grade": "b"]).status == 200)
        }
    }

    @Test("A dependency that makes no sense is refused with the reason")
    func refusals() async throws {
        try await withServer { server in
            let boss = server.administrator
            let first = try await boss.define(field: "x_first", of: "gadget", "choice")
            try await boss.define(field: "x_second", of: "gadget", "choice", ["controlledBy": "x_first"])
            let high = try await boss.define(option: "high", of: "x_first", "gadget")
            let second = try await boss.define(option: "one", of: "x_second", "gadget", ["under": ["high"]])
            func made(_ more: [String: JSON]) async throws -> [String] {
                let values: [String: JSON] = ["entity": "gadget", "key": "x_other", "name": "别的", "kind": "choice"]
                return try await boss.post("/api/v1/custom-fields", .object(values.merging(more) { _, new in new })).problems
            }

            #expect(try await made(["controlledBy": "amount"]) == ["controlledBy:unknownField"])
            #expect(try await made(["kind": "integer", "controlledBy": "grade"]) == ["controlledBy:unfit"])
            #expect(try await boss.patch("/api/v1/custom-fields/\(first)", ["controlledBy": "x_second"]).problems == ["controlledBy:notAllowed"])
            #expect(try await boss.patch("/api/v1/custom-fields/\(first)", ["controlledBy": "x_first"]).problems == ["controlledBy:unknownField"])
            #expect(try await boss.patch("/api/v1/custom-options/\(second)", ["under": ["low"]]).problems == ["under:unknownOption"])
            #expect(try await boss.patch("/api/v1/custom-options/\(second)", ["under": "high"]).problems == ["under:wrongType"])
            #expect(try await boss.patch("/api/v1/custom-options/\(high)", ["under": ["one"]]).problems == ["under:unfit"])
            #expect(try await boss.delete("/api/v1/custom-options/\(high)").status == 204)
            #expect(try await boss.post("/api/v1/custom-options/\(high)/purge").code == "stillUsed")
        }
    }
}
