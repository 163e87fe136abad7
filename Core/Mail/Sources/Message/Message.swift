public import Foundation

/// A message that came, read: headers and text decoded, attachments found. Broken ones are read as far as they go.
///
/// HTML is given as it came: clean it before anybody sees it.
public struct Message: Sendable {
    public let subject: String
    public let from: [MailAddress]
    public let sender: MailAddress?
    public let to: [MailAddress]
    public let cc: [MailAddress]
    public let replyTo: [MailAddress]
    public let date: Date?
    public let messageID: MessageID?
    public let inReplyTo: [MessageID]
    /// The thread, oldest first.
    public let references: [MessageID]
    /// The plain text; nil if there is none.
    public let text: String?
    /// The HTML as it came; nil if there is none.
    public let html: String?
    /// Files and pictures, also those that stand within the HTML, and forwarded messages.
    public let attachments: [MailAttachment]
    public let defects: Set<MessageDefect>

    let parts: [MIMEPart]
    let bytes: [UInt8]

    /// Reads the bytes of a whole message. Throws `MessageError` and nothing else.
    public init(_ bytes: [UInt8], limits: MessageLimits = MessageLimits()) throws(MessageError) {
        guard bytes.count <= limits.bytes else { throw .tooLarge(bytes: bytes.count, limit: limits.bytes) }
        let tree = MIMETree(bytes, limits)
        (self.bytes, parts) = (bytes, tree.parts)
        let root = tree.parts[0]
        func addresses(_ name: String) -> [MailAddress] { root.header(name).map(AddressList.parse) ?? [] }
        func ids(_ name: String) -> [MessageID] {
            root.header(name).map { MessageID.list(String(decoding: HeaderText.unfolded($0.prefix(64 * 1024)), as: UTF8.self).trimmingBlanks()) } ?? []
        }
        subject = root.header("subject").map(HeaderText.decoded) ?? ""
        (from, to, cc, replyTo) = (addresses("from"), addresses("to"), addresses("cc"), addresses("reply-to"))
        sender = addresses("sender").first
        date = root.header("date").flatMap { MailDate.date(HeaderText.decoded($0)) }
        messageID = ids("message-id").first
        (inReplyTo, references) = (ids("in-reply-to"), ids("references"))

        let bodies = MessageBodies(tree.parts)
        var defects = tree.defects
        func text(_ numbers: [Int], _ type: String) -> String? {
            let texts = numbers.filter { tree.parts[$0].type == type }.map { number in
                let part = tree.parts[number]
                if part.body.count > limits.textBytes { defects.insert(.textCut) }
                return Charset.text(part.encoding.decoded(bytes[part.body].prefix(limits.textBytes)), charset: part.charset)
            }
            return texts.isEmpty ? nil : texts.joined(separator: "\n")
        }
        self.text = text(bodies.text, "text/plain")
        html = text(bodies.html, "text/html")
        attachments = bodies.files.map { MailAttachment(tree.parts[$0], in: bytes) }
        self.defects = defects
    }

    /// The first header of this name in any case, decoded.
    public func header(_ name: String) -> String? { headers(name).first }

    public func headers(_ name: String) -> [String] {
        let name = name.lowercased()
        return parts[0].headers.filter { $0.name == name }.map { HeaderText.decoded($0.value) }
    }
}
