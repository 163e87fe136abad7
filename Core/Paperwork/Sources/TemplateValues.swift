import Foundation
import Documents
public import Engine
public import Kernel

/// What a template may write of a record: its fields as the caller sees them, with options by their labels and references by their titles.
public struct TemplateValues {
    /// Of the record.
    public private(set) var title = ""
    private let reader: Reader
    private let language: Language
    private let me: String
    private let paths: Set<String>
    private var known: [RecordID: JSON] = [:]

    /// - Parameters:
    ///   - language: of labels and titles.
    ///   - paths: what the template asks for.
    ///   - me: the name of whoever fills it.
    public init(_ reader: Reader, _ language: Language, paths: Set<String>, me: String) {
        (self.reader, self.language, self.me, self.paths) = (reader, language, me, paths)
    }

    /// `today`, `now` and `me`.
    public var general: [String: JSON] {
        let now = reader.engine.clock.now()
        return ["today": .string(now.day(in: reader.actor.zone).description), "now": .string(now.description), "me": ["name": .string(me)]]
    }

    /// The record's fields by their keys, its lines as lists, and what is general.
    public mutating func of(_ id: RecordID, _ entity: EntityDefinition) throws -> [String: JSON] {
        let record = try JSON.parse(reader.record(entity, id, expand: readable(entity)).json)
        title = record[entity.title]?.string ?? ""
        var values = try written(record, entity, isDeep: true)
        for line in reader.catalogue.lines(of: entity) where paths.contains(line.linesKey) && reader.engine.permissions.may(reader.actor, .read, line) {
            let lines = try JSON.parse(reader.lines(of: id, line)).array ?? []
            values[line.linesKey] = .array(try lines.map { .object(try written($0, line, isDeep: true)) })
        }
        return values.merging(general) { _, general in general }
    }

    private func readable(_ entity: EntityDefinition) -> [String] {
        entity.fields.filter { $0.kind is ReferenceKind && !$0.isRetired && reader.actor.rights.right($0, of: entity) >= .read }.map(\.key)
    }

    private mutating func written(_ record: JSON, _ entity: EntityDefinition, isDeep: Bool) throws -> [String: JSON] {
        var values: [String: JSON] = [:]
        for field in entity.fields {
            guard let json = record[field.key] else { continue }
            values[field.key] = try written(json, field, entity, record["expanded"]?[field.key]?["title"], isDeep)
        }
        return values
    }

    private mutating func written(_ json: JSON, _ field: FieldDefinition, _ entity: EntityDefinition, _ title: JSON?, _ isDeep: Bool) throws -> JSON {
        switch field.kind {
        case is ChoiceKind: json.string.map { .string(option($0, field, entity)) } ?? .null
        case is ChoicesKind: joined((json.array ?? []).compactMap(\.string).map { option($0, field, entity) })
        case let kind as ReferenceKind: try reference(json, kind.target, field.key, title ?? .null, isDeep)
        case let kind as ReferencesKind: joined(try titles((json.array ?? []).compactMap { $0.string.flatMap { RecordID($0) } }, kind.target))
        case is AddressKind: address(json, field)
        case is RichTextKind: json.string.map { .string(PlainText.of($0)) } ?? .null
        default: json
        }
    }

    /// Its title, or, where the template asks for more of it, the record that it leads to.
    private mutating func reference(_ json: JSON, _ target: String, _ key: String, _ title: JSON, _ isDeep: Bool) throws -> JSON {
        guard isDeep, paths.contains(where: { $0.hasPrefix(key + ".") }), let id = json.string.flatMap({ RecordID($0) }),
            let entity = reader.catalogue[target]
        else { return title }
        if let record = known[id] { return record }
        do {
            let record = try JSON.parse(reader.record(entity, id, expand: readable(entity)).json)
            known[id] = .object(try written(record, entity, isDeep: false).merging(["title": record[entity.title] ?? .null]) { own, _ in own })
        } catch is Refusal {
            known[id] = ["title": title]
        }
        return known[id] ?? .null
    }

    private func titles(_ ids: [RecordID], _ target: String) throws -> [String] {
        guard !ids.isEmpty, let entity = reader.catalogue[target], reader.engine.permissions.may(reader.actor, .read, entity) else { return [] }
        var query = ListQuery(entity)
        query.filter = .oneOf([Common.id], ids.map(Value.reference))
        (query.fields, query.limit) = ([entity.title], ListQuery.maximumLimit)
        return try (JSON.parse(reader.list(query).json)["data"]?.array ?? []).compactMap { $0[entity.title]?.string }
    }

    private func option(_ key: String, _ field: FieldDefinition, _ entity: EntityDefinition) -> String {
        let label = "option.\(entity.name).\(field.key).\(key)"
        return reader.catalogue.texts.has(label, language) ? reader.catalogue.texts.text(label, language) : key
    }

    /// Its parts, and all of them as one `line`.
    private func address(_ json: JSON, _ field: FieldDefinition) -> JSON {
        guard var members = json.object, case .address(let address)? = try? field.kind.parse(json) else { return json }
        members["line"] = .string(address.line)
        return .object(members)
    }

    private func joined(_ words: [String]) -> JSON { .string(words.joined(separator: language == .chinese ? "、" : ", ")) }
}

/// Formatted text without its formats: the safe part of HTML that fields keep.
public enum PlainText {
    public static func of(_ html: String) -> String {
        var text = "", rest = html[...]
        while let sign = rest.first {
            guard sign == "<" else {
                text.append(sign)
                rest = rest.dropFirst()
                continue
            }
            let tag = rest.dropFirst().prefix { $0 != ">" }
            if ["/p", "br", "/li", "/h1", "/h2", "/h3", "/blockquote"].contains(tag.lowercased().trimmingCharacters(in: .whitespaces)) { text.append("\n") }
            rest = rest.dropFirst(tag.count + 2)
        }
        for (name, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{A0}"), ("&amp;", "&")] {
            text = text.replacing(name, with: sign)
        }
        return text.trimmingCharacters(in: .newlines)
    }
}
