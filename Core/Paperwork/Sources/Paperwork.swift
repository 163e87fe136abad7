import Documents
public import Engine
public import Foundation
public import Kernel

/// The module that makes documents of records from templates which administrators keep.
public struct Paperwork: Module, DocumentOffice {
    public let name = "Paperwork"
    public let entities = [DocumentTemplate.schema.definition]
    public let hooks = DocumentTemplate.hooks
    public let texts = Bundle.module.url(forResource: "Texts", withExtension: nil)
    /// One for people who wait and one for letters of many records, so that these do not keep those waiting. Each draws one at a time.
    private let desk: DocumentRenderer
    private let press = DocumentRenderer()

    /// Of one document for somebody who waits.
    static let deskLimits: DocumentLimits = {
        var limits = DocumentLimits()
        (limits.pages, limits.time) = (200, .seconds(10))
        return limits
    }()

    public init() { desk = DocumentRenderer(limits: Self.deskLimits) }

    public var jobs: [JobKind] { [Letters.job(press)] }

    public func document(_ order: DocumentOrder, on engine: Engine, as actor: Actor) async throws -> DocumentFile {
        let sheet = try await engine.read(as: actor) { try Draft(template: order.template, of: order.entity, $0, actor.language) }
        return try await draw(sheet, order.entity, order.record, on: engine, as: actor)
    }

    public func preview(_ wish: DocumentPreview, on engine: Engine, as actor: Actor) async throws -> DocumentFile {
        try engine.permissions.check(actor, may: .edit, DocumentTemplate.schema.definition)
        guard wish.markup.utf8.count <= DocumentLimits.standard.templateBytes else {
            throw Invalid("markup", .tooLong, ["max": String(DocumentLimits.standard.templateBytes)])
        }
        let draft = try await engine.read(as: actor) { reader -> Draft in
            let pictures = try wish.template.map { try Pictures.of($0, reader) } ?? [:]
            return Draft(
                parsed: try DocumentTemplate.parsed(wish.markup, wish.speech), name: "", language: wish.language, speech: wish.speech, pictures: pictures)
        }
        let first = try await engine.read(as: actor) { try $0.firstID(wish.entity, where: .always) }
        guard let record = wish.record ?? first else { throw Invalid("record", .required) }
        return try await draw(draft, wish.entity, record, on: engine, as: actor)
    }

    public func examples(_ catalogue: Catalogue) throws -> [JSON] { try Example.all(catalogue) }

    private func draw(_ draft: Draft, _ entity: EntityDefinition, _ record: RecordID, on engine: Engine, as actor: Actor) async throws -> DocumentFile {
        let me = try await engine.name(of: actor)
        let (input, title) = try await engine.read(as: actor) { reader -> (DocumentInput, String) in
            var values = TemplateValues(reader, draft.language, paths: draft.parsed.paths, me: me)
            return (draft.input(try values.of(record, entity), actor, engine), values.title)
        }
        do throws(DocumentError) {
            let drawn = try await desk.render(draft.parsed, input)
            let name = [draft.name, title].filter { !$0.isEmpty }.joined(separator: " ")
            return DocumentFile(bytes: drawn.bytes, name: DocumentFile.name(name), pages: drawn.pageCount, missing: drawn.missing.map(\.path))
        } catch {
            throw error.invalid(draft.speech)
        }
    }
}

/// A template on its way to a document.
struct Draft: Sendable {
    let parsed: Documents.DocumentTemplate
    let name: String
    let language: Language
    /// In which mistakes are told.
    let speech: Language
    let pictures: [String: [UInt8]]

    init(parsed: Documents.DocumentTemplate, name: String, language: Language, speech: Language, pictures: [String: [UInt8]]) {
        (self.parsed, self.name, self.language, self.speech, self.pictures) = (parsed, name, language, speech, pictures)
    }

    /// One that is kept, in use and for this entity; any other is not found.
    init(template id: RecordID, of entity: EntityDefinition, _ reader: Reader, _ speech: Language) throws {
        guard let found = try reader.find(DocumentTemplate.self, id), found[\.entity] == entity.name, found[\.isActive] else {
            throw Refusal.notFound(entity: DocumentTemplate.name, id: id.description)
        }
        self.init(
            parsed: try DocumentTemplate.parsed(found[\.markup], speech), name: found[\.title], language: found[\.language].language, speech: speech,
            pictures: try Pictures.of(id, reader))
    }

    func input(_ values: [String: JSON], _ actor: Actor, _ engine: Engine) -> DocumentInput {
        DocumentInput(values: .object(values), language: language, zone: actor.zone, images: pictures, created: engine.clock.now())
    }
}

extension Engine {
    /// What whoever makes a document is called, also where they may not read accounts.
    public func name(of actor: Actor) async throws -> String {
        guard let user = actor.user else { return "" }
        return try await read(as: .system) { try $0.find(User.self, user)?[\.title] } ?? ""
    }
}

/// The pictures that hang on a template, by their names without the ending.
enum Pictures {
    private static let maximum = 10

    static func of(_ template: RecordID, _ reader: Reader) throws -> [String: [UInt8]] {
        let rule = Rule.compare(["record"], .equal, .reference(template)) && .compare(["entity"], .equal, .text(DocumentTemplate.name))
        var pictures: [String: [UInt8]] = [:]
        for id in try reader.firstIDs(Attachment.schema.definition, where: rule, limit: maximum) {
            let file = try reader.attachment(id)
            guard ["image/png", "image/jpeg"].contains(file.type.name), file.size <= DocumentLimits.standard.imageBytes,
                let data = FileManager.default.contents(atPath: file.url.path)
            else { continue }
            pictures[file.name.split(separator: ".").first.map(String.init) ?? file.name] = Array(data)
        }
        return pictures
    }
}
