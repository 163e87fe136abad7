public import Kernel

/// Which template is to be filled, with what, in which language.
public struct MailTemplateOrder: Sendable {
    /// Nil for words that are not saved.
    public let template: RecordID?
    /// What it is filled with; nil for a template of no entity, and for one that has to do without.
    public let entity: EntityDefinition?
    public let record: RecordID?
    /// Nil for the record's own, else the actor's.
    public let language: Language?

    public init(template: RecordID?, entity: EntityDefinition?, record: RecordID?, language: Language?) {
        (self.template, self.entity, self.record, self.language) = (template, entity, record, language)
    }
}

/// Subject and text with their placeholders.
public struct MailWords: Sendable {
    public let subject: String
    public let text: String

    public init(subject: String, text: String) { (self.subject, self.text) = (subject, text) }
}

/// A template with its values in it.
public struct FilledMail: Sendable {
    public let language: Language
    public let subject: String
    public let text: String
    /// Placeholders that found no value, or an empty one, and were left blank.
    public let missing: [String]

    public init(language: Language, subject: String, text: String, missing: [String]) {
        (self.language, self.subject, self.text, self.missing) = (language, subject, text, missing)
    }

    public var json: JSON {
        [
            "language": .string(language.rawValue), "subject": .string(subject), "text": .string(text), "missing": .array(missing.map(JSON.string)),
        ]
    }
}
