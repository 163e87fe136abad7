import Foundation
import Testing

@testable import Mail

@Suite struct IMAPTests {
    @Test func `A mail that is sent arrives as it was`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        var draft = try Draft.sample(to: box)
        draft.html = "<p>尊敬的客户</p>"
        draft.files = [Draft.File(name: "合同 2026.pdf", type: "application/pdf", bytes: (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })]

        let (fetched, flags) = try await servers.arrive(try draft.rendered(), in: box) { session, uid in
            (try await session.fetch(uid), try await session.flags(of: uid))
        }

        guard case .mail(let bytes) = fetched else { throw MailError.closed }
        let message = try Message(bytes)
        #expect(message.subject == draft.subject)
        #expect(message.from == [draft.from])
        #expect(message.to == [box])
        #expect(message.messageID == draft.messageID)
        #expect(message.text == draft.text.replacing("\n", with: "\r\n"))
        #expect(message.html == draft.html)
        #expect(message.attachments.map(\.name) == ["合同 2026.pdf"])
        #expect(message.attachments.map(\.bytes) == draft.files.map(\.bytes))
        #expect(flags?.contains("\\Seen") == false)
    }

    @Test func `Mails are marked, copied, moved and filed`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        let draft = try Draft.sample(to: box)
        let mail = try draft.rendered()

        try await servers.arrive(mail, in: box) { session, uid in
            try await session.run("CREATE \"\(FolderName.encoded("已发送"))\"")
            try await session.add(["\\Seen", "$Taken"], to: uid)
            try await session.remove(["$Taken"], from: uid)
            #expect(try await session.flags(of: uid)?.subtracting(["\\Recent"]) == ["\\Seen"])
            #expect(try await session.unseenUIDs() == [])
            #expect(try await session.folders().sorted() == ["INBOX", "已发送"])

            try await session.copy(uid, to: "已发送")
            try await session.append(mail, to: "已发送")
            try await session.move(uid, to: "已发送")
            #expect(try await session.uids(above: 0) == [])
            #expect(try await session.fetch(uid) == .gone)
            #expect(try await session.select("已发送", readOnly: true).count == 3)
            #expect(try await session.uids(of: draft.messageID).count == 3)
        }
    }

    @Test func `A mail larger than wanted is told of and not read`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        let mail = Array("Subject: large\r\n\r\n".utf8) + Array(repeating: Array("0123456789".utf8) + [13, 10], count: 10_000).joined()

        try await servers.arrive(mail, in: box) { session, uid in
            guard case .oversized(let bytes) = try await session.fetch(uid, maximum: 100_000) else { throw MailError.closed }
            #expect(bytes > 120_000)
            guard case .mail = try await session.fetch(uid) else { throw MailError.closed }
        }
    }

    @Test func `A mail of 50 MB goes and comes`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        var draft = try Draft.sample(to: box)
        draft.files = [Draft.File(name: "a.bin", type: "application/octet-stream", bytes: Array(repeating: 7, count: 36_000_000))]
        let mail = try draft.rendered()
        #expect(mail.count > 49_000_000)

        let fetched = try await servers.arrive(mail, in: box) { session, uid in try await session.fetch(uid) }

        guard case .mail(let bytes) = fetched else { throw MailError.closed }
        #expect(try Message(bytes).attachments.first?.bytes == draft.files[0].bytes)
    }

    @Test func `News end the waiting`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        let mail = try Draft.sample(to: box).rendered()

        let hasNews = try await servers.imap(box).session { session in
            _ = try await session.select("INBOX")
            _ = try await servers.smtp().session { try await $0.send(mail, from: nil, to: [box]) }
            // Far longer than a test may take: it ends by the news or not at all.
            return try await session.waitForNews(atMost: .seconds(25 * 60))
        }

        #expect(hasNews)
    }

    @Test func `Without news the waiting ends in time, and the connection goes on`() async throws {
        let servers = try MailServers()

        try await servers.imap(try servers.box()).session { session in
            _ = try await session.select("INBOX")
            #expect(try await session.waitForNews(atMost: .milliseconds(200)) == false)
            #expect(try await session.uids(above: 0) == [])
        }
    }

    @Test func `A wrong password is told without the password`() async throws {
        let servers = try MailServers()
        let client = try servers.imap(try servers.box(), password: "secret-word")

        let error = await #expect(throws: MailError.self) { try await client.session { _ in } }

        guard case .loginRefused = error else { throw try #require(error) }
        #expect(!String(describing: error).contains("secret-word"))
    }

    @Test func `A server that repeats the password is not believed to mean well`() async throws {
        let base64 = Base64.text("\0a\0secret-word".utf8)
        try await ScriptedServer.run(["* OK hi\r\n", "* CAPABILITY AUTH=PLAIN SASL-IR\r\n$TAG OK\r\n", "$TAG NO wrong: secret-word \(base64)\r\n"]) { server in
            let client = IMAPClient(MailServer(host: "127.0.0.1", port: server.port, security: .plain), credentials: MailCredentials(user: "a", password: "secret-word"))
            await #expect(throws: MailError.loginRefused("NO wrong: … …")) { try await client.session { _ in } }
        }
    }

    @Test(arguments: ["imap", "imaps"]) func `A certificate of somebody else, or for another name, ends it`(_ port: String) async throws {
        let servers = try MailServers()
        let credentials = MailCredentials(user: try servers.box().address, password: MailServers.password)
        let security = port == "imaps" ? MailServer.Security.implicit : .required

        for server in [try servers.server(port, security, authority: "other-ca"), try servers.server(port, security, host: "127.0.0.1")] {
            let error = await #expect(throws: MailError.self) { try await IMAPClient(server, credentials: credentials).session { _ in } }
            guard case .badCertificate = error else { throw try #require(error) }
        }
        try await IMAPClient(try servers.server(port, security), credentials: credentials).session { _ in }
    }

    private static let login = ["* OK hi\r\n", "* CAPABILITY AUTH=PLAIN SASL-IR\r\n$TAG OK\r\n", "$TAG OK in\r\n", "* CAPABILITY IDLE\r\n$TAG OK\r\n"]

    @Test(arguments: [
        ("* 1 FETCH (UID 7 BODY[] {999999999999}\r\n", MailError.nonsense("a literal of 999999999999 bytes")),
        ("* SEARCH " + String(repeating: "1 ", count: 9_000_000), .nonsense("a line of more than 16777216 bytes")),
        ("* SEARCH " + String(repeating: "(", count: 50) + "\r\n$TAG OK\r\n", .nonsense("lists within lists")),
        ("* BYE\r\n", .closed), ("other OK\r\n", .nonsense("an answer that nobody asked for")), ("$TAG NO [UNAVAILABLE] later\r\n", .refused("NO [UNAVAILABLE] later", isTemporary: true)),
        (String(repeating: "* OK\r\n", count: 100_001), .nonsense("no end of answers")),
    ] as [(String, MailError)])
    func `A hostile server costs no more than is allowed`(_ saying: String, _ expected: MailError) async throws {
        try await ScriptedServer.run(Self.login + [saying]) { server in
            let client = IMAPClient(MailServer(host: "127.0.0.1", port: server.port, security: .plain), credentials: MailCredentials(user: "a", password: "b"))
            await #expect(throws: expected) {
                try await client.session { try await $0.uids(above: 0) }
            }
        }
    }

    @Test(arguments: [("已发送", "&XfJT0ZAB-"), ("R&D", "R&-D"), ("INBOX", "INBOX"), ("Entwürfe 😀", "Entw&APw-rfe &2D3eAA-")])
    func `Folders have names in any language`(_ name: String, _ encoded: String) {
        #expect(FolderName.encoded(name) == encoded)
        #expect(FolderName.decoded(encoded) == name)
    }
}
