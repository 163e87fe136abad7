public import Kernel

/// Making documents of records from templates. The room that draws them provides it.
public protocol DocumentOffice: Sendable {
    /// Draws one record's document with the rights and masks of the actor.
    ///
    /// - Throws: `notFound` for a template that is not there, not in use or for another entity; `Invalid` on `markup` where it cannot be drawn.
    func document(_ order: DocumentOrder, on engine: Engine, as actor: Actor) async throws -> DocumentFile

    /// Draws markup that is being written, for those who may change templates.
    func preview(_ wish: DocumentPreview, on engine: Engine, as actor: Actor) async throws -> DocumentFile

    /// Templates to begin with: `[{"name", "language", "entity", "markup"}]`.
    func examples(_ catalogue: Catalogue) throws -> [JSON]
}

/// A document of a record.
public struct DocumentOrder: Sendable {
    public let template: RecordID
    public let entity: EntityDefinition
    public let record: RecordID

    public init(template: RecordID, entity: EntityDefinition, record: RecordID) {
        (self.template, self.entity, self.record) = (template, entity, record)
    }
}

/// A look at markup that is not saved.
public struct DocumentPreview: Sendable {
    public let markup: String
    /// Of the document.
    public let language: Language
    public let entity: EntityDefinition
    /// Nil for any that the actor sees.
    public let record: RecordID?
    /// Whose pictures are drawn.
    public let template: RecordID?
    /// In which mistakes are told.
    public let speech: Language

    private static let members: Set = ["markup", "language", "entity", "record", "template"]

    /// Reads `{"markup", "language", "entity", "record"?, "template"?}`.
    public init(_ json: JSON, _ catalogue: Catalogue, speech: Language) throws(Invalid) {
        guard let given = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let unknown = given.keys.filter { !Self.members.contains($0) }.sorted().map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        func text(_ name: String) throws(Invalid) -> String {
            guard let member = given[name] else { throw Invalid(name, .required) }
            guard let text = member.string else { throw Invalid(name, .wrongType, ["expected": "text"]) }
            return text
        }
        func id(_ name: String) throws(Invalid) -> RecordID? {
            guard let member = given[name], member != .null else { return nil }
            guard let id = member.string.flatMap({ RecordID($0) }) else { throw Invalid(name, .badReference) }
            return id
        }
        markup = try text("markup")
        let name = try text("entity"), spoken = try text("language")
        guard let entity = catalogue[name] else { throw Invalid("entity", .unknownOption, ["option": String(name.prefix(60))]) }
        guard let language = Language(rawValue: spoken) else { throw Invalid("language", .unknownOption, ["option": String(spoken.prefix(60))]) }
        (self.entity, self.language, self.speech) = (entity, language, speech)
        (record, template) = (try id("record"), try id("template"))
    }
}

/// A PDF.
public struct DocumentFile: Sendable {
    public let bytes: [UInt8]
    public let name: String
    public let pages: Int
    /// Placeholders that found no value and were left blank.
    public let missing: [String]

    public init(bytes: [UInt8], name: String, pages: Int, missing: [String]) {
        (self.bytes, self.name, self.pages, self.missing) = (bytes, name, pages, missing)
    }

    /// A name of a file from words that people have typed.
    public static func name(_ words: String) -> String {
        let plain = words.unicodeScalars.map { $0.value < 0x20 || $0 == "/" || $0 == "\\" ? "_" : Character($0) }
        return (plain.isEmpty ? "document" : String(plain.prefix(120))) + ".pdf"
    }
}

extension Engine {
    /// Nil where no module makes documents.
    public var documents: (any DocumentOffice)? { modules.lazy.compactMap { $0 as? any DocumentOffice }.first }
}
