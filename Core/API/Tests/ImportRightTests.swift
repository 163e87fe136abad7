@testable import API
@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// An import may do what whoever asks for it may do.
@Suite struct ImportRightTests {
    /// Changes what the clerk may do with everything; nil takes a verb away.
    private static func change(_ verbs: [String: JSON?], _ server: TestServer) async throws {
        let role = try await server.administrator.get("/api/v1/roles?key=member").data[0]
        var grants = role["grants"]?["*"]?.object ?? [:]
        for (verb, scope) in verbs { grants[verb] = scope }
        let changed = try await server.administrator.patch("/api/v1/roles/\(role["id"]?.string ?? "")", ["grants": ["*": .object(grants)]])
        #expect(changed.status == 200, "\(changed.text)")
    }

    @Test("Records are made for somebody else only by who may assign them")
    func owner() async throws {
        try await withServer(clock: Importing.clock) { server in
            let file = try await Importing.bring("name\n钟\n", server)
            let boss = try await server.administrator.get("/api/v1/users?login=boss").data[0]["id"]?.string ?? ""
            let mapping: JSON = ["entity": "gadget", "defaults": ["owner": .string(boss)]]

            #expect(try await Importing.run(["file": .string(file), "mapping": mapping], server).result["created"] == 1)
            #expect(try await server.clerk.get("/api/v1/gadgets").data[0]["owner"] == .string(boss))

            try await Self.change(["assign": nil], server)
            let answer = try await server.clerk.post("/api/v1/jobs", ["kind": "import", "payload": ["file": .string(file), "mapping": mapping]])
            #expect(answer.status == 403, "\(answer.text)")
        }
    }

    @Test("A record that somebody may see but not change costs its row and no other", arguments: Dialect.allCases)
    func outOfReach(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            try await Self.change(["edit": "own"], server)
            #expect(try await server.administrator.post("/api/v1/gadgets", ["name": "钟"]).status == 201)
            let file = try await Importing.bring("name,amount\n表,1\n钟,2\n尺,3\n", server)

            let job = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget", "mode": "both", "match": "name"]], server)

            #expect(job.state == .done && job.result["created"] == 2 && job.result["refused"] == 1, "\(job.result.text)")
            #expect(job.result["reasons"] == [["field": "", "code": "forbidden", "count": 1]])
        }
    }

    @Test("By what somebody sees masked or not at all nothing is looked up: whether it is found would tell")
    func lookups() async throws {
        try await withServer(clock: Importing.clock) { server in
            #expect(try await server.administrator.post("/api/v1/makers", ["name": "Acme", "city": "杭州"]).status == 201)
            let role = try await server.administrator.get("/api/v1/roles?key=member").data[0]["id"]?.string ?? ""
            let file = try await Importing.bring("name,of\n钟,杭州\n", server)
            let columns: JSON = ["name": "name", "of": ["field": "maker", "by": "city"]]
            let payload: JSON = ["file": .string(file), "mapping": ["entity": "gadget", "columns": columns], "dryRun": true]

            #expect(try await Importing.run(payload, server).result["created"] == 1)
            for access in ["masked", "hidden"] as [JSON] {
                let changed = try await server.administrator.patch("/api/v1/roles/\(role)", ["fields": ["maker": ["city": access]]])
                #expect(changed.status == 200, "\(changed.text)")
                let job = try await Importing.run(payload, server)
                #expect(job.state == .failed && job.trouble?.code == "badFile" && job.result == .null, "\(job)")
            }
        }
    }
}
