public import Engine
public import Kernel
import Mail

/// A mailbox that mail is sent from and read at: one's own, a unit's, or everyone's.
///
/// Who sees an account sends from it, and reads what came into it and belongs to no record yet.
public struct MailAccount: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    /// What it sends from, and what is written to.
    public let address = Field<String>("address", .mail, .listed)
    public let displayName = Field<String?>("displayName", .text(80))
    public let audience = Field<Audience>("audience", .choice, .listed, standard: .mine)
    public let roles = Field<[Reference<Role>]>("roles", .references())
    public let isActive = Field<Bool>("isActive", .flag, .listed, standard: true)
    public let signature = Field<String?>("signature", .longText(2_000))

    public let smtpHost = Field<String?>("smtpHost", .text(200))
    public let smtpPort = Field<Int64>("smtpPort", .integer(1...65_535), standard: 465)
    public let smtpSecurity = Field<Security>("smtpSecurity", .choice, standard: .implicit)
    public let imapHost = Field<String?>("imapHost", .text(200))
    public let imapPort = Field<Int64>("imapPort", .integer(1...65_535), standard: 993)
    public let imapSecurity = Field<Security>("imapSecurity", .choice, standard: .implicit)
    /// The address, where nothing is said.
    public let login = Field<String?>("login", .text(200))
    public let password = Field<String?>("password", .sealedText, .secret, .system)

    public let folder = Field<String>("folder", .text(200), standard: "INBOX")
    /// Otherwise only what comes from now on is taken.
    public let takesOldMail = Field<Bool>("takesOldMail", .flag, standard: false)
    public let marksAsSeen = Field<Bool>("marksAsSeen", .flag, standard: false)
    /// Where servers send what could not be delivered; the address itself where nothing is said.
    public let bounceAddress = Field<String?>("bounceAddress", .mail)
    /// Bounces go to `bounce+token@…`, which tells which mail came back; its server must take such addresses.
    public let marksBounces = Field<Bool>("marksBounces", .flag, standard: false)
    /// Letters of the program itself, such as notices, go out here.
    public let sendsNotices = Field<Bool>("sendsNotices", .flag, standard: false)
    /// What its server last said that was wrong; empty while all is well.
    public let lastError = Field<String?>("lastError", .text(500), .system, .unaudited)

    public enum Security: String, Choice {
        /// TLS from the first byte.
        case implicit
        /// STARTTLS, and nothing without it.
        case required
        /// For servers on the same machine.
        case plain

        var wire: MailServer.Security {
            switch self {
            case .implicit: .implicit
            case .required: .required
            case .plain: .plain
            }
        }
    }

    public static let schema = Schema<MailAccount>(
        plural: "mail-accounts", title: \.title, icon: "alternate_email", .owned, .published(by: "audience", asDefaultOf: "roles"),
        sections: [
            .section("identity", \.title, \.address, \.displayName, \.audience, \.isActive, \.signature),
            .section("sending", \.smtpHost, \.smtpPort, \.smtpSecurity, \.login, \.bounceAddress, \.marksBounces, \.sendsNotices),
            .section("receiving", \.imapHost, \.imapPort, \.imapSecurity, \.folder, \.takesOldMail, \.marksAsSeen),
        ],
        facts: [\.address, \.audience], chips: [\.isActive])
    public init() {}
}

extension MailAccount {
    static let hooks: [Hook] = [
        .beforeSaving(MailAccount.self) { account, saving in
            let actor = saving.door.actor
            guard actor.user != nil else { return }
            let servers = ["smtpHost", "smtpPort", "smtpSecurity", "imapHost", "imapPort", "imapSecurity"]
            // A password is for the servers that it was typed for, and for lines as safe as then.
            if saving.before != nil, servers.contains(where: { saving.changes($0, in: account.values) }) { account[\.password] = nil }
            guard !actor.isAdministrator else { return }
            if saving.changes("sendsNotices", in: account.values), account[\.sendsNotices] { throw Invalid("sendsNotices", .notAllowed) }
            let places = ["smtpHost", "smtpPort", "imapHost", "imapPort"].filter { saving.changes($0, in: account.values) }
            if !places.isEmpty { try checkServers(account, saving.door) }
        }
    ]

    /// Whoever names a server has this one connect to it: beside administrators, people name those that administrators have named.
    private static func checkServers(_ account: Record<MailAccount>, _ door: Door) throws {
        func isKnown(_ host: String?, _ rule: Rule) throws -> Bool {
            if host == nil { return true }
            return try door.reader.first(MailAccount.self, where: rule && MailAccount.rule { $0.audience == .everyone }) != nil
        }
        let smtp = try isKnown(account[\.smtpHost], MailAccount.rule { $0.smtpHost == account[\.smtpHost] && $0.smtpPort == account[\.smtpPort] })
        let imap = try isKnown(account[\.imapHost], MailAccount.rule { $0.imapHost == account[\.imapHost] && $0.imapPort == account[\.imapPort] })
        let problems = [smtp ? nil : "smtpHost", imap ? nil : "imapHost"].compactMap { $0.map { ValueProblem(.notAllowed).on($0) } }
        guard problems.isEmpty else { throw Invalid(problems) }
    }
}
