public import Foundation
import Kernel
public import Store

/// Brings a backup into an empty database of either engine, in one transaction: there is all of it, or nothing.
public struct Restoring: Sendable {
    let backup: Backup
    let database: any Database
    /// How the database is called in words, without its password.
    let place: String
    /// Nil where the files stay where they are.
    let contents: ContentFolder?
    let builtIn: Catalogue

    /// - Parameter files: the folder of the server's files, in which those of attachments will lie; nil where they are already.
    public init(_ backup: Backup, into database: any Database, named place: String, files: URL?, modules: [any Module]) throws {
        (self.backup, self.database, self.place) = (backup, database, place)
        contents = files.map { ContentFolder($0.appending(path: "contents")) }
        builtIn = try Catalogue(modules: Engine.ownModules + modules)
    }

    /// - Parameters:
    ///   - isTrusted: the backup was made a moment ago by this process: it is not read through before.
    ///   - sharing: gives files of attachments another name in place of copying them.
    /// - Throws: `BackupError`, `StoreError`. A process that is killed leaves an empty database, and perhaps files of attachments, which the next
    ///   try takes over.
    public func run(isTrusted: Bool = false, sharing: Bool = false) async throws {
        try await database.read { try refuseData($0) }
        if let contents, !contents.isEmpty, !FileManager.default.fileExists(atPath: mark(in: contents).path) {
            throw BackupError.notEmpty(contents.url.path)
        }
        if !isTrusted { try backup.verify() }
        try await BackupError.explaining {
            if let contents { try copy(into: contents, sharing: sharing) }
            try await database.fill { session in
                // A server that starts on it meanwhile waits.
                try session.lockSchema()
                try refuseData(session)
                try session.create(backup.manifest.tables.map(\.plan))
                for table in backup.manifest.tables {
                    try fill(table, session)
                    try compare(table, session)
                }
                try SearchFilling(session: session, catalogue: prepare(session)).run()
            }
            if let contents { try? FileManager.default.removeItem(at: mark(in: contents)) }
        }
    }

    // MARK: - Only into an empty place

    private func refuseData(_ session: any ReadSession) throws {
        guard try session.tables().isEmpty else { throw BackupError.notEmpty(place) }
    }

    /// Says that the files beside it were left by a restore that did not end.
    private func mark(in contents: ContentFolder) -> URL { contents.url.appending(path: "restoring") }

    private func copy(into contents: ContentFolder, sharing: Bool) throws {
        guard backup.manifest.contents.count > 0 else { return }
        try FileManager.default.createDirectory(at: contents.url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let mark = mark(in: contents)
        guard FileManager.default.createFile(atPath: mark.path, contents: nil) else { throw StoreError.unavailable("cannot write \(mark.path)") }
        let source = backup.contents
        try backup.forEachContent { hash, bytes in
            guard try contents.take(hash, from: source, sharing: sharing) == bytes else {
                throw BackupError.damaged(file: "contents/\(hash.prefix(2))/\(hash)", .changed)
            }
        }
        try contents.flush()
    }

    // MARK: - Rows

    private static let rowsAtOnce = 1_000, cellBytesAtOnce = 4 << 20

    private func fill(_ table: Manifest.Table, _ session: any WriteSession) throws {
        let insertion = Insertion(into: table.plan.name, table.plan.columns.map(\.name)), reader = try backup.reader(of: table)
        var batch: [[Stored]] = [], size = 0
        while let row = try reader.next() {
            batch.append(row)
            size += row.reduce(0) { $0 + $1.weight }
            if batch.count < Self.rowsAtOnce, size < Self.cellBytesAtOnce { continue }
            try session.insert(batch, by: insertion)
            batch.removeAll(keepingCapacity: true)
            size = 0
        }
        if !batch.isEmpty { try session.insert(batch, by: insertion) }
    }

    /// Reads back what the database took.
    private func compare(_ table: Manifest.Table, _ session: any ReadSession) throws {
        let writer = try RowWriter(nil)
        try session.forEachRow(of: table.plan, writer.append)
        guard try writer.finish() == table.sum else { throw BackupError.differs(table: table.plan.name) }
    }

    /// Indexes, references, and what this program has beyond the one that made the backup.
    private func prepare(_ session: any WriteSession) throws -> Catalogue {
        try session.prepare(builtIn.schemaPlan)
        let catalogue = try builtIn.extended(by: CustomDefinitions(session))
        try session.prepare(catalogue.schemaPlan)
        return catalogue
    }
}

extension Stored {
    /// About how many bytes it takes.
    fileprivate var weight: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        default: 8
        }
    }
}
