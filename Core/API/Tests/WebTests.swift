import API
import Foundation
import HTTPTypes
import Kernel
import TestKit
import Testing

/// The browser pages as files.
@Suite struct WebTests {
    @Test("Every address under /app is the one page, under a policy that lets nothing be evaluated and nothing come from elsewhere")
    func page() async throws {
        try await withPages { server in
            for path in ["/app", "/app/", "/app/customers/12345?view=mine"] {
                let answer = try await server.nobody.get(path, [.acceptLanguage: "en"])

                #expect(answer.status == 200)
                #expect(answer.text.contains("<html lang=\"en\">"))
                let policy = try #require(answer.headers[.contentSecurityPolicy])
                #expect(policy.contains("script-src 'self';") && policy.contains("style-src 'self';") && policy.contains("default-src 'none'"))
                #expect(!policy.contains("unsafe") && !policy.contains("http"))
                // All that the page names comes from the page's own stamp.
                #expect(try !files(of: answer.text).isEmpty)
            }
            #expect(try await server.nobody.get("/").headers[.location] == "/app/")
        }
    }

    @Test("The files of a page are kept for ever, packed, under an address that changes with their contents")
    func files() async throws {
        let first = try await withPages { server in
            let path = try #require(try files(of: await server.nobody.get("/app/").text).first { $0.hasSuffix("main.js") })
            let plain = try await server.nobody.get(path)
            let packed = try await server.nobody.get(path, [.acceptEncoding: "gzip"])

            #expect(plain.status == 200 && plain.text == script)
            #expect(plain.headers[.contentType] == "text/javascript; charset=utf-8")
            #expect(plain.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(packed.headers[.contentEncoding] == "gzip" && packed.bytes.count < plain.bytes.count)
            // The page of another version finds nothing rather than something that does not fit.
            #expect(try await server.nobody.get(path.replacing("/web/", with: "/web/x")).status == 404)
            return path
        }
        let second = try await withPages(["shell/other.js": "1"]) { server in
            try #require(try files(of: await server.nobody.get("/app/").text).first { $0.hasSuffix("main.js") })
        }
        #expect(first != second)
    }

    @Test("A branch behind one address may fetch as many files as its people need")
    func branch() async throws {
        var settings = APISettings()
        settings.limits.anonymousRequestsPerMinute = 3
        try await withPages(settings: settings) { server in
            let path = try #require(try files(of: await server.nobody.get("/app/").text).first { $0.hasSuffix("main.js") })

            for _ in 1...10 { #expect(try await server.nobody.get(path).status == 200) }
        }
    }

    @Test("What is no file of the pages cannot be fetched", arguments: ["README.md", "../secret.js", "..%2Fsecret.js", "shell", "", "shell/../../secret.js"])
    func outside(_ name: String) async throws {
        try await withPages(["README.md": "x"]) { server in
            let base = try #require(try files(of: await server.nobody.get("/app/").text).first { $0.hasSuffix("main.js") }).replacing("shell/main.js", with: "")

            #expect(try await server.nobody.get(base + name).status == 404)
        }
    }

    @Test("A module's pages and its words for them are served beside those of the shell")
    func modules() async throws {
        try await withPages { server in
            let base = try #require(try files(of: await server.nobody.get("/app/").text).first { $0.hasSuffix("main.js") }).replacing("shell/main.js", with: "")

            #expect(try await server.nobody.get(base + "modules/workshop/index.js").text == "export default 1")
            #expect(try await server.nobody.get(base + "modules.json").json == ["workshop"])
            #expect(try await server.nobody.get(base + "texts/en.json").json["shell.brand"]?.string == "Guanxi")
        }
    }

    @Test("Before the log-in the page learns how one comes in, and nothing else")
    func entrance() async throws {
        try await withPages { server in
            let answer = try await server.nobody.get("/login/options")

            // These users have tokens; nobody has a password yet.
            #expect(answer.json == ["session": false, "setup": true, "singleSignOn": false, "demo": false])
            // A session is known by its cookie.
            let cookie = "guanxi_session=" + (server.clerk.token ?? "")
            #expect(try await server.nobody.get("/login/options", [.cookie: cookie]).json["session"]?.flag == true)
        }
    }

    private let script = String(repeating: "export const answer = 42\n", count: 100)

    /// A server with a few files as its pages.
    private func withPages<T: Sendable>(
        _ more: [String: String] = [:], settings: APISettings = APISettings(), _ test: @escaping @Sendable (TestServer) async throws -> T
    ) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guanxi-pages-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [
            "pages/shell/main.js": script, "pages/shell/first.js": "0", "pages/styles/1.css": "a{}", "pages/texts/en.json": #"{"shell.brand":"Guanxi"}"#,
            "pages/texts/zh-CN.json": "{}", "secret.js": "secret", "workshop/index.js": "export default 1",
        ].merging(more.map { ("pages/" + $0, $1) }) { $1 }
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        var settings = settings
        settings.web = WebFolders(pages: folder.appending(path: "pages"), modules: ["workshop": folder.appending(path: "workshop")])
        return try await withServer(settings: settings, test)
    }

    private func files(of page: String) throws -> [String] {
        page.matches(of: try Regex(#"(?:href|src)="(/web/[^"]+)""#)).compactMap { $0.output[1].substring.map(String.init) }
    }
}
