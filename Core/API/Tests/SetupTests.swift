import API
import Engine
import Kernel
import Testing

@Suite struct SetupTests {
    private static func form(_ token: String, password: String = "a long password") -> JSON {
        ["token": .string(token), "login": "root", "name": "管理员", "password": .string(password)]
    }

    @Test("The one-time token makes the first administrator, once")
    func once() async throws {
        try await withServer { server in
            let token = try #require(try await server.server.setupToken)

            let wrong = try await server.nobody.post("/api/v1/setup", Self.form(token + "x"))
            #expect(wrong.status == 403)
            #expect(wrong.code == "wrongSetupToken")
            let short = try await server.nobody.post("/api/v1/setup", Self.form(token, password: "short"))
            #expect(short.problems == ["password:outOfRange"])
            #expect(try await server.engine.accounts.user(login: "root") == nil)

            let made = try await server.nobody.post("/api/v1/setup", Self.form(token))
            #expect(made.status == 201)
            #expect(made.json["user"]?["isAdministrator"] == true)
            let again = try await server.nobody.post("/api/v1/setup", Self.form(token))
            #expect(again.status == 409)
            #expect(again.code == "alreadySetUp")
            #expect(try await server.server.setupToken == nil)
            let login = try await server.nobody.post("/api/v1/session", ["login": "root", "password": "a long password"])
            #expect(login.status == 201)
        }
    }

    @Test("Of many who come at once with the token, one becomes administrator")
    func race() async throws {
        try await withServer { server in
            let token = try #require(try await server.server.setupToken)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        let form: JSON = [
                            "token": .string(token), "login": .string("root\(number)"), "name": "x", "password": "a long password",
                        ]
                        return try await server.nobody.post("/api/v1/setup", form).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 409, 409, 409, 409, 409])
        }
    }

    @Test("In demo mode there is nothing to set up")
    func demo() async throws {
        try await withServer(settings: APISettings(isDemo: true)) { server in
            let token = try await server.server.setupToken
            #expect(token == nil)
            #expect(try await server.nobody.post("/api/v1/setup", Self.form("x")).status == 409)
        }
    }
}
