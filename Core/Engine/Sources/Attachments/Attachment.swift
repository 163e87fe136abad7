public import Foundation
public import Kernel

/// A file that hangs on a record, of whatever entity. Its bytes lie in the `ContentFolder`, once for all files that are equal.
public struct Attachment: Entity {
    public let name = Field<String>("name", .text(200), .listed, .searched)
    public let entity = Field<String>("entity", .text(60), .listed, .fixed)
    public let record = Field<RecordID>("record", .record, .listed, .fixed, .indexed)
    /// The media type that its bytes show, whatever its name says.
    public let type = Field<String>("type", .text(120), .listed, .system, .fixed, standard: ContentType.unknown.name)
    /// In bytes.
    public let size = Field<Int64>("size", .integer, .listed, .system, .fixed, standard: 0)
    /// The SHA-256 of its bytes, in hexadecimal digits.
    public let content = Field<String>("content", .text(64), .system, .secret, .fixed, .indexed)

    public static let schema = Schema<Attachment>(
        plural: "attachments", title: \.name, icon: "attach_file", .attached(in: "record", of: "entity"))
    public init() {}

    /// So many may hang on one record.
    static let maximumPerRecord = 1_000
}

extension Attachment {
    static let hooks: [Hook] = [
        .beforeSaving(Attachment.self) { attachment, saving in
            guard saving.before == nil || saving.changes("name", in: attachment.values) else { return }
            attachment[\.name] = FileName.safe(attachment[\.name], type: ContentType(named: attachment[\.type]))
        }
    ]
}

extension Door {
    /// Hangs a file on a record that the actor sees.
    ///
    /// - Parameter content: what `ContentFolder` received; it is put in its place by this transaction.
    public func attach(_ content: ReceivedContent, named name: String, to id: RecordID, of entity: EntityDefinition) throws -> RecordID {
        guard try reader.values(of: entity, id) != nil else { throw Refusal.notFound(entity: entity.name, id: id.description) }
        let definition = Attachment.schema.definition
        let others = Rule.compare(["record"], .equal, .reference(id)) && .compare(["entity"], .equal, .text(entity.name))
        guard try reader.count(definition, where: others) < Attachment.maximumPerRecord else {
            throw Invalid("file", .tooMany, ["max": String(Attachment.maximumPerRecord)])
        }
        let values: Values = [
            "name": .text(FileName.safe(name, type: content.type)), "entity": .text(entity.name), "record": .reference(id),
            "type": .text(content.type.name), "size": .integer(content.size), "content": .text(content.hash),
        ]
        let saved = try perform(.create(values), on: definition)
        try keep(content)
        return saved.id
    }
}

extension Reader {
    /// A file that the actor sees, to be opened.
    public func attachment(_ id: RecordID) throws -> (name: String, type: ContentType, size: Int64, url: URL) {
        let definition = Attachment.schema.definition
        try engine.permissions.check(actor, may: .read, definition)
        guard let found = try find(Attachment.self, id) else { throw Refusal.notFound(entity: definition.name, id: id.description) }
        return (found[\.name], ContentType(named: found[\.type]), found[\.size], engine.contents.url(of: found[\.content]))
    }
}
