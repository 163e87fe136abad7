import API
import Engine
import HTTPTypes
import Kernel
import Synchronization
import Testing

/// Logging in and out, and what keeps other sites away.
@Suite struct SessionTests {
    private static let password = "correct horse battery"

    private static func logIn(_ server: TestServer, _ password: String = password) async throws -> Answer {
        try await server.nobody.post("/api/v1/session", ["login": "clerk", "password": .string(password)])
    }

    private static func cookie(_ answer: Answer) throws -> String {
        String(try #require(answer.header("Set-Cookie")?.split(separator: ";").first))
    }

    @Test("A login gives a cookie that scripts cannot read, and that ends with the logout")
    func session() async throws {
        try await withServer(settings: APISettings(sessionCookieIsSecure: true)) { server in
            try await server.engine.accounts.setPassword(Self.password, of: server.clerkID)

            let answer = try await Self.logIn(server)
            #expect(answer.status == 201)
            #expect(answer.json["user"]?["login"] == "clerk")
            #expect(answer.json["token"] == nil)
            let header = try #require(answer.header("Set-Cookie"))
            for part in ["__Host-guanxi_session=", "HttpOnly", "SameSite=Strict", "Path=/", "Secure", "Max-Age=43200"] { #expect(header.contains(part), "\(part)") }

            let cookie = try Self.cookie(answer)
            let me = try await server.nobody.get("/api/v1/session", [.cookie: cookie])
            #expect(me.json["user"]?["name"] == "clerk")
            #expect(try await server.nobody.get("/api/v1/gadgets", [.cookie: cookie]).status == 200)
            let out = try await server.nobody.delete("/api/v1/session", [.cookie: cookie])
            #expect(out.status == 204)
            #expect(out.header("Set-Cookie")?.contains("Max-Age=0") == true)
            #expect(try await server.nobody.get("/api/v1/gadgets", [.cookie: cookie]).status == 401)
        }
    }

    @Test("Whoever has no rights comes in all the same, and learns who they are and nothing of others")
    func withoutRights() async throws {
        try await withServer { server in
            let user = try await server.engine.perform(
                .create(["login": .text("new"), "name": .text("新人")]), on: User.schema.definition, as: .system).id
            try await server.engine.accounts.setPassword(Self.password, of: user)

            let answer = try await server.nobody.post("/api/v1/session", ["login": "new", "password": .string(Self.password)])
            #expect(answer.status == 201 && answer.json["user"]?["name"] == "新人")
            let cookie = try Self.cookie(answer)

            #expect(try await server.nobody.get("/api/v1/session", [.cookie: cookie]).json["user"]?["login"] == "new")
            #expect(try await server.nobody.get("/api/v1/users/\(user)", [.cookie: cookie]).status == 403)
        }
    }

    @Test("A wrong password and an unknown login get the same answer")
    func wrongPassword() async throws {
        try await withServer { server in
            try await server.engine.accounts.setPassword(Self.password, of: server.clerkID)

            let wrong = try await Self.logIn(server, "incorrect horse")
            let unknown = try await server.nobody.post("/api/v1/session", ["login": "ghost", "password": "incorrect horse"])
            #expect(wrong.status == 401)
            #expect(wrong.code == "wrongLogin")
            #expect(unknown.json["detail"] == wrong.json["detail"])
            #expect(try await server.nobody.post("/api/v1/session", [:]).problems == ["login:required", "password:required"])
            #expect(try await server.nobody.post("/api/v1/session", ["login": 1, "password": "x"]).problems == ["login:wrongType"])
            #expect(try await server.nobody.post("/api/v1/session", ["login": "a\u{0}", "password": "x"]).problems == ["login:badCharacter"])
            let form = try await server.nobody.send(
                .post, "/api/v1/session", bytes: Array("login=clerk".utf8), [.contentType: "application/x-www-form-urlencoded"])
            #expect(form.status == 403 || form.status == 415)
        }
    }

    @Test("A session that has ended is refused")
    func expired() async throws {
        let now = Mutex(testTime)
        try await withServer(clock: Clock { now.withLock { $0 } }) { server in
            try await server.engine.accounts.setPassword(Self.password, of: server.clerkID)
            let cookie = try Self.cookie(try await Self.logIn(server))
            #expect(try await server.nobody.get("/api/v1/session", [.cookie: cookie]).status == 200)

            now.withLock { $0 = $0 + Accounts.sessionLength }
            let late = try await server.nobody.get("/api/v1/session", [.cookie: cookie])
            #expect(late.status == 401)
            #expect(late.code == "notLoggedIn")
        }
    }

    @Test("A change that another site's page sends with the user's cookie is refused")
    func crossSite() async throws {
        try await withServer { server in
            try await server.engine.accounts.setPassword(Self.password, of: server.clerkID)
            let cookie = try Self.cookie(try await Self.logIn(server))
            func create(_ name: String, _ value: String) async throws -> Int {
                let field = try #require(HTTPField.Name(name))
                return try await server.nobody.post("/api/v1/gadgets", ["name": "x"], [.cookie: cookie, field: value]).status
            }

            #expect(try await create("Sec-Fetch-Site", "same-origin") == 201)
            #expect(try await create("Sec-Fetch-Site", "cross-site") == 403)
            #expect(try await create("Sec-Fetch-Site", "same-site") == 403)
            #expect(try await create("Origin", "http://localhost") == 201)
            #expect(try await create("Origin", "https://evil.example") == 403)
            #expect(try await create("Origin", "null") == 403)
            let form = try await server.nobody.send(
                .post, "/api/v1/gadgets", bytes: Array("{}".utf8), [.cookie: cookie, .contentType: "text/plain"])
            #expect(form.status == 403)
            #expect(form.code == "crossSite")
        }
    }

    @Test("The user's language speaks where the browser names none")
    func language() async throws {
        try await withServer { server in
            #expect(try await server.clerk.get("/api/v1/gadgets/1").header("Content-Language") == "en")
            #expect(try await server.administrator.get("/api/v1/gadgets/1").header("Content-Language") == "zh-CN")
            let asked = try await server.clerk.get("/api/v1/gadgets/1", [.acceptLanguage: "zh-CN,en;q=0.5"])
            #expect(asked.header("Content-Language") == "zh-CN")
            #expect(asked.json["detail"]?.string?.contains("小玩意") == true)
            #expect(try await server.nobody.get("/api/v1/gadgets", [.acceptLanguage: "en"]).header("Content-Language") == "en")
        }
    }
}
