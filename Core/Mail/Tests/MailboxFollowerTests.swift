import Foundation
import Testing

@testable import Mail

@Suite struct MailboxFollowerTests {
    /// Ends a following that would go on for ever.
    private struct Enough: Error {}

    private func fill(_ box: MailAddress, _ subjects: [String], folder: String = "INBOX", in servers: MailServers) async throws {
        try await servers.imap(box).session { session in
            for subject in subjects { try await session.append(try Draft.sample(to: box, subject: subject).rendered(), to: folder, flags: []) }
        }
    }

    /// The subjects of the events that come, until so many mails have.
    private func follow(_ follower: MailboxFollower, from start: MailboxFollower.Start, mails: Int) async throws -> (heard: [String], place: UIDPlace?) {
        var (heard, place): ([String], UIDPlace?) = ([], nil)
        do {
            if mails == 0 { return ([], nil) }
            try await follower.follow(from: start) { event in
                place = event.place
                switch event {
                case .started: heard.append("started")
                case .mail(let bytes, _): heard.append(try Message(bytes).subject)
                case .oversized(_, let headers, _): heard.append("oversized \(try Message(headers).subject.prefix(3))")
                }
                if heard.count(where: { $0 != "started" }) == mails { throw Enough() }
            }
        } catch is Enough {}
        return (heard, place)
    }

    @Test func `Each mail comes once, also after a stop`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        try await fill(box, ["一", "二", "三"], in: servers)
        let follower = MailboxFollower(try servers.imap(box))

        let first = try await follow(follower, from: .beginning, mails: 2)
        try await fill(box, ["四"], in: servers)
        let second = try await follow(follower, from: .after(try #require(first.place)), mails: 2)

        #expect(first.heard == ["started", "一", "二"])
        #expect(second.heard == ["三", "四"])
    }

    @Test func `What comes while it listens comes at once`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        try await fill(box, ["old"], in: servers)
        var heard: [String] = []

        await #expect(throws: Enough.self) {
            try await MailboxFollower(try servers.imap(box)).follow(from: .now) { event in
                switch event {
                case .started: _ = try await servers.smtp().session { try await $0.send(try Draft.sample(to: box, subject: "new").rendered(), from: nil, to: [box]) }
                case .mail(let bytes, _):
                    heard.append(try Message(bytes).subject)
                    throw Enough()
                case .oversized: break
                }
            }
        }

        #expect(heard == ["new"])
    }

    @Test func `A mail that is too large is told of, and the next one comes`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        try await fill(box, [String(repeating: "长", count: 1000), "短"], in: servers)
        var follower = MailboxFollower(try servers.imap(box))
        follower.maximumBytes = 3000

        #expect(try await follow(follower, from: .beginning, mails: 2).heard == ["started", "oversized 长长长", "短"])
    }

    @Test func `A folder that was numbered anew is told of`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        try await servers.imap(box).session { _ = try await $0.run("CREATE Sales") }
        try await fill(box, ["a", "b"], folder: "Sales", in: servers)
        var follower = MailboxFollower(try servers.imap(box))
        follower.folder = "Sales"
        let kept = try #require(try await follow(follower, from: .beginning, mails: 2).place)
        try await servers.imap(box).session { session in
            try await session.run("DELETE Sales")
            try await session.run("CREATE Sales")
        }
        try await fill(box, ["c"], folder: "Sales", in: servers)

        let error = await #expect(throws: MailError.self) { try await follow(follower, from: .after(kept), mails: 1) }

        guard case .renumbered(let now) = error else { throw try #require(error) }
        #expect(now.validity != kept.validity)
        #expect(try await follow(follower, from: .after(now), mails: 1).heard == ["c"])
    }

    @Test func `After a broken connection it goes on where it was`() async throws {
        let mail = "Subject: x\r\n\r\nx"
        let login = ["* OK hi\r\n", "* CAPABILITY AUTH=PLAIN SASL-IR\r\n$TAG OK\r\n", "$TAG OK in\r\n", "* CAPABILITY IDLE\r\n$TAG OK\r\n"]
        let found = ["* OK [UIDVALIDITY 5] ok\r\n$TAG OK\r\n", "* SEARCH 8 9\r\n$TAG OK\r\n"]
        let whole = "BODY[] {\(mail.utf8.count)}\r\n\(mail))\r\n$TAG OK\r\n"
        let nine = "* 2 FETCH (UID 9 RFC822.SIZE 15)\r\n$TAG OK\r\n"
        // The second mail ends in the middle, and the next connection finds both.
        let first = login + found + ["* 1 FETCH (UID 8 RFC822.SIZE 15)\r\n$TAG OK\r\n", "* 1 FETCH (UID 8 \(whole)", nine, "* 2 FETCH (UID 9 BODY[] {15}\r\nSubj$END"]
        let second = login + found + [nine, "* 2 FETCH (UID 9 \(whole)"]
        var places: [UIDPlace] = []

        try await ScriptedServer.run(first, later: second) { server in
            var follower = MailboxFollower(IMAPClient(
                MailServer(host: "127.0.0.1", port: server.port, security: .plain), credentials: MailCredentials(user: "a", password: "b")))
            (follower.firstPause, follower.longestPause) = (.milliseconds(1), .milliseconds(1))
            await #expect(throws: Enough.self) {
                try await follower.follow(from: .beginning) { event in
                    places.append(event.place)
                    if places.count == 3 { throw Enough() }
                }
            }
        }

        #expect(places.map(\.uid) == [0, 8, 9])
    }

    @Test func `Somebody who may not in is not tried again`() async throws {
        let servers = try MailServers()
        let follower = MailboxFollower(try servers.imap(try servers.box(), password: "wrong"))

        let error = await #expect(throws: MailError.self) { try await follower.follow(from: .now) { _ in } }

        guard case .loginRefused = error else { throw try #require(error) }
    }

    @Test func `Cancelled, it ends`() async throws {
        let servers = try MailServers()
        let box = try servers.box()
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let follower = MailboxFollower(try servers.imap(box))
        let following = Task { try await follower.follow(from: .now) { _ in continuation.yield() } }
        for await _ in stream { break }

        following.cancel()

        await #expect(throws: CancellationError.self) { try await following.value }
    }
}
