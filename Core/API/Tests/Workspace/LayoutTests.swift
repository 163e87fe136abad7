import Engine
import HTTPTypes
import Kernel
import Store
import Testing
import TestKit

@Suite struct LayoutTests {
    private static func keys(_ entity: JSON) -> [String: [String]] {
        let sections = entity["layout"]?["sections"]?.array ?? []
        return Dictionary(
            sections.map { ($0["key"]?.string ?? "", ($0["fields"]?.array ?? []).map { $0.string ?? $0["key"]?.string ?? "" }) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("Without a layout all fields stand in one section, but what is secret or the system's own, and lists follow from references")
    func standard() async throws {
        try await withServer { server in
            let gadget = try await server.clerk.metadata("gadget"), keys = Self.keys(gadget)

            #expect(Array(keys.keys) == ["main"])
            #expect(keys["main"]?.first == "code" && keys["main"]?.last == "unit" && keys["main"]?.contains("double") == true)
            #expect(keys["main"]?.contains { ["key", "id", "createdAt"].contains($0) } == false)
            #expect(gadget["layout"]?["sections"]?.array?.first?["label"] == "Details")
            #expect(gadget["related"] == [
                [
                    "entity": "gadgetPart", "resource": "gadget-parts", "field": "gadget", "label": "Parts", "fieldLabel": "Gadget",
                    "columns": ["name", "owner", "unit"],
                ]
            ])
            let user = try await server.clerk.metadata("user")
            #expect(user["layout"]?["sections"]?.array?.map { $0["key"] } == ["identity", "place", "reach", "habits"])
            #expect(user["layout"]?["facts"] == ["login", "unit", "mail", "mobile"])
            // What people make for themselves is no list of theirs.
            #expect(user["related"]?.array?.contains { $0["entity"] == "savedView" } == false)
        }
    }

    @Test("A layout of one's role goes before the one for everyone, and that before the declared one", arguments: Dialect.allCases)
    func precedence(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            func layout(_ name: JSON, _ more: [String: JSON]) async throws -> Answer {
                let sections: JSON = [["key": name, "label": "标题", "columns": 1, "collapsed": true, "fields": ["name", ["key": "grade", "required": true]]]]
                let values: [String: JSON] = ["name": name, "entity": "gadget", "sections": sections]
                return try await server.administrator.post("/api/v1/layouts", .object(values.merging(more) { _, new in new }))
            }
            func seen(_ caller: Caller) async throws -> [String] { try await Self.keys(caller.metadata("gadget")).keys.sorted() }
            let member = try #require(try await server.engine.role("member")), other = try #require(try await server.engine.role("analyst"))
            let tag = try #require(try await server.clerk.get("/api/v1/metadata").header("ETag"))

            #expect(try await layout("all", ["facts": ["code"], "related": []]).status == 201)
            #expect(try await layout("other", ["roles": [.string(other.description)]]).status == 201)
            #expect(try await seen(server.clerk) == ["all"])
            #expect(try await layout("later", ["roles": [.string(member.description)], "position": 9]).status == 201)
            #expect(try await layout("mine", ["roles": [.string(member.description)], "position": 2]).status == 201)

            #expect(try await seen(server.clerk) == ["mine"])
            #expect(try await seen(server.administrator) == ["all"])
            let all = try await server.administrator.metadata("gadget")
            #expect(all["layout"] == [
                "facts": ["code"], "chips": [],
                "sections": [
                    ["key": "all", "label": "标题", "columns": 1, "collapsed": true, "fields": ["name", ["key": "grade", "required": true]]]
                ],
            ])
            #expect(all["related"] == [])
            #expect(try await server.clerk.get("/api/v1/metadata", [.ifNoneMatch: tag]).status == 200)
            #expect(try await server.clerk.post("/api/v1/layouts", ["name": "x", "entity": "gadget"]).status == 403)
        }
    }

    @Test("What is hidden from somebody is in no layout of theirs, and what was made at run time is in the last section")
    func hidden() async throws {
        try await withServer { server in
            let role = try await server.engine.makeRole(
                "blind", grants: ["*": ["read": "all"]], fields: ["gadget": ["amount": "hidden", "grade": "hidden"], "gadgetPart": ["gadget": "hidden"]])
            let values: Values = ["login": .text("b"), "name": .text("b"), "roles": .list([.reference(role)])]
            let user = try await server.engine.perform(.create(values), on: User.schema.definition, as: .system).id
            let secret = try await server.engine.accounts.grant(.token, to: user, name: "test", milliseconds: 3_600_000).secret
            let blind = Caller(server.clerk.client, token: secret)
            #expect(try await Self.keys(blind.metadata("gadget"))["main"]?.contains("amount") == false)
            _ = try await server.administrator.post(
                "/api/v1/layouts", [
                    "name": "l", "entity": "gadget", "facts": ["amount", "code"],
                    "sections": [["key": "a", "fields": ["name", "amount"]], ["key": "b", "fields": ["grade"]]],
                ])
            try await server.administrator.define(field: "x_size", of: "gadget", "integer")

            let gadget = try await blind.metadata("gadget")

            #expect(Self.keys(gadget) == ["a": ["name"], "more": ["x_size"]])
            #expect(gadget["layout"]?["facts"] == ["code"])
            #expect(gadget["related"] == [])
            #expect(try await Self.keys(server.clerk.metadata("gadget")) == ["a": ["name", "amount"], "b": ["grade"], "more": ["x_size"]])
        }
    }

    @Test("A layout that no page could draw is refused, with every place that is wrong")
    func checks() async throws {
        try await withServer { server in
            func problems(_ more: [String: JSON]) async throws -> [String] {
                let values: [String: JSON] = ["name": "l", "entity": "gadget"]
                return try await server.administrator.post("/api/v1/layouts", .object(values.merging(more) { _, new in new })).problems
            }
            let wrong: JSON = [
                ["key": "a", "colour": 1, "fields": ["nothing", "key", "name", "name", 3]], ["fields": [["key": "grade", "required": 1]]],
            ]
            let found = try await problems(["sections": wrong])

            #expect(found == [
                "sections.0.colour:unknownField", "sections.0.fields.0:unknownField", "sections.0.fields.1:unknownField", "sections.0.fields.3:repeated",
                "sections.0.fields.4:wrongType", "sections.1.key:required", "sections.1.fields.0.required:badFlag",
            ])
            #expect(try await problems(["sections": ["a": 1]]) == ["sections:wrongType"])
            #expect(try await problems(["sections": [["key": "a", "columns": 3, "fields": []]]]) == ["sections.0.columns:outOfRange"])
            #expect(try await problems(["facts": ["code", "name", "grade", "amount", "price"]]) == ["facts:tooMany"])
            #expect(try await problems(["related": [["entity": "gadgetPart", "field": "name"], ["entity": "x", "field": "y"]]]) == [
                "related.0.field:badReference", "related.1.entity:unknownOption",
            ])
            #expect(try await problems(["related": [["entity": "gadgetPart", "field": "gadget", "columns": ["name", "z"]]]]) == ["related.0.columns.1:unknownField"])
            #expect(try await problems(["entity": "x"]) == ["entity:unknownOption"])
        }
    }
}
