import API
import Foundation
import Engine
import HTTPTypes
import HummingbirdTesting
import Kernel
import Logging
import ServiceLifecycle
import Store
import Synchronization
import TestKit
import Testing

/// What only a real socket shows.
@Suite struct ConnectionTests {
    @Test("A query whose client went away is interrupted", arguments: [Dialect.sqlite, .postgres])
    func departure(_ dialect: Dialect) async throws {
        let slow = Mutex<SlowDatabase?>(nil)
        try await withServer(dialect, way: .live, through: { base in
            slow.withLock { slow in
                let made = SlowDatabase(base)
                slow = made
                return made
            }
        }) { server in
            let database = try #require(slow.withLock { $0 })
            let connection = try RawConnection(port: try #require(server.nobody.client.port))
            database.isSlow = true
            try connection.send("GET /api/v1/gadgets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(server.clerk.token ?? "")\r\n\r\n")
            try await eventually { database.started > 0 }
            connection.close()

            try await eventually { database.endings.contains(.cancelled) }
            database.isSlow = false
            #expect(try await server.clerk.get("/api/v1/gadgets").status == 200)
        }
    }

    @Test("When the server stops, a running request ends and no other is taken")
    func shutdown() async throws {
        let slow = Mutex<SlowDatabase?>(nil)
        try await withServer(through: { base in
            let made = SlowDatabase(base, rows: 1_500_000)
            slow.withLock { $0 = made }
            return made
        }) { server in
            let database = try #require(slow.withLock { $0 })
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            var settings = APISettings(port: 0)
            settings.whenRunning = { port.yield($0) }
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let stopping = try APIServer(engine: server.engine, settings: settings, logger: logger)
            let group = ServiceGroup(configuration: .init(services: [stopping.application], logger: logger))
            async let running: Void = group.run()
            let number = try #require(await ports.first { _ in true })

            database.isSlow = true
            let connection = try RawConnection(port: number)
            try connection.send("GET /api/v1/gadgets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(server.clerk.token ?? "")\r\n\r\n")
            try await eventually { database.started > 0 }
            await group.triggerGracefulShutdown()
            let answer = await connection.receive(until: "\"next\"")

            #expect(answer.hasPrefix("HTTP/1.1 200"))
            try await running
            #expect(throws: RawConnection.Failed.self) { try RawConnection(port: number) }
            connection.close()
        }
    }

    @Test("A connection serves one request after the other")
    func keepAlive() async throws {
        try await withServer(way: .live) { server in
            let connection = try RawConnection(port: try #require(server.nobody.client.port))
            for _ in 0..<3 {
                try connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let alive = await connection.receive(until: "{\"status\":\"ok\"}")
                #expect(alive.hasPrefix("HTTP/1.1 200"))
            }
            connection.close()
        }
    }

    @Test("A body that comes in pieces without a length is read no further than the limit")
    func chunked() async throws {
        try await withServer(settings: APISettings(maximumBodyBytes: 10_000), way: .live) { server in
            let port = try #require(server.nobody.client.port)
            let head = "POST /api/v1/gadgets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer \(server.clerk.token ?? "")\r\n"

            let small = try RawConnection(port: port)
            try small.send(head + "Transfer-Encoding: chunked\r\n\r\nc\r\n{\"name\":\"x\"}\r\n0\r\n\r\n")
            let made = await small.receive(until: "\"x\"")
            #expect(made.hasPrefix("HTTP/1.1 201"))
            small.close()

            let large = try RawConnection(port: port)
            let chunk = "400\r\n" + String(repeating: " ", count: 1_024) + "\r\n"
            try large.send(head + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 20))
            let tooLarge = await large.receive(until: "bodyTooLarge")
            #expect(tooLarge.hasPrefix("HTTP/1.1 413"))
            large.close()

            let lying = try RawConnection(port: port)
            try lying.send(head + "Content-Length: 99999999999\r\n\r\n{}")
            let lied = await lying.receive(until: "bodyTooLarge")
            #expect(lied.hasPrefix("HTTP/1.1 413"))
            lying.close()
        }
    }

    @Test("Headers and addresses that are too large are told so, as is what is no HTTP")
    func limits() async throws {
        try await withServer(way: .live) { server in
            let port = try #require(server.nobody.client.port)
            let long = String(repeating: "x", count: 70_000)
            let many = (0..<120).map { "X-Number-\($0): 1\r\n" }.joined()
            for (request, status, code) in [
                ("GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: \(long)\r\n\r\n", 431, "headersTooLarge"),
                ("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\(many)\r\n", 431, "headersTooLarge"),
                ("GET /?\(long) HTTP/1.1\r\nHost: localhost\r\n\r\n", 431, "headersTooLarge"),
                ("GET /?\(long.prefix(40_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "addressTooLong"),
                ("NONSENSE\r\n\r\n", 400, "malformed"),
            ] {
                let connection = try RawConnection(port: port)
                try connection.send(request)
                let heard = await connection.receive(until: "\"urn:guanxi:problem:\(code)\"")
                #expect(heard.hasPrefix("HTTP/1.1 \(status) "), "\(heard.prefix(300))")
                #expect(heard.contains("urn:guanxi:problem:\(code)") && heard.lowercased().contains("content-type: application/problem+json"))
                #expect(heard.lowercased().contains("x-content-type-options: nosniff") && heard.contains("default-src 'none'"), "\(status)")
                connection.close()
            }
        }
    }

    @Test("Behind a trusted proxy that speaks TLS, browsers are told to keep to it; nobody else is believed")
    func proxies() async throws {
        var settings = APISettings()
        settings.proxies = Proxies(trusted: try [#require(AddressBlock("127.0.0.0/8"))])
        let headers: HTTPFields = try [
            #require(HTTPField.Name("X-Forwarded-For")): "203.0.113.7", #require(HTTPField.Name("X-Forwarded-Proto")): "https",
        ]
        try await withServer(settings: settings, way: .live) { server in
            let forwarded = try await server.nobody.get("/health/live", headers), direct = try await server.nobody.get("/health/live")
            #expect(forwarded.header("Strict-Transport-Security") == "max-age=31536000")
            #expect(direct.header("Strict-Transport-Security") == nil)
        }
        try await withServer(way: .live) { server in
            let forwarded = try await server.nobody.get("/health/live", headers)
            #expect(forwarded.header("Strict-Transport-Security") == nil)
        }
    }

    @Test("Behind a trusted proxy, log-ins are those of its clients and not of the proxy")
    func origins() async throws {
        var settings = APISettings()
        settings.proxies = Proxies(trusted: try [#require(AddressBlock("127.0.0.0/8"))])
        try await withServer(settings: settings, way: .live) { server in
            let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
            try await server.engine.accounts.setPassword("tallest giraffe ever", of: server.clerkID)
            let body: JSON = ["login": "clerk", "password": "tallest giraffe ever"]
            let cookie = try await server.nobody.post("/api/v1/session", body, [forwarded: "203.0.113.7"])
            #expect(cookie.status == 201)

            let listed = try await server.clerk.get("/api/v1/session/accesses").data.filter { $0["kind"] == "session" }
            #expect(listed.map { $0["address"] } == ["203.0.113.7"])
            // Fifty that fail from one address hold back that address alone.
            for number in 0..<51 {
                _ = try await server.nobody.post("/api/v1/session", ["login": .string("nobody \(number)"), "password": "x"], [forwarded: "203.0.113.8"])
            }
            #expect(try await server.nobody.post("/api/v1/session", body, [forwarded: "203.0.113.8"]).status == 429)
            #expect(try await server.nobody.post("/api/v1/session", body, [forwarded: "203.0.113.9"]).status == 201)
        }
    }

    @Test("Bytes that are no HTTP close the connection and nothing else")
    func garbage() async throws {
        try await withServer(way: .live) { server in
            let port = try #require(server.nobody.client.port)
            for bytes in ["\u{1}\u{2}\u{3}\r\n\r\n", "GET\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
                let connection = try RawConnection(port: port)
                try connection.send(bytes)
                let heard = await connection.receive(until: "\r\n\r\n")
                #expect(!heard.contains(" 500 "))
                connection.close()
            }
            #expect(try await server.nobody.get("/health/live").status == 200)
        }
    }
}
