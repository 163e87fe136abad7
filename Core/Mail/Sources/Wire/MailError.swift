/// Why a mail server did not do what it was asked. The words are for the log; no secret is among them.
public enum MailError: Error, Sendable, Equatable {
    /// No connection: no such name, nobody there, no way.
    case unreachable(String)
    /// It is not who it says, or its authority is unknown; nothing was sent.
    case badCertificate(String)
    /// It offers no encryption, and without that nothing was to be sent.
    case notEncrypted
    /// It does not let this user in: a wrong password, as a rule. Trying again may lock the account.
    case loginRefused(String)
    /// It offers none of the ways to log in.
    case noLoginMethod
    /// It said no, for now or for ever.
    case refused(String, isTemporary: Bool)
    case timedOut
    /// The connection ended in the middle.
    case closed
    /// The connection ended when the mail was sent and the answer had not come: it may have been taken. Who sends it again, with the same
    /// Message-ID, risks that it arrives twice.
    case outcomeUnknown
    /// It does not speak its protocol, or says more than anybody needs.
    case nonsense(String)
    /// The ids of a folder mean other mails than before: start anew from this place, or from its beginning.
    case renumbered(now: UIDPlace)

    /// Whether it can be better later without anybody doing anything.
    public var isTemporary: Bool {
        switch self {
        case .unreachable, .timedOut, .closed, .outcomeUnknown, .nonsense: true
        case .refused(_, let isTemporary): isTemporary
        case .badCertificate, .notEncrypted, .loginRefused, .noLoginMethod, .renumbered: false
        }
    }
}
