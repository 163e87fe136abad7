import Foundation
import HTTPTypes
import Kernel
import Testing

@Suite struct OpenAPITests {
    @Test("The document parses, its references lead somewhere and its operations have names of their own")
    func document() async throws {
        try await withServer { server in
            let answer = try await server.nobody.get("/openapi.json", [.acceptLanguage: "en"])
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            let document = answer.json
            #expect(document["openapi"] == "3.1.0")
            for reference in Self.references(in: document) {
                let found = reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
                #expect(found != .null, "\(reference)")
            }
            let names = Self.operations(document).compactMap { $0.operation["operationId"]?.string }
            #expect(Set(names).count == names.count)
            #expect(names.contains("list_gadget") && names.contains("act_retire_gadget"))
            // For a validator from outside: PyPI openapi-spec-validator.
            if let path = ProcessInfo.processInfo.environment["GUANXI_OPENAPI_OUT"] { try Data(answer.bytes).write(to: URL(filePath: path)) }
        }
    }

    @Test("Schemas tell what is needed, what may be empty and what nobody enters")
    func schemas() async throws {
        try await withServer { server in
            let schemas = try #require(try await server.nobody.get("/openapi.json").json["components"]?["schemas"])
            #expect(schemas["GadgetCreate"]?["required"] == ["name"])
            #expect(schemas["GadgetCreate"]?["properties"]?["double"] == nil)
            #expect(schemas["GadgetEdit"]?["required"] == nil)
            #expect(schemas["Gadget"]?["properties"]?["double"]?["readOnly"] == true)
            #expect(schemas["Gadget"]?["properties"]?["amount"]?["type"] == ["integer", "null"])
            #expect(schemas["Gadget"]?["properties"]?["key"] == nil)
            #expect(schemas["GadgetPartCreate"]?["required"] == ["name", "gadget"])
        }
    }

    @Test("Every route of the document answers")
    func routes() async throws {
        try await withServer { server in
            let document = try await server.nobody.get("/openapi.json").json
            for (method, path, operation) in Self.operations(document) {
                let body: JSON? = operation["requestBody"] == nil ? nil : [:]
                let method = try #require(HTTPRequest.Method(method.uppercased()))
                // Logging out last would leave nobody to ask.
                if method == .delete, path == "/api/v1/session" { continue }
                // A stream of events would not end.
                let named = path.replacing(#/\{[a-z]+\}/#, with: "1")
                let answer = try await server.administrator.send(method, named + (path == "/api/v1/events" ? "?after=x" : ""), body)

                #expect(answer.status < 500 && answer.status != 405, "\(method) \(path) \(answer.status)")
                #expect(answer.code != "unknownPath" && answer.code != "unknownResource" && answer.code != "unknownAction", "\(method) \(path)")
            }
        }
    }

    @Test("What is not public answers nobody who is not logged in")
    func guarded() async throws {
        try await withServer { server in
            let document = try await server.nobody.get("/openapi.json").json
            for (method, path, operation) in Self.operations(document) where operation["security"]?.array?.isEmpty != true {
                let method = try #require(HTTPRequest.Method(method.uppercased()))
                for caller in [server.nobody, Caller(server.nobody.client, token: "no such token")] {
                    let answer = try await caller.send(method, path.replacing("{id}", with: "1"), operation["requestBody"] == nil ? nil : [:])
                    #expect(answer.status == 401, "\(method) \(path)")
                }
            }
        }
    }

    @Test("The readable page is in both languages and runs nothing")
    func docs() async throws {
        try await withServer { server in
            let chinese = try await server.nobody.get("/docs", [.acceptLanguage: "zh-CN"])
            let english = try await server.nobody.get("/docs", [.acceptLanguage: "en"])
            #expect(chinese.text.contains("列出小玩意") && chinese.text.contains("<html lang=\"zh-CN\">"))
            #expect(english.text.contains("List Gadget") && english.text.contains("<html lang=\"en\">"))
            #expect(english.text.contains("/api/v1/gadgets/{id}/actions/retire"))
            for page in [chinese, english] {
                #expect(!page.text.contains("<script") && !page.text.contains("http://") && !page.text.contains("style="))
                #expect(page.header("Content-Security-Policy")?.hasPrefix("default-src 'none'; style-src 'self'") == true)
            }
            let start = try await server.nobody.get("/", [.acceptLanguage: "en"])
            #expect(start.text.contains("href=\"/docs\""))
            #expect(try await server.nobody.get("/docs.css").header("Content-Type") == "text/css; charset=utf-8")
            let tag = try #require(english.header("ETag"))
            #expect(try await server.nobody.get("/docs", [.ifNoneMatch: tag, .acceptLanguage: "en"]).status == 304)
        }
    }

    private static func operations(_ document: JSON) -> [(method: String, path: String, operation: JSON)] {
        (document["paths"]?.object ?? [:]).sorted { $0.key < $1.key }.flatMap { path, item in
            (item.object ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, path, $0.value) }
        }
    }

    private static func references(in json: JSON) -> [String] {
        switch json {
        case .object(let members): (members["$ref"]?.string.map { [$0] } ?? []) + members.values.flatMap(references)
        case .array(let items): items.flatMap(references)
        default: []
        }
    }
}
