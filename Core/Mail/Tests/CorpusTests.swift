import Foundation
import TestKit
import Testing

@testable import Mail

@Suite struct CorpusTests {
    @Test func `Mails of thirty years are read as another program reads them`() throws {
        var agreeing: [String: Int] = [:]
        var differing: [String: [String]] = [:]
        for mail in try MailCorpus.mails() {
            let message = try Message(mail.bytes)
            func compare<T: Equatable>(_ what: String, _ ours: T, _ theirs: T) {
                if ours == theirs { agreeing[what, default: 0] += 1 } else { differing[what, default: []].append(mail.name) }
            }
            compare("subject", Self.plain(message.subject), Self.plain(mail.expected.header("subject")?["Text"] as? String ?? ""))
            compare("from", message.from.map(\.address), mail.expected.addresses("from"))
            compare("to", message.to.map(\.address), mail.expected.addresses("to"))
            compare("attachments", message.attachments.count, mail.expected.attachments.count)
            let texts = mail.expected.text.filter { (mail.expected.parts[$0]["body"] as? [String: Any])?["Text"] != nil }.compactMap(mail.expected.body)
            compare("text", Self.plain(message.text ?? ""), Self.plain(texts.joined(separator: "\n")))
        }

        for (what, names) in differing { #expect(Set(names) == Self.differing[what], "\(what)") }
        #expect(agreeing == ["subject": 102, "from": 106, "to": 107, "attachments": 93, "text": 94])
    }

    /// Where we read otherwise, and mean it.
    private static let differing: [String: Set<String>] = [
        // Bytes of Latin-1 without a name of it: we read ö, it reads nothing.
        "subject": ["legacy/010.eml", "legacy/020.eml", "legacy/022.eml", "legacy/027.eml", "legacy/052.eml"],
        // `moderator` is no address to us.
        "from": ["thirdparty/007.eml"],
        // Broken trees: it makes files of multiparts without parts, and mails of forwarded ones that we keep as files.
        "attachments": [
            "malformed/001.eml", "malformed/002.eml", "malformed/003.eml", "malformed/004.eml", "malformed/006.eml", "malformed/007.eml",
            "malformed/008.eml", "malformed/009.eml", "malformed/011.eml", "malformed/012.eml", "malformed/016.eml", "malformed/017.eml",
            "thirdparty/002.eml", "thirdparty/015.eml",
        ],
        // The same trees; bytes and base64 that are none, which we read as far as they go; a boundary in the middle of a line.
        "text": [
            "legacy/033.eml", "legacy/052.eml", "malformed/001.eml", "malformed/003.eml", "malformed/006.eml", "malformed/009.eml", "malformed/011.eml",
            "malformed/016.eml", "malformed/019.eml", "malformed/020.eml", "malformed/021.eml", "thirdparty/002.eml", "thirdparty/005.eml",
        ],
    ]

    /// Line ends and blanks aside.
    private static func plain(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
