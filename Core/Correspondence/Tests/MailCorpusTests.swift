@testable import Engine
import Foundation
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

/// What becomes of mails of thirty years, broken ones among them, when they come to an account.
@Suite struct MailCorpusTests {
    @Test("Every mail of the corpus is kept, with a remark where it is not whole, and says what another program reads in it", arguments: Dialect.allCases)
    func all(_ dialect: Dialect) async throws {
        try await Office.run(dialect, works: false) { office in
            let (id, _) = try await office.account(receives: false, ["takesOldMail": true])
            let account = try #require(try await office.engine.read(as: .system) { try $0.find(MailAccount.self, id) })
            let box = try #require(try await Box.take(id, office.engine)), intake = Intake(account: account, box: box, source: "x", engine: office.engine)
            var (counts, different): ([String: Int], [String: Set<String>]) = ([:], [:])

            for (number, mail) in try MailCorpus.mails().enumerated() {
                try await intake.take(mail.bytes, UIDPlace(validity: 1, uid: UInt32(number + 1)))
                let newest = try await office.engine.database.read { try $0.first("SELECT MAX(id), COUNT(*) FROM mail") }
                guard newest?[1].integer == Int64(number + 1), let found = newest?[0].integer else {
                    Issue.record("\(mail.name) was not kept")
                    return
                }
                let kept = try await office.mail(RecordID(rawValue: found))
                counts[kept[\.trouble].map { "\($0)" } ?? "whole", default: 0] += 1
                func compare(_ what: String, _ ours: String, _ theirs: String) {
                    if ours == theirs { counts[what, default: 0] += 1 } else { different[what, default: []].insert(mail.name) }
                }
                let expected = mail.expected
                compare("subject", plain(kept[\.subject] == StoredMail.noSubject ? "" : kept[\.subject]), plain(expected.header("subject")?["Text"] as? String ?? ""))
                compare("from", address(kept[\.sender]), expected.addresses("from").first ?? "")
                let files = try await office.files(of: kept.id, limit: 200).filter { $0 != "message.eml" || kept[\.trouble] != .broken }.count
                compare("attachments", String(files), String(expected.attachments.count))
            }

            #expect(counts == ["whole": 107, "subject": 102, "from": 106, "attachments": 93])
            #expect(different == Self.differing)
        }
    }

    /// Where we read otherwise, and mean it; the tests of `Mail` say why.
    private static let differing: [String: Set<String>] = [
        "subject": ["legacy/010.eml", "legacy/020.eml", "legacy/022.eml", "legacy/027.eml", "legacy/052.eml"],
        "from": ["thirdparty/007.eml"],
        "attachments": [
            "malformed/001.eml", "malformed/002.eml", "malformed/003.eml", "malformed/004.eml", "malformed/006.eml", "malformed/007.eml",
            "malformed/008.eml", "malformed/009.eml", "malformed/011.eml", "malformed/012.eml", "malformed/016.eml", "malformed/017.eml",
            "thirdparty/002.eml", "thirdparty/015.eml",
        ],
    ]

    private func plain(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    private func address(_ sender: String?) -> String {
        guard let sender, sender.hasSuffix(">"), let open = sender.lastIndex(of: "<") else { return sender ?? "" }
        return String(sender[sender.index(after: open)...].dropLast())
    }
}
