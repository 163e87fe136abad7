/// Whether a machine has sent it, and whether it goes round in circles: who answers such mail by itself builds a loop.
extension Message {
    /// Nobody should answer it automatically: made by a program, a mailing list, or a bounce (RFC 3834).
    public var isAutomatic: Bool {
        if let made = header("Auto-Submitted"), made.lowercased().prefix(while: { $0 != ";" }).trimmingBlanks() != "no" { return true }
        if let precedence = header("Precedence"), ["bulk", "junk", "list", "auto_reply"].contains(precedence.lowercased()) { return true }
        let marks = ["List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"]
        return marks.contains { header($0) != nil } || headers("Return-Path").contains("<>") || parts[0].type == "multipart/report"
            || from.contains { $0.address.lowercased().hasPrefix("mailer-daemon@") }
    }

    /// Why it must not be taken in or answered, if so.
    /// - Parameters:
    ///   - mark: what the own mails carry as `X-Loop`.
    ///   - isOwn: whether an id is of a mail that was sent from here.
    public func loop(mark: String, isOwn: (MessageID) -> Bool) -> MailLoop? {
        if headers("X-Loop").contains(mark) { return .marked }
        if let messageID, isOwn(messageID) { return .cameBack }
        if isAutomatic, (references + inReplyTo).contains(where: isOwn) { return .answeredByMachine }
        return parts[0].headers.count { $0.name == "received" } > 50 ? .tooManyHops : nil
    }
}

/// How a mail shows that it goes round in circles.
public enum MailLoop: Sendable, Equatable {
    /// It carries the own `X-Loop`.
    case marked
    /// It is a mail that was sent from here.
    case cameBack
    /// A program has answered a mail that was sent from here.
    case answeredByMachine
    /// It went through more servers than any way has.
    case tooManyHops
}
