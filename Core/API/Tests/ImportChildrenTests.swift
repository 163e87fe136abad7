@testable import API
@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Several records from one row, and records that name others of another file.
@Suite struct ImportChildrenTests {
    private static let table = """
        gadget,amount,part
        钟,1,齿轮
        钟,1,发条
        表,2,
        坏,3,\(String(repeating: "长", count: 50))
        尺,4,刻度
        """

    private static let mapping: JSON = [
        "entity": "gadget", "mode": "both", "match": ["name"], "columns": ["gadget": "name", "amount": "amount"],
        "children": [["entity": "gadgetPart", "match": ["name"], "columns": ["part": "name"]]],
    ]

    @Test("A row makes its record and what belongs to it, or neither; a second time nothing; and all is taken back", arguments: Dialect.allCases)
    func wholeWay(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let file = try await Importing.bring(Self.table, server)
            let payload: JSON = ["file": .string(file), "mapping": Self.mapping]

            let job = try await Importing.run(payload, server)

            #expect(job.result["created"] == 3 && job.result["unchanged"] == 1 && job.result["refused"] == 1, "\(job.result.text)")
            #expect(job.result["children"] == ["gadgetPart": ["created": 3, "updated": 0, "unchanged": 0]])
            let gadgets = try await server.clerk.get("/api/v1/gadgets?fields=name,partCount&sort=amount").data
            #expect(gadgets.map { $0["name"] } == ["钟", "表", "尺"] && gadgets.map { $0["partCount"] } == [2, 0, 1], "\(gadgets)")
            let refusal = try await server.clerk.get("/api/v1/imports/\(job.id)/refusals").data
            #expect(refusal.count == 1 && refusal[0]["reasons"]?.array?.first?["field"] == "gadgetPart.name")
            #expect(refusal[0]["reasons"]?.array?.first?["message"]?.string?.hasPrefix("Part · Name: ") == true, "\(refusal)")

            let again = try await Importing.run(payload, server)
            #expect(again.result["created"] == 0 && again.result["unchanged"] == 4)
            #expect(again.result["children"] == ["gadgetPart": ["created": 0, "updated": 0, "unchanged": 3]])

            let undo = try await Importing.run(["job": .string(job.id.description)], server, kind: "undoBulkChange")
            #expect(undo.state == .done && undo.result["refused"] == 0, "\(undo.result.text)")
            #expect(try await Importing.count(server) == 0)
            #expect(try await Importing.count(server, of: "gadget-parts") == 0)
        }
    }

    @Test("Records of a second file name those of the first by a field", arguments: Dialect.allCases)
    func relations(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let first = try await Importing.bring("code,name\nG-1,钟\nG-2,表\n", server)
            #expect(try await Importing.run(["file": .string(first), "mapping": ["entity": "gadget"]], server).result["created"] == 2)
            let second = try await Importing.bring("name,gadget\n齿轮,G-1\n发条,G-9\n指针,G-2\n", server)
            let preview = try await server.clerk.get("/api/v1/import-files/\(second)/preview?entity=gadgetPart").json

            let job = try await Importing.run(["file": .string(second), "mapping": preview["mapping"] ?? .null], server)

            #expect(preview["mapping"]?["columns"]?["gadget"] == "gadget")
            #expect(job.result["created"] == 2 && job.result["refused"] == 1, "\(job.result.text)")
            // By another field where the samples say so.
            let third = try await Importing.bring("name,gadget,remark\n螺丝,钟,\n", server)
            let named = try await server.clerk.get("/api/v1/import-files/\(third)/preview?entity=gadgetPart").json
            #expect(named["mapping"]?["columns"]?["gadget"] == ["field": "gadget", "by": "name"], "\(named["mapping"]?.text ?? "")")
        }
    }

    @Test("A mapping of what belongs to a record is checked before a row is read", arguments: [
        ["entity": "gadgetPart"], ["entity": "maker", "columns": ["part": "name"]], ["entity": "gadgetPart", "columns": ["part": "gadget"]],
        ["entity": "gadgetPart", "through": "name", "columns": ["part": "name"]],
        ["entity": "gadgetPart", "columns": ["part": "name"], "children": []], "gadgetPart",
    ] as [JSON])
    func mistakes(_ child: JSON) async throws {
        try await withServer { server in
            let file = try await Importing.bring(Self.table, server)
            let mapping: JSON = ["entity": "gadget", "columns": ["gadget": "name", "amount": nil], "children": [child]]
            let answer = try await server.clerk.post("/api/v1/jobs", ["kind": "import", "payload": ["file": .string(file), "mapping": mapping]])
            #expect(answer.status == 422, "\(answer.text)")
        }
    }
}
