public import Foundation
import Kernel
import Store

/// The folder for files that a job writes and somebody fetches later. Nobody but the server's own user can read it.
///
/// Servers that share a database share the folder as well, or a file can be fetched from the server alone that wrote it.
public final class FileFolder: Sendable {
    public let url: URL
    let isTemporary: Bool

    /// - Parameter url: made when the first file is; nil for a folder that is gone with this process.
    init(_ url: URL?) {
        isTemporary = url == nil
        self.url = url ?? FileManager.default.temporaryDirectory.appending(path: "guanxi-files-\(UUID().uuidString)")
    }

    /// How long a file can be fetched.
    static let life: Int64 = 24 * 3_600_000

    deinit { if isTemporary { try? FileManager.default.removeItem(at: url) } }

    /// A new file of a job.
    func draft(of job: RecordID) throws -> FileDraft {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return try FileDraft(url.appending(path: "\(Self.prefix)\(job).\(UUID().uuidString).part"))
    }

    func file(of job: RecordID) -> URL { url.appending(path: "\(Self.prefix)\(job).file") }

    private static let prefix = "job-"

    private var scratch: URL { url.appending(path: "scratch") }

    /// A place for a file that is needed for a moment, on the disk that has room for files.
    func scratch(ending: String) throws -> ScratchFile {
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return ScratchFile(url: scratch.appending(path: "\(UUID().uuidString).\(ending)"))
    }

    /// Takes away what a process that died was writing.
    func removeOldScratch(before moment: Instant) -> Int { Self.removeFiles(in: scratch, before: moment) }

    /// The names of all files by the jobs that they belong to.
    var files: [RecordID: [String]] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        var files: [RecordID: [String]] = [:]
        for name in names where name.hasPrefix(Self.prefix) {
            if let job = RecordID(name.dropFirst(Self.prefix.count).prefix { $0 != "." }) { files[job, default: []].append(name) }
        }
        return files
    }

    func remove(_ name: String) { try? FileManager.default.removeItem(at: url.appending(path: name)) }

    /// Removes the files of a folder that were last written before a moment; returns how many.
    static func removeFiles(in folder: URL, before moment: Instant) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.count { name in
            let file = folder.appending(path: name)
            guard let changed = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date,
                Int64(changed.timeIntervalSince1970 * 1_000) < moment.milliseconds
            else { return false }
            return (try? FileManager.default.removeItem(at: file)) != nil
        }
    }

    /// What is free where it lies, in bytes.
    var free: Int64? {
        var place = url
        while !FileManager.default.fileExists(atPath: place.path), place.pathComponents.count > 1 { place.deleteLastPathComponent() }
        return (try? FileManager.default.attributesOfFileSystem(forPath: place.path)[.systemFreeSize] as? NSNumber)??.int64Value
    }
}

/// A path at which nothing stays when its last holder is gone.
final class ScratchFile: Sendable {
    let url: URL

    fileprivate init(url: URL) { self.url = url }

    deinit { try? FileManager.default.removeItem(at: url) }
}
