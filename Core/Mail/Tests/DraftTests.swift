import Foundation
import Testing

@testable import Mail

@Suite struct DraftTests {
    private let box = try! MailAddress("wang.fang@example.com", name: "王芳")

    @Test func `What is written is read again`() throws {
        var draft = try Draft.sample(to: box)
        draft.cc = [try MailAddress("zhao@example.com", name: "Zhao \"Z\" Yi"), try MailAddress("qian@example.com")]
        draft.replyTo = [try MailAddress("answers@example.com")]
        draft.html = "<p>您好 <img src=\"cid:logo@crm.test\"></p>"
        draft.files = [
            Draft.File(name: "logo.png", type: "image/png", bytes: [1, 2, 3], contentID: "logo@crm.test"),
            Draft.File(name: "二〇二六年度保险合同（终稿）以及所有需要您签字的附件清单和说明.pdf", type: "application/pdf", bytes: (0..<1000).map { UInt8($0 % 256) }),
            Draft.File(name: "a \"b\".txt", type: "text/plain", bytes: Array("plain\n".utf8)),
        ]
        draft.inReplyTo = MessageID("first@example.com")
        draft.references = (0..<80).compactMap { MessageID("thread-\($0)@example.com") }

        let bytes = try draft.rendered()
        let message = try Message(bytes)

        #expect(message.subject == draft.subject)
        #expect(message.from == [draft.from])
        #expect(message.to == [box])
        #expect(message.cc == draft.cc)
        #expect(message.replyTo == draft.replyTo)
        #expect(message.date == draft.date)
        #expect(message.messageID == draft.messageID)
        #expect(message.inReplyTo == [draft.inReplyTo])
        #expect(message.references.first == draft.references.first)
        #expect(message.references.suffix(49) == draft.references.suffix(49))
        #expect(message.text == draft.text.replacing("\n", with: "\r\n"))
        #expect(message.html == draft.html)
        #expect(message.attachments.map(\.name) == draft.files.map(\.name))
        #expect(message.attachments.map(\.bytes) == draft.files.map(\.bytes))
        #expect(message.attachments.map(\.type) == draft.files.map(\.type))
        #expect(message.attachments.first?.contentID == "logo@crm.test")
        #expect(message.defects == [])
        #expect(bytes.allSatisfy { $0 < 128 })
        #expect(bytes.split(separator: 0x0A).allSatisfy { $0.count <= 79 && $0.last == 0x0D })
    }

    @Test(arguments: ["a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\u{2028}b", "a\0b", "a\u{85}b"])
    func `Nothing can be added to the headers`(_ text: String) throws {
        var draft = try Draft.sample(to: box, subject: text)
        #expect(throws: DraftError.controlCharacter(field: "subject")) { try draft.rendered() }

        draft = try Draft.sample(to: box)
        draft.files = [Draft.File(name: text, type: "text/plain", bytes: [])]
        #expect(throws: DraftError.controlCharacter(field: "file name")) { try draft.rendered() }

        #expect(throws: DraftError.controlCharacter(field: "name")) { try MailAddress("a@example.com", name: text) }
        #expect(throws: DraftError.self) { try MailAddress("\(text)@example.com") }
        #expect(MessageID("\(text)@example.com") == nil)
    }

    @Test func `A type that would hide a message within a message is refused`() throws {
        var draft = try Draft.sample(to: box)
        draft.files = [Draft.File(name: "a", type: "message/rfc822", bytes: [])]

        #expect(throws: DraftError.badType("message/rfc822")) { try draft.rendered() }
    }

    @Test func `Mail of a program says so, and how to be rid of it`() throws {
        var draft = try Draft.sample(to: box)
        draft.automation = .generated
        draft.loopMark = "guanxi-7"
        draft.unsubscribe = Draft.Unsubscribe(page: URL(string: "https://example.com/u/1"), address: try MailAddress("out@example.com"))

        let message = try Message(try draft.rendered())

        #expect(message.header("List-Unsubscribe") == "<https://example.com/u/1>, <mailto:out@example.com>")
        #expect(message.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click")
        #expect(message.isAutomatic)
        #expect(message.loop(mark: "guanxi-7") { _ in false } == .marked)
        #expect(message.loop(mark: "other") { _ in false } == nil)
        #expect(message.loop(mark: "other") { $0 == draft.messageID } == .cameBack)
    }

    @Test func `A bounce address tells its token`() throws {
        let bounce = BounceAddress(try MailAddress("bounce@crm.test"))

        let address = try bounce.address(for: "k3J-9_")

        #expect(address.address == "bounce+k3J-9_@crm.test")
        #expect(bounce.token(of: address) == "k3J-9_")
        #expect(bounce.token(of: try MailAddress("other+k3@crm.test")) == nil)
        #expect(bounce.token(of: try MailAddress("bounce+k3@example.com")) == nil)
        #expect(throws: DraftError.self) { try bounce.address(for: "a b") }
    }
}
