import Engine
import Kernel
import Mail

/// How accounts reach their servers.
struct MailNetwork: Sendable {
    /// A PEM file with the authorities that may have signed certificates of mail servers; nil for those of the system.
    let authorities: String?
    /// How long a server has for each answer.
    var replyTime = Duration.seconds(60)

    /// Nil where the account does not send. Without a login nobody vouches for its address but an administrator, who alone makes accounts
    /// for everyone and for notices.
    func smtp(_ account: Record<MailAccount>) -> SMTPClient? {
        guard let host = account[\.smtpHost], account[\.password] != nil || account[\.audience] == .everyone || account[\.sendsNotices] else { return nil }
        let credentials = account[\.password].map { MailCredentials(user: account.user, password: $0) }
        let name = account[\.address].split(separator: "@").last.map(String.init) ?? "localhost"
        return SMTPClient(server(host, account[\.smtpPort], account[\.smtpSecurity]), credentials: credentials, name: name)
    }

    /// Nil where the account does not receive.
    func imap(_ account: Record<MailAccount>) -> IMAPClient? {
        guard let host = account[\.imapHost], let password = account[\.password] else { return nil }
        return IMAPClient(
            server(host, account[\.imapPort], account[\.imapSecurity]), credentials: MailCredentials(user: account.user, password: password))
    }

    private func server(_ host: String, _ port: Int64, _ security: MailAccount.Security) -> MailServer {
        var server = MailServer(host: host, port: Int(port), security: security.wire)
        server.authorities = authorities
        server.replyTime = replyTime
        return server
    }
}

extension Record<MailAccount> {
    var user: String { self[\.login] ?? self[\.address] }

    /// By which a mail shows that it went out here.
    var loopMark: String { "guanxi \(self[\.address])" }

    var from: MailAddress? {
        (try? MailAddress(self[\.address], name: self[\.displayName] ?? "")) ?? (try? MailAddress(self[\.address]))
    }

    var bounces: MailAddress? { self[\.bounceAddress].flatMap { try? MailAddress($0) } ?? from }
}

extension MailError {
    /// What kind of trouble it is, for a text in the reader's language, and the server's own words.
    var trouble: (code: String, words: String) {
        switch self {
        case .unreachable(let words): ("unreachable", words)
        case .badCertificate(let words): ("badCertificate", words)
        case .notEncrypted: ("notEncrypted", "")
        case .loginRefused(let words): ("loginRefused", words)
        case .noLoginMethod: ("noLoginMethod", "")
        case .refused(let words, _): ("refused", words)
        case .timedOut: ("timedOut", "")
        case .closed: ("closed", "")
        case .outcomeUnknown: ("outcomeUnknown", "")
        case .nonsense(let words): ("nonsense", words)
        case .renumbered: ("renumbered", "")
        }
    }

    /// One line for the account's page.
    var line: String {
        let (code, words) = trouble
        return StoredMail.line(words.isEmpty ? code : "\(code): \(words)", atMost: 500)
    }
}
