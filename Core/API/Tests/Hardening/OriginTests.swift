import API
import HTTPTypes
import Kernel
import Testing

@Suite struct OriginTests {
    private static let page = "https://app.example.com"

    private static func headers(_ fields: [String: String]) -> HTTPFields {
        var headers: HTTPFields = [:]
        for (name, value) in fields { HTTPField.Name(name).map { headers[$0] = value } }
        return headers
    }

    private static func settings() -> APISettings {
        var settings = APISettings()
        settings.corsOrigins = [page]
        return settings
    }

    @Test("A listed origin may ask, with its user's login")
    func listed() async throws {
        try await withServer(settings: Self.settings()) { server in
            let preflight = try await server.nobody.send(
                .options, "/api/v1/gadgets", nil, Self.headers(["Origin": Self.page, "Access-Control-Request-Method": "POST"]))
            #expect(preflight.status == 204)
            #expect(preflight.header("Access-Control-Allow-Origin") == Self.page)
            #expect(preflight.header("Access-Control-Allow-Credentials") == "true")
            #expect(preflight.header("Access-Control-Allow-Headers")?.contains("Idempotency-Key") == true)

            let cookie = "guanxi_session=\(server.clerk.token ?? "")"
            let post = try await server.nobody.post(
                "/api/v1/gadgets", ["name": "x"],
                Self.headers(["Origin": Self.page, "Sec-Fetch-Site": "same-site", "Cookie": cookie]))
            #expect(post.status == 201)
            #expect(post.header("Access-Control-Allow-Origin") == Self.page)
            #expect(post.header("Vary")?.contains("Origin") == true)
        }
    }

    @Test("No other origin is let in, however alike", arguments: [
        "https://evil.example.com", "http://app.example.com", "https://app.example.com:444", "https://app.example.com.evil.org", "null", "*",
    ])
    func others(_ origin: String) async throws {
        try await withServer(settings: Self.settings()) { server in
            let preflight = try await server.nobody.send(
                .options, "/api/v1/gadgets", nil, Self.headers(["Origin": origin, "Access-Control-Request-Method": "POST"]))
            #expect(preflight.status == 401)
            #expect(preflight.header("Access-Control-Allow-Origin") == nil)

            let cookie = "guanxi_session=\(server.clerk.token ?? "")"
            let post = try await server.nobody.post(
                "/api/v1/gadgets", ["name": "x"], Self.headers(["Origin": origin, "Sec-Fetch-Site": "cross-site", "Cookie": cookie]))
            #expect(post.status == 403)
            #expect(post.header("Access-Control-Allow-Origin") == nil)
        }
    }

    @Test("Without a list nothing is said of origins")
    func off() async throws {
        try await withServer { server in
            let answer = try await server.clerk.get("/api/v1/gadgets", Self.headers(["Origin": Self.page]))
            #expect(answer.status == 200)
            #expect(answer.header("Access-Control-Allow-Origin") == nil)
        }
    }
}
