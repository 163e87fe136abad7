public import Documents
public import Engine
public import Kernel

/// A template of documents that administrators keep: whoever may use it makes letters and forms of records with it. The paper stands in the
/// markup; pictures that hang on the template are drawn where `<img name="…">` names them.
public struct DocumentTemplate: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    /// The entity of whose records it makes documents.
    public let entity = Field<String>("entity", .text(60), .listed)
    /// In which months, amounts and options are written.
    public let language = Field<Speech>("language", .choice, .listed, standard: .chinese)
    public let isActive = Field<Bool>("isActive", .flag, .listed, standard: true)
    /// See `docs/documents.md`.
    public let markup = Field<String>("markup", .longText(100_000))

    public enum Speech: String, Choice {
        case chinese = "zh-CN"
        case english = "en"

        var language: Language { self == .chinese ? .chinese : .english }
    }

    public static let schema = Schema<DocumentTemplate>(
        plural: "document-templates", title: \.title, icon: "description", .open, .administered, facts: [\.entity, \.language], chips: [\.isActive])
    public init() {}
}

extension DocumentTemplate {
    static let hooks: [Hook] = [
        .beforeSaving(DocumentTemplate.self) { template, saving in
            let language = saving.door.actor.language
            if saving.changes("markup", in: template.values) { _ = try parsed(template[\.markup], language) }
            if saving.changes("entity", in: template.values) {
                guard saving.door.catalogue[template[\.entity]] != nil else {
                    throw Invalid("entity", .unknownOption, ["option": String(template[\.entity].prefix(60))])
                }
            }
        },
        // A letterhead speaks for the company: whoever only uses a template does not change what it draws.
        .beforeSaving(Attachment.self) { attachment, saving in
            guard attachment[\.entity] == name else { return }
            try saving.door.engine.permissions.check(saving.door.actor, may: .edit, schema.definition)
        },
    ]

    /// Reads markup; a mistake is told with its line and column in a language.
    static func parsed(_ markup: String, _ language: Language) throws(Invalid) -> Documents.DocumentTemplate {
        do throws(DocumentError) { return try Documents.DocumentTemplate(markup) } catch { throw error.invalid(language) }
    }
}

extension DocumentError {
    /// As a problem of the field that holds the template, in words.
    public func invalid(_ language: Language, on field: String = "markup") -> Invalid {
        let texts = DocumentTexts.all
        let mistake = texts.text("document.\(code.rawValue)", language, values)
        guard let place else { return Invalid(field, .badTemplate, ["mistake": mistake]) }
        let words = texts.text("document.place", language, ["line": String(place.line), "column": String(place.column)])
        return Invalid(field, .badTemplate, ["mistake": words + mistake])
    }
}
