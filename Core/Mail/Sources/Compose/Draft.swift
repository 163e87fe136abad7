public import Foundation

/// A mail to be sent.
public struct Draft: Sendable {
    public var from: MailAddress
    public var to: [MailAddress]
    public var cc: [MailAddress] = []
    public var replyTo: [MailAddress] = []
    public var subject: String
    public var text: String
    /// The same once more as HTML; who can, shows that.
    public var html: String?
    public var files: [File] = []
    public var messageID: MessageID
    public var date: Date
    public var inReplyTo: MessageID?
    /// The thread, oldest first.
    public var references: [MessageID] = []
    /// How it came to be (RFC 3834); nil for what a person has written.
    public var automation: Automation?
    public var unsubscribe: Unsubscribe?
    /// By which `Message.loop` knows the own mails.
    public var loopMark: String?

    public init(from: MailAddress, to: [MailAddress], subject: String, text: String, messageID: MessageID, date: Date) {
        (self.from, self.to, self.subject, self.text, self.messageID, self.date) = (from, to, subject, text, messageID, date)
    }

    /// A file to be sent along.
    public struct File: Sendable {
        public var name: String
        /// `application/pdf`
        public var type: String
        public var bytes: [UInt8]
        /// For pictures that the HTML shows as `cid:…`; nil for attachments.
        public var contentID: String?

        public init(name: String, type: String, bytes: [UInt8], contentID: String? = nil) {
            (self.name, self.type, self.bytes, self.contentID) = (name, type, bytes, contentID)
        }
    }

    public enum Automation: String, Sendable { case generated = "auto-generated", replied = "auto-replied" }

    /// Where whoever wants no more mails of this kind turns to (RFC 2369); the page takes one click without more (RFC 8058).
    public struct Unsubscribe: Sendable {
        public var page: URL?
        public var address: MailAddress?

        public init(page: URL?, address: MailAddress?) { (self.page, self.address) = (page, address) }
    }
}

/// Why a mail cannot be made.
public enum DraftError: Error, Sendable, Equatable {
    case badAddress(String)
    /// A line end or the like where a single line belongs; who writes one there wants to add headers.
    case controlCharacter(field: String)
    /// Addresses in letters beyond ASCII need servers that few have.
    case foreignLetters(address: String)
    case tooLong(field: String)
    case badType(String)
}
