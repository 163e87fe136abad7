import Documents
public import Engine
public import Kernel
import Paperwork

/// Words that many mails begin with, in one language or in both. Administrators keep them; whoever writes mail fills them with a record.
public struct MailTemplate: Entity {
    public let title = Field<String>("name", .text(80), .listed, .searched)
    /// By which programs name it; it stays when the name changes.
    public let key = Field<String?>("key", .text(60), .listed, .unique)
    /// The entity of whose records it may name fields; none for one that says the same to everybody.
    public let entity = Field<String?>("entity", .text(60), .listed)
    public let isActive = Field<Bool>("isActive", .flag, .listed, standard: true)
    public let subjectChinese = Field<String?>("subjectChinese", .text(500))
    public let textChinese = Field<String?>("textChinese", .longText(20_000))
    public let subjectEnglish = Field<String?>("subjectEnglish", .text(500))
    public let textEnglish = Field<String?>("textEnglish", .longText(20_000))

    public static let schema = Schema<MailTemplate>(
        plural: "mail-templates", title: \.title, icon: "drafts", .open, .administered, facts: [\.entity, \.key], chips: [\.isActive])
    public init() {}
}

extension Record<MailTemplate> {
    /// Nil where it has nothing in this language.
    func words(_ language: Language) -> MailWords? {
        let (subject, text) = language == .chinese ? (self[\.subjectChinese], self[\.textChinese]) : (self[\.subjectEnglish], self[\.textEnglish])
        return text.map { MailWords(subject: subject ?? "", text: $0) }
    }
}

extension MailTemplate {
    private static let fields: [(language: Language, subject: String, text: String)] = [
        (.chinese, "subjectChinese", "textChinese"), (.english, "subjectEnglish", "textEnglish"),
    ]

    static let hooks: [Hook] = [
        .beforeSaving(MailTemplate.self) { template, saving in
            var problems: [FieldProblem] = []
            if let key = template[\.key], key.wholeMatch(of: /[a-z][A-Za-z0-9_-]*/) == nil {
                problems.append(ValueProblem(.badKey, ["example": "renewalReminder"]).on("key"))
            }
            let entity = template[\.entity].flatMap { saving.door.catalogue[$0] }
            if let name = template[\.entity], entity == nil || entity?.attachment != nil {
                problems.append(ValueProblem(.unknownOption, ["option": String(name.prefix(60))]).on("entity"))
            }
            problems += halves(template, saving.door.actor.language)
            let isElsewhere = saving.changes("entity", in: template.values)
            for key in fields.flatMap({ [$0.subject, $0.text] }) where isElsewhere || saving.changes(key, in: template.values) {
                guard let text = template.values[key]?.text else { continue }
                do throws(Invalid) { _ = try parsed(text, key, entity, saving.door.catalogue, saving.door.actor.language) } catch { problems += error.problems }
            }
            guard problems.isEmpty else { throw Invalid(problems) }
        }
    ]

    /// In each language both or neither, and at least one language.
    private static func halves(_ template: Record<MailTemplate>, _ language: Language) -> [FieldProblem] {
        func isEmpty(_ key: String) -> Bool { (template.values[key] ?? .null).isEmpty }
        let isBlank = fields.allSatisfy { isEmpty($0.subject) && isEmpty($0.text) }
        return fields.flatMap { one, subject, text -> [FieldProblem] in
            guard isEmpty(subject) != isEmpty(text) || (isBlank && one == language) else { return [] }
            return [subject, text].filter(isEmpty).map { ValueProblem(.required).on($0) }
        }
    }

    /// Reads one of the texts; what is wrong is told on its field, in a language.
    static func parsed(
        _ text: String, _ field: String, _ entity: EntityDefinition?, _ catalogue: Catalogue, _ language: Language
    ) throws(Invalid) -> TextTemplate {
        let names = TemplateNames(entity, in: catalogue)
        do throws(DocumentError) {
            let template = try TextTemplate(text)
            try template.check(names.knows)
            return template
        } catch {
            throw error.invalid(language, on: field)
        }
    }
}
