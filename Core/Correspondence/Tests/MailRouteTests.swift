import API
@testable import Engine
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import NIOCore
import Store
import TestKit
import Testing

@testable import Correspondence

/// What programs ask over the API with a token.
@Suite struct MailRouteTests {
    private struct Caller: Sendable {
        let client: any TestClientProtocol
        let token: String

        func send(_ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil) async throws -> (status: Int, json: JSON) {
            var headers: HTTPFields = [.authorization: "Bearer " + token]
            if body != nil { headers[.contentType] = "application/json" }
            let response = try await client.executeRequest(uri: "/api/v1" + path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0.text) })
            return (response.status.code, (try? JSON.parse(Array(buffer: response.body))) ?? .null)
        }
    }

    private func asking(_ office: Office, _ test: @escaping @Sendable (Caller) async throws -> Void) async throws {
        let server = try APIServer(engine: office.engine, settings: APISettings(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let seller = try #require(office.seller.user)
        let token = try await office.engine.accounts.grant(.token, to: seller, name: "test", milliseconds: 3_600_000).secret
        try await server.application.test(.router) { try await test(Caller(client: $0, token: token)) }
    }

    @Test("A program cannot write to who wants no mail, whatever it says", arguments: Dialect.allCases)
    func machines(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let (account, _) = try await office.account(receives: false)
            let closed = try await office.engine.perform(.create(["name": "甲", "mail": "info@far.example", "doNotMail": true]), on: Firm.schema.definition, as: office.seller).id
            let mail = try await office.draft(account, about: closed, to: "info@far.example")
            try await asking(office) { program in
                let asked = try await program.send(.post, "/mail-declines", ["recipients": "info@far.example", "entity": "firm", "record": .string(closed.description)])
                #expect(asked.json["data"]?.array?.compactMap { $0["field"]?.string } == ["doNotMail"])

                let plain = try await program.send(.post, "/mails/\(mail)/send"), confirmed = try await program.send(.post, "/mails/\(mail)/send", ["despite": true])

                #expect(plain.status == 422)
                #expect(plain.json["errors"]?.array?.first?["code"] == "declined")
                #expect(confirmed.status == 403)
                #expect(confirmed.json["code"] == "sessionNeeded")
                #expect(try await program.send(.post, "/mails/\(mail)/send", ["despite": "yes"]).status == 422)
                #expect(try await office.mail(mail)[\.state] == .draft)
            }
        }
    }

    @Test("A template is filled for who asks, and what is asked wrongly is told", arguments: Dialect.allCases)
    func templates(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let firm = try await office.firm()
            let values: Values = ["name": "续保", "entity": "firm", "subjectEnglish": "To {{name}}", "textEnglish": "{{name}}, {{mail}}"]
            let id = try await office.engine.perform(.create(values), on: MailTemplate.schema.definition, as: office.boss).id
            try await asking(office) { program in
                let path = "/mail-templates/\(id)/filled"
                let filled = try await program.send(.get, path + "?entity=firm&record=\(firm)&language=en")
                #expect(filled.json == ["language": "en", "subject": "To 甲公司", "text": "甲公司,", "missing": ["mail"]])

                for wrong in ["?entity=nothing", "?entity=firm&record=x", "?record=\(firm)", "?entity=firm&record=\(firm)&language=fr", "?more=1"] {
                    #expect(try await program.send(.get, path + wrong).status == 400, "\(wrong)")
                }
                #expect(try await program.send(.get, path + "?entity=firm").status == 422)
                #expect(try await program.send(.get, path + "?entity=person&record=\(firm)").status == 404)
                #expect(try await program.send(.get, "/firms/\(firm)/filled").status == 404)
                #expect(try await program.send(.post, "/mail-previews", ["subject": "x", "text": "y"]).status == 403)
                #expect(try await program.send(.post, "/mail-declines", ["recipients": "nobody"]).status == 422)
                #expect(try await program.send(.post, "/mail-declines", ["recipients": "", "more": 1]).status == 422)
            }
        }
    }
}
