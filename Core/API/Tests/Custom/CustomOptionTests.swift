import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct CustomOptionTests {
    @Test("A built-in choice takes options made at run time, in forms, filters, counts and files", arguments: Dialect.allCases)
    func builtIn(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator, clerk = server.clerk
            try await boss.define(option: "a.x_plus", of: "grade", "gadget", ["name": "甲上", "nameEnglish": "First plus", "colour": "violet"])
            try await boss.define(option: "x_e", of: "tags", "gadget", ["name": "戊"])

            let made = try await clerk.post("/api/v1/gadgets", ["name": "甲", "grade": "a.x_plus", "tags": ["x_e", "a"]])
            #expect(made.status == 201 && made.json["grade"] == "a.x_plus" && made.json["tags"] == ["a", "x_e"])
            #expect(try await clerk.names("/api/v1/gadgets?grade=a.x_plus") == ["甲"])
            #expect(try await clerk.names("/api/v1/gadgets?filter=" + encoded(#"{"tags":{"any":["x_e"]}}"#)) == ["甲"])
            #expect(try await clerk.get("/api/v1/gadgets/aggregate?group=grade").data.first?["group"] == ["grade": "a.x_plus"])
            #expect(try await clerk.metadata("gadget", field: "grade")["options"]?.array?.last == ["key": "a.x_plus", "label": "First plus", "colour": "violet"])
            #expect(try await clerk.importFile("gadget", "name,grade", "乙,甲上").json["created"] == 1)
            #expect(try await clerk.names("/api/v1/gadgets?grade=a.x_plus&sort=code") == ["甲", "乙"])
            // The action is written in Swift and knows three grades.
            let retired = try await clerk.post("/api/v1/gadgets/\(made.id)/actions/retire")
            #expect(retired.status == 200 && retired.json["grade"] == "a.x_plus" && retired.json["isActive"] == false)
        }
    }

    @Test("A retired option stays where it is, can still be looked for, and goes nowhere else", arguments: Dialect.allCases)
    func retiring(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let boss = server.administrator, clerk = server.clerk
            try await boss.define(field: "x_levels", of: "gadget", "choices")
            let option = try await boss.define(option: "gold", of: "x_levels", "gadget")
            try await boss.define(option: "silver", of: "x_levels", "gadget")
            let id = try await clerk.post("/api/v1/gadgets", ["name": "甲", "x_levels": ["gold"]]).id

            #expect(try await boss.delete("/api/v1/custom-options/\(option)").status == 204)

            #expect(try await clerk.post("/api/v1/gadgets", ["name": "乙", "x_levels": ["gold"]]).problems == ["x_levels:retired"])
            // A form sends what it was given, and more.
            let kept = try await clerk.patch("/api/v1/gadgets/\(id)", ["x_levels": ["gold", "silver"], "name": "甲二"])
            #expect(kept.status == 200 && kept.json["x_levels"] == ["gold", "silver"])
            #expect(try await clerk.names("/api/v1/gadgets?filter=" + encoded(#"{"x_levels":{"any":["gold"]}}"#)) == ["甲二"])
            let options = try await clerk.metadata("gadget", field: "x_levels")["options"]?.array ?? []
            #expect(options.first?["retired"] == true && options.last?["retired"] == nil)
            #expect(try await boss.post("/api/v1/custom-options/\(option)/purge").code == "holdsData")

            #expect(try await boss.post("/api/v1/custom-options/\(option)/restore").status == 200)
            #expect(try await clerk.post("/api/v1/gadgets", ["name": "乙", "x_levels": ["gold"]]).status == 201)
        }
    }
}
