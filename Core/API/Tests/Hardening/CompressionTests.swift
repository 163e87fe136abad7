import HTTPTypes
import Kernel
import Testing

@Suite struct CompressionTests {
    private static let gzip: HTTPFields = [.acceptEncoding: "gzip, deflate;q=0.5"]

    private static func fill(_ server: TestServer) async throws -> String {
        let text = String(repeating: "长长的备注 ", count: 300)
        return "/api/v1/gadgets/" + (try await server.clerk.post("/api/v1/gadgets", ["name": "x", "notes": .string(text)]).id)
    }

    @Test("A long answer is packed for who asks, and is the same when unpacked")
    func packed() async throws {
        try await withServer { server in
            let path = try await Self.fill(server)
            let plain = try await server.clerk.get(path), packed = try await server.clerk.get(path, Self.gzip)

            #expect(plain.header("Content-Encoding") == nil && plain.header("Vary")?.contains("Accept-Encoding") == true)
            #expect(packed.header("Content-Encoding") == "gzip" && packed.header("Vary")?.contains("Accept-Encoding") == true)
            #expect(packed.bytes.count < plain.bytes.count / 4)
            #expect(try gunzip(packed.bytes) == plain.bytes)
        }
    }

    @Test("The tag of a packed answer differs, and is taken where the other is")
    func tags() async throws {
        try await withServer { server in
            // Without the number of parts, which changes while the version stays.
            let path = try await Self.fill(server) + "?fields=name,notes"
            let tag = try #require(try await server.clerk.get(path, Self.gzip).header("ETag"))

            #expect(tag == "\"1-gzip\"")
            #expect(try await server.clerk.get(path, [.ifNoneMatch: tag]).status == 304)
            #expect(try await server.clerk.patch(path, ["name": "y"], [.ifMatch: tag]).status == 200)
            #expect(try await server.clerk.patch(path, ["name": "z"], [.ifMatch: tag]).status == 412)
        }
    }

    @Test("Nothing is packed that is short, refused, or of a login")
    func notPacked() async throws {
        try await withServer { server in
            let path = try await Self.fill(server)
            for encoding in ["", "br", "gzip;q=0", "*;q=0", "deflate"] {
                #expect(try await server.clerk.get(path, [.acceptEncoding: encoding]).header("Content-Encoding") == nil, "\(encoding)")
            }
            #expect(try await server.clerk.get("/health/live", Self.gzip).header("Content-Encoding") == nil)
            #expect(try await server.clerk.get("/api/v1/session", Self.gzip).header("Content-Encoding") == nil)
            #expect(try await server.clerk.patch(path, ["name": "y"], Self.gzip).header("Content-Encoding") == nil)
        }
    }

    @Test("A file is packed as it streams")
    func export() async throws {
        try await withServer { server in
            _ = try await Self.fill(server)
            let plain = try await server.clerk.get("/api/v1/gadgets/export"), packed = try await server.clerk.get("/api/v1/gadgets/export", Self.gzip)

            #expect(try gunzip(packed.bytes) == plain.bytes)
        }
    }

    @Test("A compressed body is refused")
    func bodies() async throws {
        try await withServer { server in
            for (path, type) in [("/api/v1/gadgets", "application/json"), ("/api/v1/imports?entity=gadget", "text/csv")] {
                let answer = try await server.clerk.send(.post, path, bytes: [0x1F, 0x8B, 8, 0], [.contentType: type, .contentEncoding: "gzip"])
                #expect(answer.status == 415 && answer.code == "contentEncoding")
            }
        }
    }
}
