import Engine
import Foundation
import Kernel
import Mail

/// A mail that waits to be sent, with all that goes into it.
struct Outgoing: Sendable {
    let mail: Record<StoredMail>
    let account: Record<MailAccount>
    let files: [Mail.Draft.File]

    /// Of all files of a mail together: few servers take more.
    static let maximumBytes: Int64 = 25 * 1024 * 1024

    struct TooLarge: Error {}

    /// Nil for a mail that does not wait.
    static func load(_ id: RecordID, _ reader: Reader) throws -> Outgoing? {
        guard let mail = try reader.find(StoredMail.self, id), mail[\.state] == .queued, let account = try reader.find(MailAccount.self, mail[\.account].id)
        else { return nil }
        let hanging = Rule.compare(["record"], .equal, .reference(id)) && .compare(["entity"], .equal, .text(StoredMail.name))
        let files = try reader.firstIDs(Attachment.schema.definition, where: hanging, limit: 100).map { try reader.attachment($0) }
        guard files.reduce(0, { $0 + $1.size }) <= maximumBytes else { throw TooLarge() }
        return Outgoing(
            mail: mail, account: account,
            files: try files.map { Mail.Draft.File(name: $0.name, type: $0.type.name, bytes: Array(try Data(contentsOf: $0.url))) })
    }

    /// Those whom the server has not taken it for yet.
    func waiting() throws -> [MailAddress] {
        let delivered = Set((mail[\.delivered]?.json.array ?? []).compactMap(\.string))
        var seen: Set<String> = []
        return try [mail[\.recipients], mail[\.copies], mail[\.hiddenCopies]].flatMap(Recipients.parse)
            .filter { !delivered.contains($0.address) && seen.insert($0.address).inserted }
    }

    /// Where servers send it back to.
    var bounces: MailAddress? {
        guard let base = account.bounces, let token = mail[\.bounceToken] else { return account.bounces }
        // A name that leaves no room for the token does without.
        return (try? BounceAddress(base).address(for: token)) ?? base
    }

    /// The bytes that go over the line. Throws a `DraftError`.
    func rendered() throws -> [UInt8] {
        guard let from = account.from, let id = mail[\.messageID].flatMap(MessageID.init) else { throw DraftError.badAddress(account[\.address]) }
        var draft = Mail.Draft(
            from: from, to: try Recipients.parse(mail[\.recipients]), subject: mail[\.subject] == StoredMail.noSubject ? "" : mail[\.subject],
            text: mail[\.text] ?? "", messageID: id, date: Date(timeIntervalSince1970: Double(mail[\.at]?.milliseconds ?? 0) / 1_000))
        draft.cc = try Recipients.parse(mail[\.copies])
        draft.files = files
        draft.references = (mail[\.chain] ?? "").split(separator: " ").compactMap { MessageID(String($0)) }
        draft.inReplyTo = draft.references.last
        draft.loopMark = account.loopMark
        return try draft.rendered()
    }
}
