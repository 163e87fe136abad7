import Foundation
import Formats
import Kernel

/// What of each record an export holds, and how that is written in the columns of a table or as JSON.
struct ExportColumns: Sendable {
    let fields: [FieldDefinition]
    let entity: EntityDefinition
    private let masked: Set<String>
    private let words: ExportWords?
    private let zone: TimeZone

    init(_ fields: [FieldDefinition], of entity: EntityDefinition, _ style: ExportStyle, _ texts: Texts, for actor: Actor) {
        (self.fields, self.entity, zone) = (fields, entity, actor.zone)
        masked = Set(fields.filter { actor.rights.right($0, of: entity) == .masked }.map(\.key))
        words = style.words.map { ExportWords(texts, entity: entity.name, $0) }
    }

    func isMasked(_ field: FieldDefinition) -> Bool { masked.contains(field.key) }

    /// The sheet of a workbook.
    var title: String { words?.plural ?? entity.plural }

    /// A field's name, or one for each of its parts.
    var header: [String] {
        let names = fields.flatMap { field in
            let name = words?.field(field.key) ?? field.key, parts = Self.parts(field)
            return parts.isEmpty ? [name] : parts.map { "\(name).\(words?.part($0) ?? $0)" }
        }
        return ImportHeader.unique(names)
    }

    /// A record with the names of all that it refers to.
    struct Row {
        let values: Values
        let names: [RecordID: String]

        func name(_ id: RecordID) -> String { names[id] ?? id.description }

        /// Of several that have no order: in that of their names, so that equal records are equal files in every database.
        func names(_ value: Value) -> [String] { value.list.compactMap(\.reference).map(name).sorted() }
    }

    /// The record as cells of text.
    func texts(_ row: Row) -> [String] {
        fields.flatMap { field in
            cells(field, row).map { cell in
                switch cell {
                case .text(let text): text
                case .value(.flag(let flag)): words?.flag(flag) ?? field.kind.text(.flag(flag))
                case .value(.instant(let instant)) where words != nil:
                    LocalDateTime(instant, in: zone).description.replacing("T", with: " ")
                case .value(let value): value.isNull ? "" : field.kind.text(value)
                }
            }
        }
    }

    /// The record as cells that know what they hold. Codes, phones and numbers of papers are text.
    func contents(_ row: Row) -> [CellContent?] {
        fields.flatMap { field in
            cells(field, row).map { cell -> CellContent? in
                switch cell {
                case .text(let text): text.isEmpty ? nil : .text(CSVFormula.quoted(text))
                case .value(.integer(let number)): .number(Decimal(number))
                case .value(.decimal(let number)): .number(number)
                case .value(.flag(let flag)): words.map { .text($0.flag(flag)) } ?? .flag(flag)
                case .value(.day(let day)): .date(day)
                case .value(.instant(let instant)): .dateTime(LocalDateTime(instant, in: zone))
                // Who reads the number of a cell does not see its currency: another than the usual goes into the text.
                case .value(.money(let money)) where words != nil || field.kind.text(.money(money)) == money.digits: .money(money)
                case .value(let value): value.isEmpty ? nil : .text(CSVFormula.quoted(field.kind.text(value)))
                }
            }
        }
    }

    /// The record as one object, with all members in every line. Members are keys of fields in every language.
    func json(_ row: Row) -> JSON {
        var members: [String: JSON] = [:]
        for field in fields { members[field.key] = json(field, row) }
        return .object(members)
    }

    private func json(_ field: FieldDefinition, _ row: Row) -> JSON {
        let value = row.values[field.key] ?? .null
        if isMasked(field) { return value.text.map(JSON.string) ?? .null }
        let parts = Self.parts(field)
        if !parts.isEmpty {
            let texts = parts.map { part in (part, field.kind.part(part)?.extract(value).text.map(JSON.string) ?? .null) }
            return .object(Dictionary(uniqueKeysWithValues: texts))
        }
        switch field.kind {
        case is ReferenceKind: return value.reference.map { .string(row.name($0)) } ?? .null
        case is ReferencesKind: return .array(row.names(value).map(JSON.string))
        case is ChoiceKind: return value.text.map { .string(option($0, field)) } ?? .null
        case is ChoicesKind: return .array(value.list.compactMap(\.text).map { .string(option($0, field)) })
        default: break
        }
        switch value {
        // One member, as the field reads it: `12.50`, `12.50 USD`, a document as its text.
        case .money, .json: return .string(field.kind.text(value))
        default: return value.isNull ? .null : field.kind.json(value)
        }
    }

    private enum Cell {
        case text(String)
        /// Which each format writes in its own way.
        case value(Value)
    }

    private func cells(_ field: FieldDefinition, _ row: Row) -> [Cell] {
        let value = row.values[field.key] ?? .null, parts = Self.parts(field)
        if isMasked(field) {
            return [.text(value.text ?? "")] + Array(repeating: .text(""), count: max(0, parts.count - 1))
        }
        if !parts.isEmpty { return parts.map { .text(field.kind.part($0)?.extract(value).text ?? "") } }
        switch field.kind {
        case is ReferenceKind: return [.text(value.reference.map(row.name) ?? "")]
        case is ReferencesKind: return [.text(row.names(value).joined(separator: ";"))]
        case is ChoiceKind: return [.text(value.text.map { option($0, field) } ?? "")]
        case is ChoicesKind: return [.text(value.list.compactMap(\.text).map { option($0, field) }.joined(separator: ";"))]
        default: return [.value(value)]
        }
    }

    private func option(_ key: String, _ field: FieldDefinition) -> String { words?.option(key, of: field.key) ?? key }

    private static func parts(_ field: FieldDefinition) -> [String] {
        (field.kind.details["parts"]?.array ?? []).compactMap(\.string)
    }
}

/// How things are called in an export for people.
private struct ExportWords: Sendable {
    private let texts: Texts
    private let entity: String
    private let language: Language

    init(_ texts: Texts, entity: String, _ language: Language) { (self.texts, self.entity, self.language) = (texts, entity, language) }

    var plural: String { texts.text("entity.\(entity).plural", language) }

    func field(_ key: String) -> String {
        ["field.\(entity).\(key)", "field.common.\(key)"].first { texts.has($0, language) }.map { texts.text($0, language) } ?? key
    }

    func option(_ key: String, of field: String) -> String {
        let label = "option.\(entity).\(field).\(key)"
        return texts.has(label, language) ? texts.text(label, language) : key
    }

    func part(_ name: String) -> String { texts.text("export.part.\(name)", language) }
    func flag(_ flag: Bool) -> String { texts.text(flag ? "export.yes" : "export.no", language) }
}
