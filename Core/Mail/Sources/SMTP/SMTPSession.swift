/// A connection to an SMTP server that has let us in; made by `SMTPClient.session`.
public final class SMTPSession {
    private let wire: MailWire
    /// What the server can do: `SIZE` → `["52428800"]`.
    private var extensions: [String: [String]] = [:]

    init(_ wire: MailWire) { self.wire = wire }

    // MARK: - Sending

    /// Sends a mail to all that the server takes it for.
    ///
    /// Who is refused stands in the answer, with the reason. Throws `MailError` when the connection is of no use any more; nothing
    /// was taken then, except perhaps with `.outcomeUnknown`.
    /// - Parameters:
    ///   - sender: to whom bounces go; nil for nobody, as for automatic answers.
    public func send(_ mail: [UInt8], from sender: MailAddress?, to recipients: [MailAddress]) async throws -> SMTPDelivery {
        var delivery = SMTPDelivery()
        func refuse(_ addresses: [MailAddress], _ reply: SMTPReply) {
            delivery.refused += addresses.map { SMTPDelivery.Refusal(address: $0, reply: reply) }
        }
        if let limit = extensions["SIZE"]?.first.flatMap({ Int($0) }), limit > 0, mail.count > limit {
            refuse(recipients, SMTPReply(code: 552, text: "5.3.4 larger than the \(limit) bytes that the server takes"))
            return delivery
        }
        guard sender?.isASCII ?? true else {
            refuse(recipients, Self.foreignLetters)
            return delivery
        }
        let size = extensions["SIZE"] == nil ? "" : " SIZE=\(mail.count)"
        let eight = extensions["8BITMIME"] != nil && mail.contains { $0 > 127 } ? " BODY=8BITMIME" : ""
        let begun = try await ask("MAIL FROM:<\(sender?.address ?? "")>\(size)\(eight)")
        guard begun.code == 250 else {
            refuse(recipients, begun)
            return delivery
        }
        for recipient in recipients {
            let reply = recipient.isASCII ? try await ask("RCPT TO:<\(recipient.address)>") : Self.foreignLetters
            if reply.code == 250 || reply.code == 251 { delivery.accepted.append(recipient) } else { refuse([recipient], reply) }
        }
        let end = delivery.accepted.isEmpty ? try await ask("RSET") : try await transmit(mail)
        if end.code != 250 {
            refuse(delivery.accepted, end)
            delivery.accepted = []
        }
        return delivery
    }

    private static let foreignLetters = SMTPReply(code: 553, text: "5.6.7 letters beyond ASCII in an address")

    private func transmit(_ mail: [UInt8]) async throws -> SMTPReply {
        let ready = try await ask("DATA")
        guard ready.code == 354 else { return ready }
        try await wire.inTime(bytes: mail.count) {
            var stuffing = DotStuffing()
            var place = 0
            while place < mail.count {
                let next = min(place + 64 * 1024, mail.count)
                try await wire.send(stuffing.stuffed(mail[place..<next]))
                place = next
            }
            try await wire.send(stuffing.end)
        }
        do {
            // Servers look for viruses before they answer.
            return try await wire.inTime(extra: .seconds(mail.count / 100_000)) { try await reply() }
        } catch let error as MailError where error == .closed || error == .timedOut {
            throw MailError.outcomeUnknown
        }
    }

    // MARK: - Getting in

    func greet(_ security: MailServer.Security, name: String) async throws {
        let greeting = try await wire.inTime { try await reply() }
        guard greeting.code == 220 else { throw MailError(greeting) }
        try await introduce(name)
        if security == .required || security == .optional {
            if extensions["STARTTLS"] != nil {
                let answer = try await ask("STARTTLS")
                guard answer.code == 220 else { throw MailError.notEncrypted }
                try await wire.startTLS()
                // What was said before may be somebody else's.
                try await introduce(name)
            } else if security == .required {
                throw MailError.notEncrypted
            }
        }
    }

    private func introduce(_ name: String) async throws {
        let safe = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-.[]:".contains($0)) }
        var answer = try await ask("EHLO \(safe)")
        extensions = [:]
        if answer.code != 250 { answer = try await ask("HELO \(safe)") }
        guard answer.code == 250 else { throw MailError(answer) }
        for line in answer.text.split(separator: "\n").dropFirst() {
            let words = line.split(separator: " ").map { $0.uppercased() }
            if let first = words.first { extensions[first] = Array(words.dropFirst()) }
        }
    }

    func logIn(_ credentials: MailCredentials, allowsPlain: Bool) async throws {
        guard wire.isEncrypted || allowsPlain else { throw MailError.notEncrypted }
        let offered = extensions["AUTH"] ?? []
        let (mechanism, response) = credentials.sasl
        var answer: SMTPReply
        if offered.contains(mechanism) {
            answer = try await ask("AUTH \(mechanism) \(response)")
            // XOAUTH2 says why it refuses, and waits for an empty line.
            if answer.code == 334 { answer = try await ask("") }
        } else if let password = credentials.password, offered.contains("LOGIN") {
            answer = try await ask("AUTH LOGIN")
            for word in [credentials.user, password] where answer.code == 334 { answer = try await ask(Base64.text(word.utf8)) }
        } else {
            throw MailError.noLoginMethod
        }
        if answer.code == 235 { return }
        let words = credentials.redacted("\(answer.code) \(answer.text)")
        throw answer.isTemporary ? MailError.refused(words, isTemporary: true) : MailError.loginRefused(words)
    }

    func quit() async { _ = try? await ask("QUIT") }

    // MARK: - Words

    private func ask(_ command: String) async throws -> SMTPReply {
        try await wire.inTime {
            try await wire.send(command + "\r\n")
            return try await reply()
        }
    }

    /// `250-first line`, `250-…`, `250 last line`.
    private func reply() async throws -> SMTPReply {
        var texts: [String] = []
        while texts.count < 100 {
            let line = String(decoding: try await wire.line(maximum: 4096), as: UTF8.self)
            guard let code = Int(line.prefix(3)), (200..<600).contains(code) else { throw MailError.nonsense("no SMTP") }
            texts.append(String(line.dropFirst(4)))
            if line.dropFirst(3).first == "-" { continue }
            let reply = SMTPReply(code: code, text: texts.joined(separator: "\n"))
            // It closes the connection after this word.
            if code == 421 { throw MailError(reply) }
            return reply
        }
        throw MailError.nonsense("an answer without an end")
    }
}

extension MailError {
    fileprivate init(_ reply: SMTPReply) { self = .refused("\(reply.code) \(reply.text)", isTemporary: reply.isTemporary) }
}
