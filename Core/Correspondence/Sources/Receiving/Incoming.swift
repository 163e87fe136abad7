import Engine
import Foundation
import Kernel
import Mail

/// A mail that came, as far as it can be read.
struct Incoming: Sendable {
    let messageID: String
    let nature: StoredMail.Nature
    let sender: String?
    /// The address alone, as it stands in the mail.
    let senderAddress: String?
    let automaticLoop: MailLoop?
    /// The mails before it, the latest first.
    let earlier: [String]
    let report: DeliveryReport?
    /// Of the address for bounces that it came to, if it was one that tells a mail.
    let bounceToken: String?
    let files: [File]
    /// Its own fields, without where it hangs.
    let values: Values

    struct File: Sendable {
        let name: String
        let bytes: @Sendable () -> [UInt8]
    }

    /// - Parameter wholeSize: of a mail of which only the headers were read.
    init(_ bytes: [UInt8], _ place: UIDPlace, _ wholeSize: Int?, _ account: Record<MailAccount>) throws {
        let message = try Message(bytes)
        let isBroken = !message.defects.isDisjoint(with: [.tooManyParts, .tooDeep, .tooManyHeaders])
        messageID = message.messageID?.description ?? Self.ownID(place, account)
        automaticLoop = message.loop(mark: account.loopMark) { _ in false }
        report = message.deliveryReport
        bounceToken = Self.token(message, account)
        nature = report != nil || (bounceToken != nil && Self.isOfServer(message)) ? .bounce : message.isAutomatic || automaticLoop != nil ? .automatic : .personal
        sender = message.from.first.map { StoredMail.line($0.written, atMost: 400) }
        senderAddress = (message.from.first ?? message.sender)?.address
        earlier = (message.inReplyTo + message.references.reversed()).prefix(100).map(\.description)
        var files = wholeSize == nil ? message.attachments.map { file in File(name: Self.name(file)) { file.bytes } } : []
        if isBroken { files.append(Self.asItCame(bytes)) }
        self.files = files

        let html = message.html.flatMap(Self.cleaned)
        var values = Self.common(place, account, messageID)
        values["subject"] = .text(Self.subject(message.subject))
        values["nature"] = .text(nature.rawValue)
        values["sender"] = sender.map(Value.text) ?? .null
        values["recipients"] = Self.list(message.to)
        values["copies"] = Self.list(message.cc)
        values["html"] = html.map(Value.text) ?? .null
        values["text"] = Self.text(message.text ?? (html == nil ? message.html : nil))
        values["writtenAt"] = message.date.map { .instant(Instant(milliseconds: Int64(max(0, min($0.timeIntervalSince1970, 4e9)) * 1_000))) } ?? .null
        values["chain"] = .text(Self.chain(message))
        if wholeSize != nil { values["trouble"] = .text(StoredMail.Trouble.tooLarge.rawValue) }
        if isBroken { values["trouble"] = .text(StoredMail.Trouble.broken.rawValue) }
        self.values = values
    }

    /// One that nothing can be made of: it hangs on itself as it came.
    init(unreadable bytes: [UInt8], _ place: UIDPlace, _ account: Record<MailAccount>) {
        messageID = Self.ownID(place, account)
        (nature, sender, senderAddress, automaticLoop, earlier, report, bounceToken) = (.automatic, nil, nil, nil, [], nil, nil)
        files = bytes.isEmpty ? [] : [Self.asItCame(bytes)]
        var values = Self.common(place, account, messageID)
        values["subject"] = .text(StoredMail.noSubject)
        values["nature"] = .text(nature.rawValue)
        values["trouble"] = .text(StoredMail.Trouble.broken.rawValue)
        self.values = values
    }

    /// Servers write on a mail in one of these ways where it was sent to.
    private static func token(_ message: Message, _ account: Record<MailAccount>) -> String? {
        guard let base = account.bounces.map({ BounceAddress($0) }) else { return nil }
        let named = ["Delivered-To", "X-Original-To", "Envelope-To"].flatMap(message.headers).compactMap { try? MailAddress($0.filter { !"<> ".contains($0) }) }
        return (named + message.to).prefix(50).lazy.compactMap(base.token).first?.lowercased()
    }

    /// People away from their desks answer to the same address.
    private static func isOfServer(_ message: Message) -> Bool {
        let name = message.from.first?.address.lowercased().prefix { $0 != "@" }
        return name == "mailer-daemon" || name == "postmaster"
    }

    private static func common(_ place: UIDPlace, _ account: Record<MailAccount>, _ messageID: String) -> Values {
        [
            "mailAccount": .reference(account.id), "direction": .text(StoredMail.Direction.in.rawValue),
            "state": .text(StoredMail.State.received.rawValue), "messageID": .text(messageID),
        ]
    }

    /// For a mail that nobody has named: its place in the box.
    private static func ownID(_ place: UIDPlace, _ account: Record<MailAccount>) -> String { "\(place.validity).\(place.uid)@\(account.id).box" }

    private static func asItCame(_ bytes: [UInt8]) -> File { File(name: "message.eml") { bytes } }

    private static func name(_ file: MailAttachment) -> String { file.name.isEmpty ? file.type.replacing("/", with: ".") : file.name }

    private static func subject(_ text: String) -> String {
        let line = StoredMail.line(text, atMost: 500)
        return line.isEmpty ? StoredMail.noSubject : line
    }

    private static func list(_ addresses: [MailAddress]) -> Value {
        let text = StoredMail.line(addresses.prefix(200).map(\.written).joined(separator: ", "), atMost: 8_000)
        return text.isEmpty ? .null : .text(text)
    }

    private static func text(_ text: String?) -> Value {
        let lines = StoredMail.lines(text ?? "", atMost: StoredMail.maximumText)
        return lines.isEmpty ? .null : .text(lines)
    }

    /// Cleaned, or nil where too much is left to be kept.
    private static func cleaned(_ html: String) -> String? {
        let lines = StoredMail.lines(html, atMost: 1_000_000)
        guard let clean = try? RichTextKind(maximum: 100_000).check(lines), !clean.isEmpty else { return nil }
        return clean
    }

    /// With its own name at the end, as an answer will have it.
    private static func chain(_ message: Message) -> String {
        let ids = (message.references.isEmpty ? message.inReplyTo : message.references).suffix(40).map(\.description)
        return ids.joined(separator: " ")
    }
}
