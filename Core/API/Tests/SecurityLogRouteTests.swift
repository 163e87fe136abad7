import Engine
import Kernel
import TestKit
import Testing

@Suite struct SecurityLogRouteTests {
    @Test("Whoever may reads the log over the interface; filters are read strictly")
    func reading() async throws {
        try await withServer { server in
            _ = try await server.administrator.get("/api/v1/gadgets/export")
            let auditor = try await server.auditor()

            let page = try await auditor.get("/api/v1/security-log?kind=export&limit=5")
            #expect(page.status == 200)
            #expect(page.data.first?["actor"]?["title"] == "boss")
            #expect(page.data.first?["subject"] == ["entity": "gadget", "id": nil])
            let file = try await auditor.get("/api/v1/security-log/export")
            #expect(file.status == 200 && file.text.contains("gadget") && file.header("Content-Type") == "text/csv; charset=utf-8")
            #expect(try await server.administrator.get("/api/v1/security-log").code == "forbidden")
            #expect(try await server.clerk.get("/api/v1/security-log").code == "forbidden")
            #expect(try await server.clerk.get("/api/v1/security-log/export").code == "forbidden")
            #expect(try await server.nobody.get("/api/v1/security-log").status == 401)
            for (query, problem) in [
                ("kind=x", "kind:unknownOption"), ("actor=x", "actor:badReference"), ("from=yesterday", "from:badDateTime"),
                ("cursor=-1", "cursor:badCursor"), ("limit=0", "limit:outOfRange"), ("other=1", "other:unknownField"),
            ] {
                #expect(try await auditor.get("/api/v1/security-log?\(query)").problems == [problem])
            }
        }
    }
}

extension TestServer {
    /// Somebody who reads the security log.
    func auditor() async throws -> Caller {
        let role = try await engine.makeRole("reader", grants: ["*": ["read": "all"]], abilities: [.readSecurityLog])
        let values: Values = ["login": .text("auditor"), "name": .text("auditor"), "roles": .list([.reference(role)])]
        let user = try await engine.perform(.create(values), on: User.schema.definition, as: .system).id
        return Caller(nobody.client, token: try await engine.accounts.grant(.token, to: user, name: "test", milliseconds: 3_600_000).secret)
    }
}
