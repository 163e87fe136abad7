@testable import API
@testable import Engine
import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

/// Files that come in over the API, hang on records, and go out again.
@Suite struct AttachmentRouteTests {
    private static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(repeating: 7, count: 700_000)

    private static func attach(_ bytes: [UInt8], named name: String, to gadget: String, by caller: Caller) async throws -> Answer {
        try await caller.send(.post, "/api/v1/gadgets/\(gadget)/attachments?name=\(encoded(name))", bytes: bytes)
    }

    @Test("A file comes out as it went in, under a name in any language", arguments: Dialect.allCases)
    func roundTrip(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            let gadget = try await server.clerk.post("/api/v1/gadgets", ["name": "g"]).id
            let made = try await Self.attach(Self.picture, named: "合同 \"扫描\".png", to: gadget, by: server.clerk)
            #expect(made.status == 201 && made.json["name"] == "合同 扫描.png" && made.json["type"] == "image/png")
            #expect(made.json["size"] == JSON(Self.picture.count))

            let saved = try await server.clerk.get("/api/v1/attachments/\(made.id)/content")
            #expect(saved.status == 200 && saved.bytes == Self.picture)
            #expect(saved.header("Content-Disposition")?.hasPrefix("attachment; filename=\"__ __.png\"; filename*=UTF-8''%E5%90%88") == true)
            let shown = try await server.clerk.get("/api/v1/attachments/\(made.id)/content?inline=true")
            #expect(shown.header("Content-Disposition")?.hasPrefix("inline") == true && shown.header("Content-Type") == "image/png")
            #expect(try await server.clerk.get("/api/v1/attachments?record=\(gadget)").data.map { $0["id"]?.string } == [made.id])
        }
    }

    @Test("What only looks harmless is neither kept nor shown")
    func hostile() async throws {
        try await withServer { server in
            let gadget = try await server.clerk.post("/api/v1/gadgets", ["name": "g"]).id
            func attach(_ text: String, _ name: String) async throws -> Answer {
                try await Self.attach(Array(text.utf8), named: name, to: gadget, by: server.clerk)
            }
            #expect(try await attach("MZ\u{90}", "invoice.pdf").problems == ["file:program"])
            #expect(try await attach("", "a.txt").problems == ["file:required"])
            let page = try await attach("<script>alert(1)</script>", "../../a\u{202E}gpj.html")
            #expect(page.json["name"] == "agpj.html")
            let content = try await server.clerk.get("/api/v1/attachments/\(page.id)/content?inline=true")
            #expect(content.header("Content-Disposition")?.hasPrefix("attachment") == true)
            #expect(content.header("Content-Type") == "application/octet-stream")
            #expect(content.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
            #expect(try await attach("%PDF-1.7", "report.exe").json["name"] == "report.pdf")
            #expect(try await server.clerk.post("/api/v1/attachments", ["name": "x", "entity": "gadget", "record": .string(gadget)]).status == 422)
        }
    }

    @Test("A file that is too large is refused and leaves nothing behind")
    func tooLarge() async throws {
        var settings = APISettings()
        settings.maximumFileBytes = 100_000
        try await withServer(settings: settings) { server in
            let gadget = try await server.clerk.post("/api/v1/gadgets", ["name": "g"]).id
            #expect(try await Self.attach(Self.picture, named: "a.png", to: gadget, by: server.clerk).status == 413)
            #expect(Self.files(server.engine).isEmpty)
            #expect(try await server.clerk.get("/api/v1/attachments").data == [])
        }
    }

    /// What lies in the folder, drafts of uploads among it.
    private static func files(_ engine: Engine) -> [String] {
        let names = FileManager.default.enumerator(at: engine.contents.url, includingPropertiesForKeys: [.isRegularFileKey])
        return (names?.allObjects as? [URL] ?? []).filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }.map(\.path)
    }
}
