import Foundation
import Testing

@testable import Mail

@Suite struct SMTPTests {
    private let mail = Array("Subject: hi\r\n\r\nhello\r\n".utf8)

    private func address(_ kind: String) throws -> MailAddress { try MailAddress("\(kind)-\(UUID().uuidString)@crm.test") }

    @Test func `Several mails go over one connection, each recipient with an answer of its own`() async throws {
        let servers = try MailServers()
        let (good, other, bad) = (try servers.box(), try servers.box(), try MailAddress("nobody@crm.test"))

        let (first, second) = try await servers.smtp().session { session in
            let first = try await session.send(mail, from: nil, to: [bad])
            return (first, try await session.send(mail, from: nil, to: [good, bad, other]))
        }

        #expect(first.accepted == [])
        #expect(second.accepted == [good, other])
        #expect(second.refused.map(\.address) == [bad])
        #expect(second.refused.first?.reply.code == 550)
        #expect(second.refused.first?.reply.isTemporary == false)
    }

    @Test func `What is refused for now is taken later`() async throws {
        let busy = try address("busy")
        let client = try MailServers().failing()

        let first = try await client.session { try await $0.send(mail, from: nil, to: [busy]) }
        let second = try await client.session { try await $0.send(mail, from: nil, to: [busy]) }

        #expect(first.refused.first?.reply == SMTPReply(code: 451, text: "4.7.1 Come again later"))
        #expect(first.refused.first?.reply.isTemporary == true)
        #expect(first.refused.first?.reply.status == "4.7.1")
        #expect(second.accepted == [busy])
    }

    @Test func `A mail that is refused as a whole is refused for each`() async throws {
        let full = [try address("full"), try address("full")]

        let delivery = try await MailServers().failing().session { try await $0.send(mail, from: nil, to: full) }

        #expect(delivery.accepted == [])
        #expect(delivery.refused.map(\.address) == full)
        #expect(delivery.refused.map(\.reply.code) == [452, 452])
    }

    @Test func `A mail that is too large for the server is not sent`() async throws {
        let box = try address("box")

        let delivery = try await MailServers().failing().session { session in
            try await session.send(Array(repeating: 65, count: 1_000_001), from: nil, to: [box])
        }

        #expect(delivery.refused.first?.reply.status == "5.3.4")
    }

    @Test func `When the connection ends before the answer, the mail may have been taken`() async throws {
        let client = try MailServers().failing()
        let drop = try address("drop")

        await #expect(throws: MailError.outcomeUnknown) { try await client.session { try await $0.send(mail, from: nil, to: [drop]) } }
    }

    @Test func `A silent server is left when the time is over`() async throws {
        let slow = try address("slow")
        let client = try MailServers().failing(replyTime: .seconds(4))
        await #expect(throws: MailError.outcomeUnknown) { try await client.session { try await $0.send(mail, from: nil, to: [slow]) } }

        try await ScriptedServer.run([""]) { server in
            var settings = MailServer(host: "127.0.0.1", port: server.port, security: .plain)
            settings.replyTime = .milliseconds(300)
            await #expect(throws: MailError.timedOut) { try await SMTPClient(settings, credentials: nil).session { _ in } }
        }
    }

    @Test func `A wrong password is told without the password`() async throws {
        let client = try MailServers().smtp(password: "secret-word")

        let error = await #expect(throws: MailError.self) { try await client.session { _ in } }

        guard case .loginRefused = error else { throw try #require(error) }
        #expect(!"\(String(describing: error))".contains("secret-word"))
        #expect(error?.isTemporary == false)
        #expect(!String(reflecting: MailCredentials(user: "a", password: "secret-word")).contains("secret-word"))
    }

    @Test(arguments: ["smtp", "smtps"]) func `A certificate of somebody else, or for another name, ends it`(_ port: String) async throws {
        let servers = try MailServers()
        let security = port == "smtps" ? MailServer.Security.implicit : .required
        let wrong = [try servers.server(port, security, authority: "other-ca"), try servers.server(port, security, host: "127.0.0.1")]

        for server in wrong {
            let error = await #expect(throws: MailError.self) {
                try await SMTPClient(server, credentials: MailCredentials(user: "a", password: MailServers.password)).session { _ in }
            }
            guard case .badCertificate = error else { throw try #require(error) }
        }
        try await SMTPClient(try servers.server(port, security), credentials: MailCredentials(user: "a", password: MailServers.password)).session { _ in }
    }

    @Test func `Without encryption no password goes`() async throws {
        for (security, credentials) in [(MailServer.Security.required, nil), (.optional, MailCredentials(user: "a", password: "b"))] {
            try await ScriptedServer.run(["220 hi\r\n", "250-hi\r\n250 AUTH PLAIN\r\n", "235 in\r\n"]) { server in
                let client = SMTPClient(MailServer(host: "127.0.0.1", port: server.port, security: security), credentials: credentials)
                await #expect(throws: MailError.notEncrypted) { try await client.session { _ in } }
            }
        }
    }

    @Test func `Words that come before TLS are not taken for words within it`() async throws {
        try await ScriptedServer.run(["220 hi\r\n", "250-hi\r\n250 STARTTLS\r\n", "220 go\r\n250 injected\r\n"]) { server in
            let client = SMTPClient(MailServer(host: "127.0.0.1", port: server.port, security: .required), credentials: nil)
            await #expect(throws: MailError.nonsense("words before TLS")) { try await client.session { _ in } }
        }
    }

    @Test(arguments: [
        (["220 hi\r\n", "250 hi\r\n", "421 4.3.2 going down\r\n"], MailError.refused("421 4.3.2 going down", isTemporary: true)),
        (["554 no\r\n"], .refused("554 no", isTemporary: false)), (["hello\r\n"], .nonsense("no SMTP")),
        (["220 hi\r\n", "250 hi\r\n", nil], .closed), ([String(repeating: "2", count: 10_000)], .nonsense("a line of more than 4096 bytes")),
        ([String(repeating: "220-a\r\n", count: 200)], .nonsense("an answer without an end")),
    ] as [([String?], MailError)])
    func `A server that fails is known by how it fails`(_ sayings: [String?], _ expected: MailError) async throws {
        let box = try address("box")
        try await ScriptedServer.run(sayings) { server in
            let client = SMTPClient(MailServer(host: "127.0.0.1", port: server.port, security: .plain), credentials: nil)
            await #expect(throws: expected) { try await client.session { try await $0.send(mail, from: nil, to: [box]) } }
        }
    }

    @Test(arguments: [
        (["a\n.\nb"], "a\r\n..\r\nb\r\n.\r\n"), (["a\r\n", ".\r\n"], "a\r\n..\r\n.\r\n"), (["a\r", "\n.", "b\r"], "a\r\n..b\r\n.\r\n"),
        (["a\r.\rb"], "a\r\n..\r\nb\r\n.\r\n"),
    ])
    func `Nothing within a mail ends it`(_ pieces: [String], _ expected: String) {
        var stuffing = DotStuffing()

        let sent = pieces.flatMap { stuffing.stuffed(Array($0.utf8)[...]) } + stuffing.end

        #expect(String(decoding: sent, as: UTF8.self) == expected)
    }
}
