public import Foundation
public import Kernel
import Store

/// A file that was brought to be imported: its bytes lie with those of attachments, for a month.
public struct ImportFile: Sendable, Hashable {
    public let id: RecordID
    /// As whoever brought it called it.
    public let name: String
    /// In bytes.
    public let size: Int64
    let content: String

    static let days: Int64 = 30
    /// Of one person; the oldest goes.
    static let most = 50

    public var json: JSON { ["id": .string(id.description), "name": .string(name), "size": JSON(size)] }

    /// Only who brought it finds it again.
    static func find(_ id: RecordID, of user: RecordID?, in session: any ReadSession) throws -> ImportFile {
        let row = try session.first(
            """
            SELECT name, size, content FROM \(name: SystemTables.importFiles) WHERE id = \(id.rawValue) AND user_id = \(user?.rawValue)
            """)
        guard let row else { throw Refusal.notFound(entity: "importFile", id: id.description) }
        return ImportFile(id: id, name: row[0].text ?? "", size: row[1].integer ?? 0, content: row[2].text ?? "")
    }
}

extension Door {
    /// Keeps a file that is to be imported.
    public func keepImportFile(_ content: ReceivedContent, named name: String) throws -> ImportFile {
        guard let user = actor.user, actor.impersonator == nil else { throw Refusal.sessionNeeded }
        // It is brought for a job.
        guard actor.scopes.allows(.create, "job") else { throw Refusal.forbidden(verb: .create, entity: "job") }
        let file = ImportFile(
            id: try engine.ids.next(), name: FileName.safe(name, type: content.type), size: content.size, content: content.hash)
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.importFiles) (id, user_id, at, name, size, content)
            VALUES (\(file.id.rawValue), \(user.rawValue), \(engine.clock.now().milliseconds), \(file.name), \(file.size), \(file.content))
            """)
        // Older ones have been imported, or were forgotten.
        try session.execute(
            """
            DELETE FROM \(name: SystemTables.importFiles)
            WHERE user_id = \(user.rawValue) AND id NOT IN (
                SELECT id FROM \(name: SystemTables.importFiles) WHERE user_id = \(user.rawValue) ORDER BY at DESC, id DESC LIMIT \(ImportFile.most))
            """)
        try keep(content)
        return file
    }
}

extension Engine {
    /// The beginning of a file as a table, read as told, with a mapping: the one of last time for files with these columns, or one by their
    /// names where it is known what they hold.
    public func previewImport(
        of id: RecordID, _ reading: TableReading, for entity: EntityDefinition?, as actor: Actor, in language: Language
    ) async throws -> JSON {
        let file = try await read(as: actor) { try ImportFile.find(id, of: actor.user, in: $0.session) }
        let preview = try await withTaskExecutorPreference(ImportTableKind.threads) { () async throws -> ImportPreview in
            try ImportPreview(table(of: file, reading, most: ImportPreview.mostBytes))
        }
        let (mapping, isRemembered) = try await read(as: actor) { try $0.mapping(for: preview, entity) }
        let own: [String: JSON] = ["file": file.json, "mapping": mapping ?? .null, "isRemembered": .flag(isRemembered)]
        return .object(preview.json(catalogue, language).merging(own) { _, new in new })
    }
}

extension Reader {
    fileprivate func mapping(for preview: ImportPreview, _ entity: EntityDefinition?) throws -> (JSON?, isRemembered: Bool) {
        // What a file of refused rows has beside its columns was not there the first time.
        let columns = Set(preview.header).subtracting(ImportPlan.remarks(catalogue))
        if let user = actor.user, let kept = try RememberedMapping.find(columns, entity?.name, of: user, in: session),
            // Fields may be gone since then.
            (try? ImportMapping(kept, catalogue, for: actor)) != nil
        {
            return (kept, true)
        }
        return (try entity.map { try ImportProposal(preview.header, preview.samples, for: $0, self).mapping }, false)
    }
}

extension Engine {
    func table(of file: ImportFile, _ reading: TableReading, most: Int = .max) throws -> any ImportTable {
        let url = contents.url(of: file.content)
        return try ImportTableKind(url, named: file.name).open(url, reading, most: most)
    }
}

extension SystemTables {
    static let importFiles = "import_file"

    static let importFilePlans = [
        TablePlan(
            name: importFiles,
            columns: [
                ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "user_id", type: .integer, isRequired: true),
                ColumnPlan(name: "at", type: .integer, isRequired: true), ColumnPlan(name: "name", type: .text, isRequired: true),
                ColumnPlan(name: "size", type: .integer, isRequired: true), ColumnPlan(name: "content", type: .text, isRequired: true),
            ],
            indexes: [IndexPlan(name: "import_file_content", columns: ["content"])])
    ]
}
