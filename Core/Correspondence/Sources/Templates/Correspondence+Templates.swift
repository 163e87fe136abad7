import Documents
public import Engine
public import Kernel
import Paperwork

/// Filling templates.
extension Correspondence {
    public func filled(_ order: MailTemplateOrder, on engine: Engine, as actor: Actor) async throws -> FilledMail {
        let me = try await engine.name(of: actor)
        return try await engine.read(as: actor) { reader in
            guard let id = order.template, let template = try reader.find(MailTemplate.self, id), template[\.isActive],
                template[\.entity] == nil || template[\.entity] == order.entity?.name
            else { throw Refusal.notFound(entity: MailTemplate.name, id: order.template?.description ?? "") }
            let wanted = try order.language ?? PreferredLanguage.of(order, reader) ?? actor.language
            // In the other language is better than not at all.
            let language = template.words(wanted) != nil ? wanted : wanted == .chinese ? .english : .chinese
            guard let words = template.words(language) else { throw Refusal.notFound(entity: MailTemplate.name, id: id.description) }
            return try Self.fill(words, template[\.entity] == nil ? nil : order, language, reader, me: me)
        }
    }

    public func preview(_ words: MailWords, _ order: MailTemplateOrder, on engine: Engine, as actor: Actor) async throws -> FilledMail {
        try engine.permissions.check(actor, may: .edit, MailTemplate.schema.definition)
        let me = try await engine.name(of: actor)
        return try await engine.read(as: actor) { reader in
            let first = try order.entity.flatMap { try reader.firstID($0, where: .always) }
            guard order.entity == nil || order.record ?? first != nil else { throw Invalid("record", .required) }
            let whole = MailTemplateOrder(template: nil, entity: order.entity, record: order.record ?? first, language: order.language)
            return try Self.fill(words, whole, order.language ?? actor.language, reader, me: me)
        }
    }

    /// - Parameter order: nil for words that name no record.
    private static func fill(_ words: MailWords, _ order: MailTemplateOrder?, _ language: Language, _ reader: Reader, me: String) throws -> FilledMail {
        let speech = reader.actor.language
        let subject = try MailTemplate.parsed(words.subject, "subject", order?.entity, reader.catalogue, speech)
        let text = try MailTemplate.parsed(words.text, "text", order?.entity, reader.catalogue, speech)
        var source = TemplateValues(reader, language, paths: subject.paths.union(text.paths), me: me)
        var values = source.general
        if let entity = order?.entity {
            guard let record = order?.record else { throw Invalid("record", .required) }
            values = try source.of(record, entity)
        }
        func written(_ template: TextTemplate, _ field: String) throws(Invalid) -> (text: String, missing: [String]) {
            do throws(DocumentError) {
                return try template.filled(.object(values), in: language, zone: reader.actor.zone, limits: limits)
            } catch {
                throw error.invalid(speech, on: field)
            }
        }
        let (line, lineMissing) = try written(subject, "subject"), (body, missing) = try written(text, "text")
        return FilledMail(
            language: language, subject: StoredMail.line(line, atMost: 500), text: StoredMail.lines(body, atMost: StoredMail.maximumText),
            missing: Set(lineMissing + missing).sorted())
    }

    private static let limits: DocumentLimits = {
        var limits = DocumentLimits()
        (limits.parts, limits.textBytes, limits.time) = (20_000, 1024 * 1024, .seconds(5))
        return limits
    }()
}

/// The language that somebody is written to in, where their record says so.
enum PreferredLanguage {
    /// Choices whose options are languages: `en`, `zh-CN`, and, made at run time, `zh_cn`.
    private static let keys = ["language", "preferredLanguage", "x_language", "x_preferred_language"]

    static func of(_ order: MailTemplateOrder, _ reader: Reader) throws -> Language? {
        guard let entity = order.entity, let record = order.record else { return nil }
        let field = keys.lazy.compactMap { entity[$0] }.first {
            $0.kind is ChoiceKind && !$0.isRetired && reader.actor.rights.right($0, of: entity) >= .read
        }
        guard let field, let option = try JSON.parse(reader.record(entity, record, fields: [field.key]).json)[field.key]?.string else { return nil }
        return Language.allCases.first { option.lowercased().hasPrefix($0.rawValue.prefix(2)) }
    }
}
