import Foundation
import TestKit
import Testing

@testable import Mail

@Suite struct MessageTests {
    private func message(_ text: String, limits: MessageLimits = MessageLimits()) throws -> Message {
        try Message(Array(text.replacing("\n", with: "\r\n").utf8), limits: limits)
    }

    @Test(arguments: [
        ("gb2312", [0xC4, 0xE3, 0xBA, 0xC3], "你好"), ("GBK", [0xE9, 0x46], "镕"), ("gb18030", [0x81, 0x30, 0x81, 0x30], "\u{80}"),
        ("big5", [0xA7, 0x41, 0xA6, 0x6E], "你好"), ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42], "日本"),
        ("utf-8", [0xE4, 0xBD, 0xA0], "你"), ("utf-8", [0xC4, 0xE3, 0xBA, 0xC3], "你好"), ("x-unknown-9", [0xC4, 0xE3, 0xBA, 0xC3], "你好"),
        ("../../etc/passwd", [0xE4, 0xBD, 0xA0], "你"), ("iso-8859-1", [0x46, 0xF6], "Fö"), ("", [0x46, 0x72, 0xF6, 0x73], "Frös"),
    ] as [(String, [UInt8], String)])
    func `Text of any character set is read`(_ charset: String, _ bytes: [UInt8], _ text: String) throws {
        let header = "Content-Type: text/plain; charset=\"\(charset)\"\r\n\r\n"

        #expect(try Message(Array(header.utf8) + bytes).text == text)
    }

    @Test(arguments: [
        ("=?utf-8?B?5L2g5aW9?=", "你好"), ("=?GB2312?Q?=C4=E3?= =?GB2312?Q?=BA=C3?=", "你好"),
        // A letter that is cut in two.
        ("=?utf-8?B?5L2g5Q==?=\r\n =?utf-8?B?pb0=?=", "你好"), ("Re: =?utf-8?q?a_b?= c", "Re: a b c"), ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        ("=?utf-8?X?a?=", "=?utf-8?X?a?="), ("=?utf-8?B?", "=?utf-8?B?"), ("=?utf-8?Q?a=0D=0ABcc:=20x?=", "a  Bcc: x"),
    ])
    func `Headers of any language are read`(_ raw: String, _ text: String) throws {
        #expect(try Message(Array("Subject: \(raw)\r\n\r\n".utf8)).subject == text)
    }

    @Test func `Addresses are read as people write them`() throws {
        let message = try message("""
            From: "Li, Min" <li.min@example.com>
            To: undisclosed-recipients:;
            Cc: Team: a@example.com, =?utf-8?B?546L6Iqz?= <b@example.com>;, c@example.com (Zhao), nobody, <@relay:d@example.com>


            """)

        #expect(message.from == [try MailAddress("li.min@example.com", name: "Li, Min")])
        #expect(message.to == [])
        #expect(message.cc.map(\.address) == ["a@example.com", "b@example.com", "c@example.com", "d@example.com"])
        #expect(message.cc.map(\.name) == ["", "王芳", "Zhao", ""])
    }

    @Test(arguments: [
        ("Thu, 1 Jan 2026 08:00:00 +0800", 1_767_225_600), ("1 Jan 26 00:00 GMT", 1_767_225_600), ("Wed, 31 Dec 2025 19:00:00 EST", 1_767_225_600),
        ("yesterday", nil), ("Thu, 99 Jan 2026 08:00:00 +0800", nil),
    ] as [(String, Double?)])
    func `Dates are read`(_ text: String, _ seconds: Double?) throws {
        #expect(try message("Date: \(text)\n\n").date == seconds.map { Date(timeIntervalSince1970: $0) })
    }

    @Test(arguments: [
        ("../../etc/passwd", "passwd"), ("C:\\temp\\a.doc", "a.doc"), ("..", ""), ("invoice\u{202E}fdp.exe", "invoicefdp.exe"),
        (String(repeating: "长", count: 100) + ".pdf", String(repeating: "长", count: 65) + ".pdf"),
    ])
    func `The name of an attachment is the name of a file and no more`(_ given: String, _ name: String) throws {
        let escaped = given.replacing("\\", with: "\\\\")
        let message = try message("Content-Disposition: attachment; filename=\"\(escaped)\"\n\nx")

        #expect(message.attachments.map(\.name) == [name])
    }

    @Test func `A file is written piece by piece`() throws {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var draft = try Draft.sample(to: try MailAddress("a@example.com"))
        draft.files = [Draft.File(name: "a.bin", type: "application/octet-stream", bytes: bytes)]
        let attachment = try #require(try Message(try draft.rendered()).attachments.first)
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }

        try attachment.write(to: file)

        #expect(Array(try Data(contentsOf: file)) == bytes)
        #expect(attachment.size == bytes.count)
    }

    @Test func `A broken tree is read as far as it goes`() throws {
        let message = try message("""
            Subject: broken
            Content-Type: multipart/mixed; boundary="a"

            --a
            Content-Type: multipart/alternative; boundary="b"

            --b
            Content-Type: text/plain

            the text
            --a
            Content-Type: application/pdf; name=x.pdf
            Content-Transfer-Encoding: base64

            AQID
            --unknown
            """)

        #expect(message.subject == "broken")
        #expect(message.text == "the text")
        #expect(message.attachments.map(\.name) == ["x.pdf"])
        #expect(message.defects == [.unfinished])
    }

    @Test func `Too many parts, levels and headers cost nothing`() throws {
        let many = try message("Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\n", count: 100_000))
        let deep = try message((0..<20_000).map { "Content-Type: multipart/mixed; boundary=\($0)\n\n--\($0)\n" }.joined() + "\nx")
        let forwarded = try message(String(repeating: "Content-Type: message/rfc822\n\n", count: 20_000))
        let headers = try message(String(repeating: "a: b\n", count: 200_000) + "\nthe text")

        #expect(many.parts.count == 500 && many.defects.contains(.tooManyParts))
        #expect(deep.parts.count == 31 && deep.defects.contains(.tooDeep))
        #expect(forwarded.parts.count == 31 && forwarded.defects.contains(.tooDeep))
        #expect(headers.parts[0].headers.count == 1000 && headers.defects.contains(.tooManyHeaders))
        #expect(headers.text == "the text")
    }

    @Test func `A mail of more bytes than the limit is refused`() throws {
        var limits = MessageLimits()
        limits.bytes = 10

        #expect(throws: MessageError.tooLarge(bytes: 11, limit: 10)) { try Message(Array(repeating: 65, count: 11), limits: limits) }
    }

    @Test func `Any bytes are a mail`() throws {
        for mail in try MailCorpus.mails().prefix(40) {
            var random = SystemRandomNumberGenerator()
            for _ in 0..<5 {
                var bytes = mail.bytes
                for _ in 0..<20 { bytes[Int(random.next(upperBound: UInt(bytes.count)))] = UInt8(truncatingIfNeeded: random.next()) }
                let message = try Message(Array(bytes.prefix(Int(random.next(upperBound: UInt(bytes.count))))))
                #expect(message.attachments.allSatisfy { $0.size >= 0 })
            }
        }
    }

    @Test(arguments: [
        ("Auto-Submitted: auto-replied", true), ("Auto-Submitted: no", false), ("Precedence: bulk", true), ("List-Id: <a.example.com>", true),
        ("Return-Path: <>", true), ("From: MAILER-DAEMON@example.com", true), ("From: a@example.com", false),
    ])
    func `Mail of machines is known`(_ header: String, _ isAutomatic: Bool) throws {
        #expect(try message("\(header)\n\nx").isAutomatic == isAutomatic)
    }

    @Test func `An automatic answer to a mail from here is a loop, a person's answer is none`() throws {
        let isOwn: (MessageID) -> Bool = { $0.description.hasSuffix("@crm.test") }
        let answer = "References: <1@crm.test>\n"
        let hops = String(repeating: "Received: by a\n", count: 60)

        #expect(try message(answer + "\nx").loop(mark: "m", isOwn: isOwn) == nil)
        #expect(try message(answer + "Auto-Submitted: auto-replied\n\nx").loop(mark: "m", isOwn: isOwn) == .answeredByMachine)
        #expect(try message(hops + "\nx").loop(mark: "m", isOwn: isOwn) == .tooManyHops)
    }

    @Test func `A report says who did not get which mail, and why`() throws {
        let message = try message("""
            From: MAILER-DAEMON@example.com
            Content-Type: multipart/report; report-type=delivery-status; boundary=r

            --r

            Sorry.
            --r
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example.com

            Final-Recipient: rfc822; nobody@example.com
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1
             Nobody here has this name

            Final-Recipient: rfc822; full@example.com
            Action: delayed
            Status: 4.2.2
            --r
            Content-Type: message/rfc822

            Message-ID: <sent-7@crm.test>
            Subject: hello

            hello
            --r--
            """)

        let report = try #require(message.deliveryReport)

        #expect(report.originalID == MessageID("sent-7@crm.test"))
        #expect(report.recipients.map(\.address) == ["nobody@example.com", "full@example.com"])
        #expect(report.recipients.map(\.action) == [.failed, .delayed])
        #expect(report.recipients.map(\.status) == ["5.1.1", "4.2.2"])
        #expect(report.recipients.first?.diagnostic == "550 5.1.1 Nobody here has this name")
        #expect(message.isAutomatic)
    }
}
