public import Engine
import Foundation
public import Kernel
import Paperwork

/// A mail that was written here or came in. It hangs on the record that it is about; one that belongs to no record yet, on the account that
/// it came to. Its files hang on it.
public struct StoredMail: Entity {
    public static let name = "mail"

    public let subject = Field<String>("subject", .text(500), .listed, .searched)
    public let entity = Field<String>("entity", .text(60), .listed, .fixed)
    public let record = Field<RecordID>("record", .record, .listed, .fixed, .indexed)
    public let account = Field<Reference<MailAccount>>("mailAccount", .reference(), .listed, .indexed)
    public let direction = Field<Direction>("direction", .choice, .listed, .system, standard: .out)
    public let state = Field<State>("state", .choice, .listed, .system, standard: .draft)
    public let nature = Field<Nature>("nature", .choice, .system, standard: .personal)
    /// What it is for: marketing takes more than that nobody minds.
    public let purpose = Field<ContactPurpose>("purpose", .choice, standard: .service)
    public let sender = Field<String?>("sender", .text(400), .listed, .searched, .system)
    /// `李敏 <li@example.com>, wang@example.com`
    public let recipients = Field<String?>("recipients", .longText(8_000), .listed)
    public let copies = Field<String?>("copies", .longText(8_000))
    /// Of whom those who get it do not learn.
    public let hiddenCopies = Field<String?>("hiddenCopies", .longText(8_000))
    public let text = Field<String?>("text", .longText(200_000), .unaudited)
    /// Cleaned; without pictures and without anything that is fetched.
    public let html = Field<String?>("html", .richText, .system, .unaudited)
    public let answers = Field<Reference<StoredMail>?>("answers", .reference())
    /// Its first words, for whoever sees it among others.
    public let excerpt = Field<String?>("excerpt", .text(300), .system, .unaudited)
    /// When it was handed to its server, or came in.
    public let at = Field<Instant?>("at", .dateTime, .listed, .system, .unaudited)
    /// The date that the sender has written on it.
    public let writtenAt = Field<Instant?>("writtenAt", .dateTime, .system, .unaudited)
    public let messageID = Field<String?>("messageID", .text(900), .system, .indexed, .unaudited)
    /// The first mail of the conversation.
    public let thread = Field<RecordID?>("thread", .record, .system, .indexed, .unaudited)
    /// The Message-IDs of the mails before it, oldest first, with blanks between them.
    public let chain = Field<String?>("chain", .longText(50_000), .system, .unaudited)
    /// `[{"address": "…", "words": "550 5.1.1 no such user"}]`
    public let failures = Field<Document?>("failures", .json, .system)
    /// The addresses that the server has taken it for.
    public let delivered = Field<Document?>("delivered", .json, .system, .unaudited)
    public let trouble = Field<Trouble?>("trouble", .choice, .system)
    /// By which the address for bounces tells this mail; hard to guess for strangers, since anybody can write there.
    public let bounceToken = Field<String?>("bounceToken", .text(40), .system, .indexed, .unaudited)
    /// Who wanted no mail when its writer confirmed to send it all the same: `[{"address", "entity", "record", "field"}]`.
    public let sentDespite = Field<Document?>("sentDespite", .json, .system)
    /// Out of the inbox without belonging to a record.
    public let isSettled = Field<Bool>("isSettled", .flag, .system, standard: false)

    public enum Direction: String, Choice { case `in`, out }

    public enum State: String, Choice {
        case draft, queued, sent, failed, received
        public var colour: Option.Colour {
            switch self {
            case .draft: .grey
            case .queued: .blue
            case .sent, .received: .green
            case .failed: .red
            }
        }
    }

    /// Who made it.
    public enum Nature: String, Choice {
        case personal
        /// A program, or a mailing list.
        case automatic
        /// A mail server, of a mail that it could not deliver.
        case bounce
    }

    /// Why it is not whole.
    public enum Trouble: String, Choice {
        /// Only its headers were read.
        case tooLarge
        /// It hangs on itself as it came.
        case broken
        /// Some of its files were not taken in: programs, or too many.
        case filesRefused
    }

    public static let schema = Schema<StoredMail>(
        plural: "mails", title: \.subject, icon: "mail", .attached(in: "record", of: "entity"), .withFiles,
        facts: [\.sender, \.recipients, \.at], chips: [\.state])
    public init() {}
}

extension StoredMail {
    /// What a mail without a subject is called.
    static let noSubject = "…"
    static let maximumText = 200_000

    static let hooks: [Hook] = [
        .beforeSaving(StoredMail.self) { mail, saving in
            if saving.changes("text", in: mail.values) || saving.changes("html", in: mail.values) { mail[\.excerpt] = excerpt(mail[\.text] ?? plain(mail[\.html])) }
            guard mail[\.direction] == .out else { return }
            if mail[\.state] == .queued, saving.changes("state", in: mail.values) { try Declining.check(&mail, saving.door) }
            let content = ["subject", "recipients", "copies", "hiddenCopies", "text", "mailAccount", "answers"].filter {
                saving.changes($0, in: mail.values)
            }
            guard !content.isEmpty else { return }
            if let before = saving.before?["state"]?.text, before != State.draft.rawValue, before != State.failed.rawValue {
                throw Refusal.notPossible(action: "edit")
            }
            try checkRecipients(mail)
        },
        // What was sent, or came, keeps its files as they were; a draft has those that its writer gives it.
        .beforeSaving(Attachment.self) { file, saving in try checkFile(file, saving) },
        .beforeLifeChange(Attachment.self) { file, saving in try checkFile(file, saving) },
    ]

    private static func checkFile(_ file: Record<Attachment>, _ saving: Saving) throws {
        // A mail that is put away is not found, and its files may go with it.
        guard file[\.entity] == name, let user = saving.door.actor.user, let mail = try saving.door.reader.find(StoredMail.self, file[\.record])
        else { return }
        guard mail[\.direction] == .out, mail.author == user, mail[\.state] == .draft || mail[\.state] == .failed else {
            throw Refusal.forbidden(verb: .edit, entity: name)
        }
    }

    private static func checkRecipients(_ mail: Record<StoredMail>) throws(Invalid) {
        var problems: [FieldProblem] = [], count = 0
        for (key, text) in [("recipients", mail[\.recipients]), ("copies", mail[\.copies]), ("hiddenCopies", mail[\.hiddenCopies])] {
            do throws(ValueProblem) { count += try Recipients.parse(text).count } catch { problems.append(error.on(key)) }
        }
        if count > Recipients.maximum { problems.append(ValueProblem(.tooMany, ["max": String(Recipients.maximum)]).on("recipients")) }
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    private static func plain(_ html: String?) -> String? { html.map { PlainText.of(String($0.prefix(4_000))) } }

    /// The first words that are not quoted.
    private static func excerpt(_ text: String?) -> String? {
        let lines = (text ?? "").prefix(4_000).split(whereSeparator: \.isNewline).filter { !$0.hasPrefix(">") }
        let words = line(lines.joined(separator: " "), atMost: 240)
        return words.isEmpty ? nil : words
    }

    /// A stranger's words as one line that can be kept.
    static func line(_ text: String, atMost maximum: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }.prefix(maximum)))
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The same with its line ends.
    static func lines(_ text: String, atMost maximum: Int) -> String {
        let kept = text.unicodeScalars.lazy.filter { $0 == "\n" || $0 == "\t" || !isControl($0) }.prefix(maximum)
        return String(String.UnicodeScalarView(kept)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
