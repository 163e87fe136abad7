public import Foundation
import Kernel
import Store

/// The bytes of attachments, each kept once under the hash of what is in it: `ab/ab12…`.
///
/// A file is received beside its place and linked to it by the transaction that first refers to it, under the lock of its row
/// in the table `content`; the same lock is held while one is removed. So whatever is referred to is there.
public final class ContentFolder: Sendable {
    public let url: URL
    private let isTemporary: Bool

    /// - Parameter url: made when the first file is; nil for a folder that is gone with this process.
    init(_ url: URL?) {
        isTemporary = url == nil
        self.url = url ?? FileManager.default.temporaryDirectory.appending(path: "guanxi-contents-\(UUID().uuidString)")
    }

    deinit { if isTemporary { try? FileManager.default.removeItem(at: url) } }

    func url(of hash: String) -> URL { url.appending(path: String(hash.prefix(2))).appending(path: hash) }

    private var receiving: URL { url.appending(path: "receiving") }

    /// Takes in a file, in pieces of any size, whose bytes nobody else has to hold.
    ///
    /// - Throws: `Invalid` on `file` for one that is empty or a program; `StoreError` where the disk has no room.
    public func receive<Pieces: AsyncSequence>(_ pieces: Pieces) async throws -> ReceivedContent where Pieces.Element == [UInt8] {
        try FileManager.default.createDirectory(at: receiving, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let draft = try FileDraft(receiving.appending(path: UUID().uuidString))
        let hash = SHA256()
        var beginning: [UInt8] = [], size = 0
        for try await piece in pieces {
            size += piece.count
            if beginning.count < ContentType.lookLength { beginning += piece.prefix(ContentType.lookLength - beginning.count) }
            hash.add(piece)
            try draft.append(piece)
        }
        guard size > 0 else { throw Invalid("file", .required) }
        let type = ContentType(of: beginning)
        guard !type.isProgram else { throw Invalid("file", .program) }
        try draft.flush()
        return ReceivedContent(hash: hash.finish(), size: Int64(size), type: type, draft: draft)
    }

    /// Puts what was received into its place, where there is none alike.
    fileprivate func place(_ content: ReceivedContent) throws {
        let target = url(of: content.hash), folder = target.deletingLastPathComponent()
        let isNew = !FileManager.default.fileExists(atPath: folder.path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try content.draft.link(to: target)
        // A new folder is an entry of its own folder.
        if isNew { try FileDraft.flush(folder: url) }
    }

    /// The hashes of all files, folder by folder.
    func hashes(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.appending(path: folder).path)) ?? []
        return names.filter { $0.count == 64 && $0.hasPrefix(folder) }
    }

    static let folders = (0..<256).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }

    func remove(_ hash: String) throws {
        do {
            try FileManager.default.removeItem(at: url(of: hash))
        } catch CocoaError.fileNoSuchFile {}
    }

    /// Takes away what was being received by a process that died.
    func removeOldDrafts(before moment: Instant) -> Int {
        FileFolder.removeFiles(in: receiving, before: moment)
    }
}

/// A file that has come in and belongs to nothing yet; gone with its last holder.
public struct ReceivedContent: Sendable {
    /// SHA-256, in hexadecimal digits.
    public let hash: String
    /// In bytes.
    public let size: Int64
    public let type: ContentType
    fileprivate let draft: FileDraft
}

extension Door {
    /// Keeps a file's bytes for as long as something refers to them.
    func keep(_ content: ReceivedContent) throws {
        let now = engine.clock.now().milliseconds
        // Holds the row until the transaction ends: nobody removes the file meanwhile.
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.contents) (hash, size, used_at) VALUES (\(content.hash), \(content.size), \(now))
            ON CONFLICT (hash) DO UPDATE SET used_at = \(now)
            """)
        try engine.contents.place(content)
    }
}

extension SystemTables {
    static let contents = "content"

    static let contentPlans = [
        TablePlan(
            name: contents,
            columns: [
                ColumnPlan(name: "hash", type: .text, isRequired: true), ColumnPlan(name: "size", type: .integer, isRequired: true),
                ColumnPlan(name: "used_at", type: .integer, isRequired: true),
            ],
            primaryKey: ["hash"])
    ]
}
