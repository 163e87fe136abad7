/// What an SMTP server answers (RFC 5321, section 4.2).
public struct SMTPReply: Sendable, Equatable {
    /// 200 to 599.
    public let code: Int
    /// `5.1.1` (RFC 3463), if it says so.
    public let status: String?
    /// Its words, at most 1,000 characters.
    public let text: String

    /// Whether it may say yes later.
    public var isTemporary: Bool { (400..<500).contains(code) }

    init(code: Int, text: String) {
        self.code = code
        self.text = String(text.prefix(1000))
        status = text.firstMatch(of: #/^([245]\.\d{1,3}\.\d{1,3}) /#).map { String($0.1) }
    }
}

/// What became of a mail, for each of those whom it was sent to.
public struct SMTPDelivery: Sendable, Equatable {
    /// For these the server has taken it, and answers for it from now on.
    public var accepted: [MailAddress] = []
    public var refused: [Refusal] = []

    public struct Refusal: Sendable, Equatable {
        public let address: MailAddress
        public let reply: SMTPReply
    }
}
