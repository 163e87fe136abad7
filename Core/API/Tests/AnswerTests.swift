import API
import Engine
import HTTPTypes
import Kernel
import Store
import Synchronization
import Testing

/// What every answer carries.
@Suite struct AnswerTests {
    @Test("Every answer protects its reader and says nothing of the server")
    func headers() async throws {
        try await withServer { server in
            for path in ["/", "/docs", "/health/live", "/api/v1/gadgets", "/nowhere"] {
                let answer = try await server.clerk.get(path)
                #expect(answer.header("X-Content-Type-Options") == "nosniff", "\(path)")
                #expect(answer.header("X-Frame-Options") == "DENY", "\(path)")
                #expect(answer.header("Referrer-Policy") == "same-origin", "\(path)")
                let policy = answer.header("Content-Security-Policy") ?? ""
                for part in ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"] {
                    #expect(policy.contains(part), "\(path) \(part)")
                }
                #expect(answer.header("Server") == nil, "\(path)")
            }
            #expect(try await server.clerk.get("/api/v1/gadgets").header("Cache-Control") == "no-store")
            #expect(try await server.nobody.get("/api/v1/gadgets").header("Cache-Control") == "no-store")
        }
    }

    @Test("A request has an id, that of a trusted proxy where it is plain, which the problem repeats")
    func requestIDs() async throws {
        var settings = APISettings()
        settings.proxies = Proxies(trusted: try ["127.0.0.1", "::1"].map { try #require(AddressBlock($0)) })
        try await withServer(settings: settings, way: .live) { server in
            let name = try #require(HTTPField.Name("X-Request-Id"))
            let own = try await server.clerk.get("/api/v1/gadgets/1", [name: "proxy-0123.a_b"])
            #expect(own.header("X-Request-Id") == "proxy-0123.a_b")
            #expect(own.json["requestId"] == "proxy-0123.a_b")
            // Without a proxy before the server nobody gives ids.
            try await withServer(way: .live) { server in
                let own = try await server.clerk.get("/api/v1/gadgets/1", [name: "proxy-0123.a_b"])
                #expect(own.header("X-Request-Id") != "proxy-0123.a_b")
            }
            for bad in ["x", "with blank in it", "<script>alert</script>", String(repeating: "a", count: 65)] {
                let answer = try await server.clerk.get("/api/v1/gadgets/1", [name: bad])
                #expect(answer.header("X-Request-Id") != bad)
                #expect(answer.json["requestId"]?.string == answer.header("X-Request-Id"))
            }
        }
    }

    @Test("What was refused for want of rights, or came too often or from elsewhere, is in the log; what was asked for is not")
    func refusals() async throws {
        let lines = Mutex<[String]>([])
        var settings = APISettings()
        settings.limits.requestsPerMinute = 4
        try await withServer(settings: settings, logTo: { line in lines.withLock { $0.append(line) } }) { server in
            _ = try await server.clerk.post("/api/v1/jobs", ["kind": "secretKind"])
            _ = try await server.clerk.post("/api/v1/gadgets", ["name": "secretName"], [.authorization: "", .origin: "https://evil.example"])
            _ = try await server.clerk.get("/api/v1/gadgets/1")
            _ = try await server.clerk.patch("/api/v1/gadgets/1", ["grade": "secretGrade"])
            for _ in 0..<3 { _ = try await server.clerk.get("/api/v1/session?x=secretValue") }

            let refused = lines.withLock { $0 }.filter { $0.hasPrefix("notice refused") }
            #expect(refused.contains("notice refused code=forbidden user=\(server.clerkID)"), "\(refused)")
            #expect(refused.contains("notice refused code=tooManyRequests user=\(server.clerkID)"), "\(refused)")
            #expect(refused.allSatisfy { $0.contains("code=forbidden") || $0.contains("code=tooManyRequests") || $0.contains("code=crossSite") })
            #expect(!lines.withLock { $0 }.joined().contains("secret"))
        }
    }

    @Test("A problem has the members of RFC 9457")
    func problem() async throws {
        try await withServer { server in
            let answer = try await server.clerk.post("/api/v1/gadgets", ["grade": "z"])
            #expect(answer.header("Content-Type") == "application/problem+json")
            #expect(answer.json["type"] == "urn:guanxi:problem:invalid")
            #expect(answer.json["title"] == "Input refused")
            #expect(answer.json["status"] == 422)
            let error = answer.json["errors"]?.array?.first
            #expect(error?["message"] == "There is no option “z”. Please choose one of those listed.")
        }
    }

    @Test("The server lives without its database, and is ready only with it")
    func health() async throws {
        try await withServer { server in
            #expect(try await server.nobody.get("/health/live").json == ["status": "ok"])
            #expect(try await server.nobody.get("/health/ready").status == 200)

            await server.engine.database.close()
            #expect(try await server.nobody.get("/health/live").status == 200)
            let ready = try await server.nobody.get("/health/ready")
            #expect(ready.status == 503)
            #expect(ready.header("Retry-After") != nil)
            let list = try await server.clerk.get("/api/v1/gadgets")
            #expect(list.status == 503)
            #expect(list.code == "unavailable")
        }
    }
}
