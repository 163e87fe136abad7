import API
import Engine
import HTTPTypes
import Kernel
import Store
import Testing

/// The pages between this server and another system that vouches for people.
@Suite struct SingleSignOnTests {
    /// Vouches for whoever comes back with the memory that it gave.
    private struct Other: SingleSignOn {
        let login: String
        var subject: String?

        func begin() async throws -> (page: String, memory: String) { ("https://login.example.com/authorize?state=s", "a.b.c") }

        func finish(answer: [String: String], memory: String) async throws -> Person {
            struct Wrong: Error {}
            guard answer["state"] == "s", memory == "a.b.c" else { throw Wrong() }
            return Person(login: login, name: "新人", subject: subject.map { Person.Subject(issuer: "https://login.example.com", id: $0) })
        }
    }

    private static func settings(_ login: String, subject: String? = nil, creating: Bool = false) -> APISettings {
        var settings = APISettings(sessionCookieIsSecure: true)
        settings.singleSignOn = Other(login: login, subject: subject)
        settings.createsUsers = creating
        return settings
    }

    private static func cookies(_ answer: Answer) -> [String] { answer.headers[values: .setCookie] }

    private static func comeBack(_ server: TestServer, _ query: String = "code=c&state=s") async throws -> Answer {
        try await server.nobody.get("/login/oidc/callback?\(query)", [.cookie: "__Host-guanxi_oidc=a.b.c"])
    }

    @Test("A browser goes to the other system and comes back into a session")
    func wayIn() async throws {
        try await withServer(settings: Self.settings("clerk")) { server in
            let out = try await server.nobody.get("/login/oidc")
            #expect(out.status == 302 && out.header("Location") == "https://login.example.com/authorize?state=s")
            let memory = try #require(Self.cookies(out).first)
            for part in ["__Host-guanxi_oidc=a.b.c", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600"] { #expect(memory.contains(part), "\(part)") }

            let back = try await Self.comeBack(server)
            #expect(back.status == 200 && back.text.contains("url=/"))
            let session = try #require(Self.cookies(back).first { $0.hasPrefix("__Host-guanxi_session=") })
            #expect(session.contains("SameSite=Strict") && Self.cookies(back).contains { $0.hasPrefix("__Host-guanxi_oidc=;") })
            let cookie = String(session.prefix { $0 != ";" })
            #expect(try await server.nobody.get("/api/v1/session", [.cookie: cookie]).json["user"]?["login"] == "clerk")
        }
    }

    @Test("Another site sends nobody out to log in; its own way back works")
    func crossSite() async throws {
        try await withServer(settings: Self.settings("clerk")) { server in
            let name = try #require(HTTPField.Name("Sec-Fetch-Site"))

            #expect(try await server.nobody.get("/login/oidc", [name: "cross-site"]).code == "crossSite")
            for site in ["none", "same-origin", "same-site"] { #expect(try await server.nobody.get("/login/oidc", [name: site]).status == 302) }
            let back = try await server.nobody.get(
                "/login/oidc/callback?code=c&state=s", [.cookie: "__Host-guanxi_oidc=a.b.c", name: "cross-site"])
            #expect(back.status == 200)
        }
    }

    @Test("An administrator makes the server forget as whom a user comes from there, and nobody else does")
    func forgetting() async throws {
        try await withServer(settings: Self.settings("clerk", subject: "s1")) { server in
            let path = "/api/v1/user-accounts/\(server.clerkID)/single-sign-on"
            #expect(try await Self.comeBack(server).status == 200)
            try await server.engine.database.write { try $0.execute("UPDATE single_sign_on SET subject = 'other'") }
            #expect(try await Self.comeBack(server).code == "singleSignOnFailed")

            #expect(try await server.administrator.delete(path).code == "sessionNeeded")
            let boss = try #require(try await server.engine.accounts.user(login: "boss"))
            let session = try await server.engine.accounts.logIn(boss, provedBy: .directory, from: Origin()).secret
            #expect(try await server.nobody.delete(path, [.cookie: "__Host-guanxi_session=\(session)"]).status == 204)
            #expect(try await Self.comeBack(server).status == 200)
        }
    }

    @Test("Whoever is no user here stays out, unless users are made; a user who is switched off stays out in any case")
    func strangers() async throws {
        try await withServer(settings: Self.settings("ghost")) { server in
            let refused = try await Self.comeBack(server)
            #expect(refused.status == 401 && refused.code == "singleSignOnFailed" && Self.cookies(refused).isEmpty)
            #expect(try await server.auditor().get("/api/v1/security-log?kind=logInFailed").data.first?["details"]?["step"] == "singleSignOn")
        }
        try await withServer(settings: Self.settings("ghost", creating: true)) { server in
            #expect(try await Self.comeBack(server).status == 200)
            let id = try #require(try await server.engine.accounts.user(login: "ghost"))
            try await server.engine.perform(.edit(id, ["isActive": .flag(false)]), on: User.schema.definition, as: .system)
            #expect(try await Self.comeBack(server).code == "singleSignOnFailed")
        }
    }

    @Test("An answer without the browser's memory, or that the other system does not know, opens nothing")
    func forged() async throws {
        try await withServer(settings: Self.settings("clerk")) { server in
            let bare = try await server.nobody.get("/login/oidc/callback?code=c&state=s")
            let wrong = try await Self.comeBack(server, "code=c&state=t")

            #expect(bare.code == "singleSignOnFailed" && wrong.code == "singleSignOnFailed")
            #expect(!wrong.text.contains("Wrong"))
        }
        try await withServer { server in
            let none = try await server.nobody.get("/login/oidc")
            #expect(none.status == 404)
        }
    }
}
