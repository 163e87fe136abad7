@testable import Engine
import Foundation
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

@Suite struct ReceivingTests {
    private func mail(_ subject: String, from sender: String, id: String = "\(UUID().uuidString)@far.example", _ headers: String = "", _ text: String = "你好") -> String {
        "From: 王芳 <\(sender)>\nTo: service@crm.test\nSubject: \(subject)\nMessage-ID: <\(id)>\n\(headers)Content-Type: text/plain; charset=utf-8\n\n\(text)\n"
    }

    @Test("A mail goes to the customer whose address its sender has, an answer to where the first mail is, the rest into the inbox", arguments: Dialect.allCases)
    func matches(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, box) = try await office.account(), firm = try await office.firm("Wang.Fang@far.example")
            let second = try await office.firm()
            try await office.engine.perform(.create(["name": "李", "firm": .reference(second), "mail": "li@far.example"]), on: Person.schema.definition, as: office.seller)
            let outgoing = try await office.draft(account, about: second, to: Post.box())
            try await office.send(outgoing)
            try await office.wait(for: outgoing, .sent)
            let name = try #require(try await office.mail(outgoing)[\.messageID])

            try await office.post.put(mail("known", from: "wang.fang@far.example"), into: box)
            try await office.post.put(mail("exact", from: "Wang.Fang@FAR.example"), into: box)
            try await office.post.put(mail("contact", from: "li@far.example"), into: box)
            try await office.post.put(mail("answer", from: "somebody@else.example", "In-Reply-To: <\(name)>\n"), into: box)
            try await office.post.put(mail("stranger", from: "somebody@else.example"), into: box)

            let stranger = try await office.arrived("stranger")
            #expect(stranger[\.entity] == "mailAccount")
            #expect(stranger[\.record] == account)
            // Before the sign people's letters count as they stand, or small.
            #expect(try await office.arrived("known")[\.entity] == "mailAccount")
            #expect(try await office.arrived("exact")[\.record] == firm)
            #expect(try await office.arrived("contact")[\.record] == second)
            let answer = try await office.arrived("answer")
            #expect(answer[\.record] == second)
            #expect(answer[\.answers]?.id == outgoing)
            #expect(answer[\.thread] == outgoing)
            #expect(answer[\.text] == "你好")
            // Who sees the firm sees its mail; who sees the account, what is in the inbox.
            #expect(try await office.sees(answer.id, office.seller))
            #expect(try await !office.sees(answer.id, office.other))
            #expect(try await office.sees(stranger.id, office.other))
            #expect(try await office.notices(of: office.seller).allSatisfy { $0 == "mailReceived" })
            #expect(try await office.notices(of: office.boss) == ["mailReceived", "mailReceived"])

