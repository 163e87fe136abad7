/// A connection to an IMAP server that has let us in; made by `IMAPClient.session`.
public final class IMAPSession {
    /// What the server can do, in capitals: `IDLE`, `MOVE`.
    public private(set) var capabilities: Set<String> = []

    let wire: MailWire
    /// Whether the open folder has grown since it was last searched; servers say so in the answer to any command.
    var hasNews = false
    private var count = 0
    private var isLeaving = false

    init(_ wire: MailWire) { self.wire = wire }

    /// A part of a command: words, or bytes that the server is asked to take first.
    enum Part {
        case words(String)
        case literal([UInt8])
    }

    /// What all answers to a command may hold together, if it does not ask for more.
    static let usualAnswer = 1024 * 1024

    // MARK: - Getting in

    func greet(_ security: MailServer.Security) async throws {
        let greeting = try await wire.inTime { try await response(maximum: 8192) }
        guard greeting.tag == "*", greeting.kind == "OK" || greeting.kind == "PREAUTH" else {
            throw greeting.kind == "BYE" ? MailError.refused(greeting.text, isTemporary: true) : MailError.nonsense("no IMAP")
        }
        if security == .implicit || security == .plain { return }
        try await askCapabilities()
        // Who is greeted as known already is to be kept from encrypting.
        if capabilities.contains("STARTTLS"), greeting.kind == "OK" {
            try await run("STARTTLS")
            try await wire.startTLS()
        } else if security == .required {
            throw MailError.notEncrypted
        }
    }

    func logIn(_ credentials: MailCredentials, allowsPlain: Bool) async throws {
        guard wire.isEncrypted || allowsPlain else { throw MailError.notEncrypted }
        try await askCapabilities()
        let (mechanism, response) = credentials.sasl
        do {
            if capabilities.contains("AUTH=\(mechanism)") {
                try await authenticate(mechanism, response)
            } else if let password = credentials.password, !capabilities.contains("LOGINDISABLED") {
                try await run([.words("LOGIN "), .literal(Array(credentials.user.utf8)), .words(" "), .literal(Array(password.utf8))])
            } else {
                throw MailError.noLoginMethod
            }
        } catch MailError.refused(let words, let isTemporary) {
            let words = credentials.redacted(words)
            throw isTemporary ? MailError.refused(words, isTemporary: true) : MailError.loginRefused(words)
        }
        try await askCapabilities()
        // Some Chinese providers let only programs in that say who they are (RFC 2971).
        if capabilities.contains("ID") { try await run("ID (\"name\" \"Guanxi\")") }
    }

    private func authenticate(_ mechanism: String, _ response: String) async throws {
        let tag = nextTag()
        try await wire.inTime {
            let isInitial = capabilities.contains("SASL-IR")
            try await wire.send("\(tag) AUTHENTICATE \(mechanism)\(isInitial ? " " + response : "")\r\n")
            var isSent = isInitial
            _ = try await answers(to: tag, maximum: Self.usualAnswer) {
                // XOAUTH2 says why it refuses, and waits for an empty line.
                try await wire.send((isSent ? "" : response) + "\r\n")
                isSent = true
            }
        }
    }

    private func askCapabilities() async throws {
        let answers = try await run("CAPABILITY").filter { $0.kind == "CAPABILITY" }
        capabilities = Set(try answers.flatMap { try $0.values().dropFirst().compactMap { $0.text?.uppercased() } })
    }

    func logOut() async {
        isLeaving = true
        _ = try? await run("LOGOUT")
    }

    // MARK: - Commands

    @discardableResult
    func run(_ command: String, maximum: Int = usualAnswer) async throws -> [IMAPResponse] { try await run([.words(command)], maximum: maximum) }

    /// Sends a command and gives what the server says before its end. Throws `MailError.refused` for its no.
    @discardableResult
    func run(_ parts: [Part], maximum: Int = usualAnswer) async throws -> [IMAPResponse] {
        let tag = nextTag()
        let sent = parts.reduce(0) { if case .literal(let bytes) = $1 { $0 + bytes.count } else { $0 } }
        return try await wire.inTime(bytes: maximum + sent) {
            var words = tag + " "
            for part in parts {
                switch part {
                case .words(let more): words += more
                case .literal(let bytes):
                    try await wire.send("\(words){\(bytes.count)}\r\n")
                    words = ""
                    try await invitation(to: tag)
                    try await wire.send(bytes)
                }
            }
            try await wire.send(words + "\r\n")
            return try await answers(to: tag, maximum: maximum) { throw MailError.nonsense("it asks for more than was announced") }
        }
    }

    func nextTag() -> String {
        count += 1
        return "g\(count)"
    }

    /// Waits until the server takes the literal or whatever else it was told of.
    func invitation(to tag: String) async throws {
        for _ in 0..<1000 {
            let response = try await response(maximum: Self.usualAnswer)
            if response.tag == "+" { return }
            if response.tag == tag { throw Self.refusal(response) }
        }
        throw MailError.nonsense("no end of answers")
    }

    /// Everything up to the end of the command.
    func answers(to tag: String, maximum: Int, onInvitation: () async throws -> Void) async throws -> [IMAPResponse] {
        var (answers, left): ([IMAPResponse], Int) = ([], maximum)
        while true {
            let response = try await response(maximum: left, used: &left)
            switch response.tag {
            case "+": try await onInvitation()
            case tag:
                guard response.kind == "OK" else { throw Self.refusal(response) }
                return answers + [response]
            case "*" where response.kind == "BYE" && !isLeaving: throw MailError.closed
            case "*": answers.append(response)
            default: throw MailError.nonsense("an answer that nobody asked for")
            }
            guard answers.count < 100_000 else { throw MailError.nonsense("no end of answers") }
        }
    }

    private static func refusal(_ response: IMAPResponse) -> MailError {
        let isTemporary = ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"].contains { response.code($0) != nil }
        return .refused(String(response.text.drop { $0 != " " }.dropFirst().prefix(1000)), isTemporary: isTemporary)
    }

    func response(maximum: Int) async throws -> IMAPResponse {
        var left = maximum
        return try await response(maximum: maximum, used: &left)
    }

    /// A line with its literals; takes what it holds off what is left.
    private func response(maximum: Int, used left: inout Int) async throws -> IMAPResponse {
        var pieces: [[UInt8]] = []
        while true {
            let line = try await wire.line(maximum: left)
            left -= line.count + 2
            pieces.append(line)
            guard left >= 0 else { throw MailError.nonsense("an answer of more than \(maximum) bytes") }
            // The words of `OK` and the like hold no literals, whatever they end with.
            let isWords = pieces.count == 1 && ["OK", "NO", "BAD", "BYE", "PREAUTH"].contains(IMAPResponse(pieces).kind) || line.first == UInt8(ascii: "+")
            guard !isWords, let literal = IMAPResponse.literal(after: line) else {
                let response = IMAPResponse(pieces)
                if response.kind == "EXISTS" { hasNews = true }
                return response
            }
            guard literal <= left, pieces.count < 1000 else { throw MailError.nonsense("a literal of \(literal) bytes") }
            pieces.append(try await wire.bytes(literal))
            left -= literal
        }
    }
}
