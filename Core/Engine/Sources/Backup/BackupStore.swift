public import Foundation
import Kernel
import Store

/// The folder in which backups of one database lie side by side, each under the moment that it shows.
///
/// What is being written or removed has a name that begins with a dot: whatever has the name of a backup is one.
public struct BackupStore: Sendable {
    public let folder: URL

    public init(_ folder: URL) { self.folder = folder }

    private static let prefix = "guanxi-", unfinished = ".guanxi-"

    /// `guanxi-20261122T063000000Z`.
    static func name(of moment: Instant) -> String { prefix + moment.description.filter { !"-:.".contains($0) } }

    /// Finished backups, the oldest first.
    public var backups: [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.wholeMatch(of: #/guanxi-\d{8}T\d{9}Z/#) != nil }.sorted().map { folder.appending(path: $0) }
    }

    /// Runs the body while no other process works in the folder; what others left unfinished is gone before.
    func locked<T>(_ body: () async throws -> T) async throws -> T {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Freed by the system when the process ends, however it ends.
        let lock = open(folder.appending(path: ".lock").path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw FileDraft.failure(errno) }
        defer { close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw BackupError.busy(folder: folder.path) }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix(Self.unfinished) {
            try FileManager.default.removeItem(at: folder.appending(path: name))
        }
        return try await body()
    }

    /// Makes a place for a backup; it is taken away again when the body throws, and gets its name when it is whole.
    func add(_ body: (_ folder: URL) async throws -> Backup) async throws -> Backup {
        let draft = folder.appending(path: Self.unfinished + UUID().uuidString)
        do {
            try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            let backup = try await body(draft)
            try backup.writeManifest()
            try FileDraft.flush(folder: draft)
            let target = folder.appending(path: Self.name(of: backup.manifest.madeAt))
            try FileManager.default.moveItem(at: draft, to: target)
            try FileDraft.flush(folder: folder)
            return Backup(target, backup.manifest)
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
    }

    /// Takes away all but the newest; returns their names.
    func keep(newest count: Int) throws -> [String] {
        try backups.dropLast(count).map { backup in
            // So that one that is half removed looks like none.
            let going = folder.appending(path: Self.unfinished + UUID().uuidString)
            try FileManager.default.moveItem(at: backup, to: going)
            try FileManager.default.removeItem(at: going)
            return backup.lastPathComponent
        }
    }
}
