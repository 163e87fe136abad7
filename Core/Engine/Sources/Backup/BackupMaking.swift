public import Foundation
import Kernel
public import Store

/// Makes a backup while servers work: all tables as they stood at one moment, in one transaction that only reads.
public struct BackupMaking: Sendable {
    let database: any Database
    /// How the database is called in words, without its password.
    let place: String
    let contents: ContentFolder
    let program: String
    let settings: [String: String]
    let clock: Clock

    /// - Parameters:
    ///   - files: the folder of the server's files, in which those of attachments lie.
    ///   - settings: what the manifest notes of the settings; no secrets.
    public init(
        of database: any Database, named place: String, files: URL, program: String, settings: [String: String] = [:], clock: Clock = .system
    ) {
        (self.database, self.place, self.program, self.settings, self.clock) = (database, place, program, settings, clock)
        contents = ContentFolder(files.appending(path: "contents"))
    }

    /// What came of it.
    public struct Result: Sendable {
        public let backup: Backup
        /// Names of older backups that were taken away.
        public let removed: [String]
    }

    /// - Parameters:
    ///   - newest: how many backups the folder is to keep, this one included; nil for all.
    ///   - sharing: gives files of attachments another name in place of copying them; for backups that do not stay.
    /// - Throws: `BackupError`, `StoreError`; then nothing of it is left.
    public func run(into store: BackupStore, keep newest: Int? = nil, sharing: Bool = false) async throws -> Result {
        let begun = clock.now()
        return try await BackupError.explaining {
            try await store.locked {
                let backup = try await store.add { folder in try await write(into: folder, sharing: sharing) }
                if !sharing { try await BackupLog.note(backup, program: program, milliseconds: clock.now().milliseconds - begun.milliseconds, in: database) }
                return Result(backup: backup, removed: try newest.map(store.keep) ?? [])
            }
        }
    }

    private func write(into folder: URL, sharing: Bool) async throws -> Backup {
        let snapshot = try await database.read { [self] session in try writeTables(of: session, into: folder) }
        let contents = try copyContents(listedIn: folder.appending(path: Self.wanted), snapshot.wanted, into: folder, sharing: sharing)
        return Backup(
            folder,
            Manifest(
                madeAt: snapshot.madeAt, program: program, engine: database.dialect, schema: snapshot.schema, keys: snapshot.keys,
                settings: settings, tables: snapshot.tables, contents: contents))
    }

    /// The list of files that rows refer to, until they have been copied.
    private static let wanted = "wanted.rows"

    private struct Snapshot: Sendable {
        let madeAt: Instant
        let schema: Int64
        let keys: [String]
        let tables: [Manifest.Table]
        let wanted: RowSum
    }

    private func writeTables(of session: any ReadSession, into folder: URL) throws -> Snapshot {
        guard try session.hasTable("guanxi_schema") else { throw BackupError.noDatabase(place) }
        let rows = folder.appending(path: "tables")
        // The database may ask for all of this once more.
        try? FileManager.default.removeItem(at: rows)
        try? FileManager.default.removeItem(at: folder.appending(path: Self.wanted))
        try FileManager.default.createDirectory(at: rows, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let madeAt = clock.now()
        let tables = try session.tables().map { plan in
            let writer = try RowWriter(rows.appending(path: "\(plan.name).rows"))
            try session.forEachRow(of: plan, writer.append)
            return Manifest.Table(plan: plan, sum: try writer.finish())
        }
        try FileDraft.flush(folder: rows)
        let names = Set(tables.map(\.plan.name))
        let keys = names.contains(KeyRotation.keys) ? try session.rows("SELECT id FROM \(name: KeyRotation.keys) ORDER BY id").compactMap { $0[0].text } : []
        return Snapshot(
            madeAt: madeAt, schema: try session.first("SELECT MAX(number) FROM guanxi_schema")?[0].integer ?? 0, keys: keys, tables: tables,
            wanted: try listContents(of: session, names, into: folder.appending(path: Self.wanted)))
    }

    private func listContents(of session: any ReadSession, _ tables: Set<String>, into file: URL) throws -> RowSum {
        let sources = [Attachment.schema.definition.table, SystemTables.importFiles].filter(tables.contains)
        let writer = try RowWriter(file)
        if !sources.isEmpty {
            let hashes = sources.map { "SELECT content FROM \(name: $0)" as SQL }.joined(by: " UNION ")
            try session.forEach("SELECT content FROM (\(hashes)) AS used WHERE content IS NOT NULL ORDER BY content") { try writer.append($0.cells) }
        }
        return try writer.finish()
    }

    /// A file is never changed and stays for a day after its last use: those of the snapshot are there still.
    private func copyContents(listedIn file: URL, _ sum: RowSum, into folder: URL, sharing: Bool) throws -> Manifest.Contents {
        let wanted = try RowReader(file, named: Self.wanted, columns: 1, sum: sum)
        let list = try RowWriter(folder.appending(path: Manifest.Contents.list))
        let target = ContentFolder(folder.appending(path: "contents"))
        var bytes: Int64 = 0, missing: Int64 = 0
        while let row = try wanted.next() {
            guard let hash = row[0].text, ContentFolder.isHash(hash), let length = try target.take(hash, from: contents, sharing: sharing) else {
                missing += 1
                continue
            }
            try list.append([.text(hash), .integer(length)])
            bytes += length
        }
        try target.flush()
        try FileManager.default.removeItem(at: file)
        return Manifest.Contents(sum: try list.finish(), bytes: bytes, missing: missing)
    }
}