            try await office.engine.write(as: office.seller) { [module = office.module] in try module.file(stranger.id, under: firm, of: Firm.schema.definition, through: $0) }
            #expect(try await office.mail(stranger.id)[\.record] == firm)
            #expect(try await !office.sees(stranger.id, office.other))
            await #expect(throws: (any Error).self) {
                try await office.engine.write(as: office.other) { [module = office.module] in try module.file(answer.id, under: account, of: MailAccount.schema.definition, through: $0) }
            }
        }
    }

    @Test("Each mail is kept once, also after a restart and when it comes again, and stays unread on the server", arguments: Dialect.allCases)
    func once(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (_, box) = try await office.account()
            let first = mail("first", from: "a@far.example")
            try await office.post.put(first, into: box)
            _ = try await office.arrived("first")

            await office.engine.stopWorkers()
            try await office.post.put(first, into: box)
            try await office.post.put(mail("second", from: "a@far.example"), into: box)
            await office.begin()
            _ = try await office.arrived("second")
            // What was written before the account was made is not wanted, wherever it turns up.
            try await office.post.put(mail("old", from: "a@far.example", "Date: Mon, 1 Jun 2020 10:00:00 +0800\n"), into: box)
            try await office.post.put(mail("third", from: "a@far.example"), into: box)
            _ = try await office.arrived("third")

            #expect(try await office.number("SELECT COUNT(*) FROM mail") == 3)
            let unseen = try await office.post.imap(box).session { session in
                _ = try await session.select("INBOX", readOnly: true)
                return try await session.unseenUIDs().count
            }
            #expect(unseen == 5)
        }
    }

    @Test("What programs send is kept and tells nobody; HTML is cleaned and fetches nothing; programs are left out", arguments: Dialect.allCases)
    func strange(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, box) = try await office.account()
            let own = try await office.engine.read(as: .system) { try $0.find(MailAccount.self, account)?.loopMark ?? "" }
            try await office.post.put(mail("away", from: "a@far.example", "Auto-Submitted: auto-replied\n"), into: box)
            try await office.post.put(mail("loop", from: "a@far.example", "X-Loop: \(own)\n"), into: box)
            try await office.post.put(
                """
                From: <a@far.example>
                Subject: parts
                MIME-Version: 1.0
                Precedence: list
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/html; charset=utf-8

                <p>你好<script>alert(1)</script><img src="http://tracker.example/x.png" onerror=alert(1)><a href="javascript:x">x</a></p>
                --b
                Content-Type: application/octet-stream; name="a.exe"
                Content-Disposition: attachment; filename="a.exe"
                Content-Transfer-Encoding: base64

                TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAAA==
                --b
                Content-Type: text/plain
                Content-Disposition: attachment; filename="../../notes.txt"

                notes
                --b--
                """, into: box)

            #expect(try await office.arrived("away")[\.nature] == .automatic)
            #expect(try await office.arrived("loop")[\.nature] == .automatic)
            let parts = try await office.arrived("parts")
            let html = try #require(parts[\.html])
            #expect(html.contains("你好"))
            for bad in ["script", "alert", "img", "tracker", "javascript"] { #expect(!html.contains(bad)) }
            #expect(parts[\.trouble] == .filesRefused)
            #expect(try await office.files(of: parts.id) == ["notes.txt"])
            #expect(try await office.notices(of: office.boss) == [])
        }
    }

    @Test("A mail that is broken or too large is kept as far as it goes, and the next one comes", arguments: Dialect.allCases)
    func broken(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, box) = try await office.account()
            let parts = String(repeating: "--b\nContent-Type: text/plain\n\nx\n", count: 600)
            try await office.post.put("From: <a@far.example>\nSubject: many\nContent-Type: multipart/mixed; boundary=b\n\n\(parts)", into: box)
            try await office.post.put("\u{0}\u{1}\u{2}no mail at all", into: box)
            try await office.post.put(mail("next", from: "a@far.example"), into: box)
            _ = try await office.arrived("next")

            let many = try await office.arrived("many")
            #expect(many[\.trouble] == .broken)
            #expect(try await office.number("SELECT COUNT(*) FROM mail WHERE subject = \("…")") == 1)

            // As the follower tells of one that is larger than it reads.
            let record = try await office.engine.read(as: .system) { try $0.find(MailAccount.self, account) }
            let found = try #require(try await Box.take(RecordID(rawValue: 7), office.engine))
            let intake = Intake(account: try #require(record), box: found, source: "x", engine: office.engine)
            try await intake.take(Array("From: <a@far.example>\r\nSubject: huge\r\n\r\n".utf8), UIDPlace(validity: 1, uid: 9), wholeSize: 60_000_000)
            #expect(try await office.arrived("huge")[\.trouble] == .tooLarge)
        }
    }

    @Test("A mail that comes back is marked for whom it did not reach, and its writer is told; of others a report says nothing", arguments: Dialect.allCases)
    func bounces(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, box) = try await office.account(), firm = try await office.firm(), to = Post.box()
            let outgoing = try await office.draft(account, about: firm, to: to)
            try await office.send(outgoing)
            try await office.wait(for: outgoing, .sent)
            let name = try #require(try await office.mail(outgoing)[\.messageID])
            func report(_ subject: String, _ address: String) -> String {
                """
                From: MAILER-DAEMON@far.example
                Subject: \(subject)
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                It did not arrive.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; far.example

                Final-Recipient: rfc822; \(address)
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 no such user
                --b
                Content-Type: text/rfc822-headers

                Message-ID: <\(name)>
                --b--
                """
            }
            try await office.post.put(report("false", "somebody@else.example"), into: box)
            _ = try await office.arrived("false")
            #expect(try await office.mail(outgoing)[\.state] == .sent)

            try await office.post.put(report("true", to), into: box)
            let bounce = try await office.arrived("true")

            let failed = try await office.mail(outgoing)
            #expect(failed[\.state] == .failed)
            #expect(failed[\.failures]?.json == [["address": .string(to), "words": "5.1.1 550 no such user"]])
            #expect(bounce[\.nature] == .bounce)
            #expect(bounce[\.record] == firm)
            #expect(try await office.notices(of: office.seller) == ["mailFailed"])
        }
    }

    @Test("What is wrong with a server is told, and stands on the account", arguments: Dialect.allCases)
    func trouble(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, _) = try await office.account()
            let fine = try await office.module.check(account, on: office.engine, as: office.boss)
            #expect(fine == ["smtp": ["code": "fine", "words": ""], "imap": ["code": "fine", "words": ""]])
            await #expect(throws: Refusal.self) { _ = try await office.module.check(account, on: office.engine, as: office.other) }

            try await office.engine.write(as: office.boss) { [module = office.module] in try module.setPassword("wrong", of: account, through: $0) }

            #expect(try await office.module.check(account, on: office.engine, as: office.boss)["imap"]?["code"] == "loginRefused")
            try await eventually {
                try await office.engine.read(as: .system) { try $0.find(MailAccount.self, account)?[\.lastError]?.hasPrefix("loginRefused") } == true
            }
        }
    }
}
