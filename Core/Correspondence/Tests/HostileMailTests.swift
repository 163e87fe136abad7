@testable import Engine
import Foundation
import Glibc
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

@Suite struct HostileMailTests {
    @Test("Of a mail of more than 50 MB on a real server only the headers are read, and the next one comes", arguments: Dialect.allCases)
    func large(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (_, box) = try await office.account()
            let line = Array((String(repeating: "x", count: 1_022) + "\r\n").utf8)
            var bytes = Array("From: <a@far.example>\r\nSubject: huge\r\nMessage-ID: <huge@far.example>\r\n\r\n".utf8)
            bytes.reserveCapacity(53_000_000)
            for _ in 0..<51_300 { bytes += line }
            try await office.post.imap(box).session { [bytes] in try await $0.append(bytes, to: "INBOX", flags: []) }
            try await office.post.put("From: <a@far.example>\nSubject: next\n\nx\n", into: box)
            _ = try await office.arrived("next")

            let huge = try await office.arrived("huge")
            #expect(huge[\.trouble] == .tooLarge)
            #expect(huge[\.text] == nil)
            #expect(huge[\.messageID] == "huge@far.example")
            #expect(try await office.files(of: huge.id) == [])
        }
    }

    @Test("A tree of parts that is broken in every way is kept with a remark, as far as it goes", arguments: Dialect.allCases)
    func tree(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (_, box) = try await office.account()
            let deep = (0..<60).map { "--b\($0)\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\n\n" }.joined()
            try await office.post.put("From: <a@far.example>\nSubject: deep\nContent-Type: multipart/mixed; boundary=b0\n\n\(deep)--b60\n\nwords\n", into: box)
            try await office.post.put("From: <a@far.example>\nSubject: no end\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhalf", into: box)
            try await office.post.put("From: <a@far.example>\nSubject: no boundary\nContent-Type: multipart/mixed\n\nwords\n", into: box)
            try await office.post.put("From: <a@far.example>\nSubject: within itself\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b--\n", into: box)
            try await office.post.put("From: <a@far.example>\nSubject: headers\n\((0..<2_000).map { "X-\($0): x\n" }.joined())\nwords\n", into: box)
            _ = try await office.arrived("headers")

            #expect(try await office.arrived("deep")[\.trouble] == .broken)
            #expect(try await office.files(of: office.arrived("deep").id).contains("message.eml"))
            #expect(try await office.arrived("no end")[\.text] == "half")
            for subject in ["no boundary", "within itself"] { #expect(try await office.arrived(subject)[\.sender] == "a@far.example", "\(subject)") }
            #expect(try await office.arrived("headers")[\.trouble] == .broken)
        }
    }

    @Test("Two machines that answer each other end here: their mail is kept on its record, nobody is told and nothing is sent", arguments: Dialect.allCases)
    func loop(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, box) = try await office.account(), firm = try await office.firm(), to = Post.box()
            let mail = try await office.draft(account, about: firm, to: to)
            try await office.send(mail)
            try await office.wait(for: mail, .sent)
            let name = try #require(try await office.mail(mail)[\.messageID])

            for number in 1...5 {
                try await office.post.put(
                    "From: <\(to)>\nTo: <\(box)>\nAuto-Submitted: auto-replied\nSubject: away \(number)\nMessage-ID: <away-\(number)@far.example>\nIn-Reply-To: <\(name)>\n\nAway.\n", into: box)
            }
            let last = try await office.arrived("away 5")

            #expect(last[\.record] == firm)
            #expect(last[\.nature] == .automatic)
            #expect(try await office.notices(of: office.seller) == [])
            #expect(try await office.number("SELECT COUNT(*) FROM mail WHERE direction = \("out")") == 1)
            #expect(try await office.post.mails(in: to).count == 1)
        }
    }

    @Test("A server that says nothing is left after its time, which stands on its account; the other mailboxes go on", arguments: Dialect.allCases)
    func silence(_ dialect: Dialect) async throws {
        try await Office.run(dialect, replyTime: .seconds(2)) { office in
            let silent = try SilentServer()
            defer { silent.close() }
            let (hanging, _) = try await office.account(receives: false, ["imapHost": "127.0.0.1", "imapPort": .integer(Int64(silent.port)), "imapSecurity": "plain"])
            let (_, box) = try await office.account()

            try await office.post.put("From: <a@far.example>\nSubject: other\n\nx\n", into: box)
            _ = try await office.arrived("other")

            try await eventually { try await office.engine.read(as: .system) { try $0.find(MailAccount.self, hanging)?[\.lastError] } == "timedOut" }
        }
    }
}

/// Takes connections and never says a word.
private struct SilentServer {
    let port: UInt16
    private let socket: Int32

    struct NoSocket: Error {}

    init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        (address.sin_family, address.sin_addr.s_addr) = (sa_family_t(AF_INET), inet_addr("127.0.0.1"))
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let isBound = withUnsafeMutableBytes(of: &address) { bytes in
            guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(socket, pointer, size) == 0 && listen(socket, 16) == 0 && getsockname(socket, pointer, &size) == 0
        }
        guard isBound else { throw NoSocket() }
        port = UInt16(bigEndian: address.sin_port)
    }

    func close() { _ = Glibc.close(socket) }
}
