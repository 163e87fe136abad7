import Formats
public import Kernel

/// As what an export is written, and in whose words.
public struct ExportStyle: Sendable, Hashable {
    let format: ExportFormat
    let encoding: TextEncoding
    /// Names of fields, options and records in this language, for people; nil for keys, which import reads back.
    let words: Language?

    /// CSV in UTF-8 with keys.
    public static let standard = ExportStyle(format: .csv, encoding: .utf8, words: nil)

    /// The parameters that say it: of an address, a payload, a command.
    public static let names: Set = ["format", "encoding", "labels", "language"]
    static let encodings: [TextEncoding] = [.utf8, .gb18030]
    /// Cards are of people and companies: of what can be called or written to.
    public static func formatNames(of entity: EntityDefinition) -> [String] {
        let canBeReached = entity.fields.contains { $0.kind is PhoneKind || $0.kind is MailKind }
        return ExportFormat.allCases.filter { $0 != .cards || canBeReached }.map(\.rawValue)
    }
    public static var encodingNames: [String] { encodings.map(\.rawValue) }

    init(format: ExportFormat, encoding: TextEncoding, words: Language?) { (self.format, self.encoding, self.words) = (format, encoding, words) }

    /// Reads `format=xlsx`, `encoding=GB18030`, `labels=true`, `language=zh-CN`.
    ///
    /// - Parameter language: of labels, where none is said.
    public init(_ given: [String: String], of entity: EntityDefinition, language: Language) throws(Invalid) {
        format = try Self.one(of: ExportFormat.allCases, "format", given) ?? .csv
        encoding = try Self.one(of: Self.encodings, "encoding", given) ?? .utf8
        guard encoding == .utf8 || format == .csv else { throw Invalid("encoding", .notTogether, ["other": "format=\(format.rawValue)"]) }
        guard Self.formatNames(of: entity).contains(format.rawValue) else {
            throw Invalid("format", .unknownOption, ["option": format.rawValue])
        }
        let spoken = try Self.one(of: Language.allCases, "language", given) ?? language
        switch given["labels"] {
        case nil, "false": words = nil
        case "true": words = spoken
        default: throw Invalid("labels", .badFlag)
        }
    }

    private static func one<T: RawRepresentable<String>>(of all: [T], _ name: String, _ given: [String: String]) throws(Invalid) -> T? {
        guard let text = given[name] else { return nil }
        guard let known = all.first(where: { $0.rawValue == text }) else {
            throw Invalid(name, .unknownOption, ["option": String(text.prefix(60))])
        }
        return known
    }

    public func fileName(of entity: EntityDefinition) -> String { "\(entity.plural).\(format.ending)" }

    public var mediaType: String {
        switch format {
        case .csv: "text/csv; charset=\(encoding == .utf8 ? "utf-8" : "gb18030")"
        case .workbook: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .jsonLines: "application/jsonl; charset=utf-8"
        case .cards: "text/vcard; charset=utf-8"
        }
    }
}

enum ExportFormat: String, Sendable, CaseIterable {
    case csv
    case workbook = "xlsx"
    case jsonLines = "jsonl"
    case cards = "vcard"

    var ending: String { self == .cards ? "vcf" : rawValue }
}
