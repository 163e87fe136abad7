/// Where a mail server is, and how to speak with it.
public struct MailServer: Sendable {
    public var host: String
    public var port: Int
    public var security: Security
    /// A PEM file with the authorities that may have signed its certificate; nil for those of the system.
    public var authorities: String?
    /// Until connected.
    public var connectTime = Duration.seconds(10)
    /// For each answer; what is long gets longer, by 10 kB a second.
    public var replyTime = Duration.seconds(60)

    public init(host: String, port: Int, security: Security) { (self.host, self.port, self.security) = (host, port, security) }

    public enum Security: Sendable {
        /// TLS from the first byte (ports 465 and 993).
        case implicit
        /// STARTTLS, and without it nothing.
        case required
        /// STARTTLS where the server offers it; a password never goes without it.
        case optional
        /// Neither; a password goes in the clear. For servers on the same machine.
        case plain
    }
}

/// With what somebody logs in at a mail server. Printing it shows no secret.
public struct MailCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public let user: String
    private let secret: Secret

    private enum Secret { case password(String), token(String) }

    public init(user: String, password: String) { (self.user, secret) = (user, .password(password)) }

    /// By a token of OAuth 2 (XOAUTH2).
    public init(user: String, token: String) { (self.user, secret) = (user, .token(token)) }

    public var description: String { "\(user), secret" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }

    /// Nil for a token.
    var password: String? { if case .password(let password) = secret { password } else { nil } }

    /// The mechanism and what it sends first (RFC 4616; XOAUTH2 of Google and Microsoft), in base64.
    var sasl: (mechanism: String, response: String) {
        switch secret {
        case .password(let password): ("PLAIN", Base64.text("\0\(user)\0\(password)".utf8))
        case .token(let token): ("XOAUTH2", Base64.text("user=\(user)\u{1}auth=Bearer \(token)\u{1}\u{1}".utf8))
        }
    }

    /// What a server says, without the secret, which it may repeat.
    func redacted(_ text: String) -> String {
        let word = switch secret { case .password(let word), .token(let word): word }
        let hidden = [word, sasl.response, Base64.text(word.utf8)].filter { !$0.isEmpty }
        return hidden.reduce(text) { $0.replacing($1, with: "…") }
    }
}
