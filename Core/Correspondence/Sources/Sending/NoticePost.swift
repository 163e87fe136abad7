import Engine
import Foundation
import Kernel
import Mail
import Store

/// Sends notices as letters, from an account that is marked for it.
struct NoticePost: NoticeChannel {
    let network: MailNetwork
    /// Where people find the pages; nil where nobody has said.
    let publicURL: String?

    struct NoAccount: Error {}

    func isReady(_ session: any ReadSession) throws -> Bool {
        try session.first(
            """
            SELECT 1 FROM \(name: MailAccount.schema.definition.table)
            WHERE sends_notices = 1 AND is_active = 1 AND smtp_host IS NOT NULL AND deleted_at IS NULL
            LIMIT 1
            """) != nil
    }

    func send(_ letter: NoticeLetter, to user: RecordID, from engine: Engine) async throws {
        let (account, address) = try await engine.read(as: .system) { reader in
            let rule = MailAccount.rule { $0.sendsNotices == true && $0.isActive == true && .not($0.smtpHost.isEmpty) }
            return (try reader.first(MailAccount.self, where: rule), try reader.find(User.self, user)?[\.mail])
        }
        guard let account, let from = account.from, let client = network.smtp(account) else { throw NoAccount() }
        // Who has no address reads it in the pages.
        guard let to = address.flatMap({ try? MailAddress($0) }), let id = MessageID("\(UUID().uuidString.lowercased())@\(from.domain)") else { return }
        var draft = Mail.Draft(
            from: from, to: [to], subject: letter.subject, text: text(letter, engine), messageID: id,
            date: Date(timeIntervalSince1970: Double(engine.clock.now().milliseconds) / 1_000))
        draft.automation = .generated
        draft.loopMark = account.loopMark
        let bytes = try draft.rendered()
        // Nobody is told when it does not arrive: that would be another letter.
        let delivery = try await client.session { try await $0.send(bytes, from: nil, to: [to]) }
        if let refusal = delivery.refused.first, refusal.reply.isTemporary { throw Sending.NotYet(description: refusal.reply.text) }
    }

    private func text(_ letter: NoticeLetter, _ engine: Engine) -> String {
        let lines = letter.notices.map { "· \($0.text)" }
        let foot = engine.catalogue.texts.text("notice.letter.foot", letter.language, ["address": publicURL ?? ""])
        return (lines + ["", foot]).joined(separator: "\n") + "\n"
    }
}
