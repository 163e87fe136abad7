import Foundation
import Store

/// Files of attachments go from one folder to another under the same names, which are their hashes.
extension ContentFolder {
    static func isHash(_ text: String) -> Bool { text.utf8.count == 64 && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) } }

    /// What is wrong with a file; nil when it is what its name says.
    ///
    /// - Parameter bytes: how long it should be; nil where that was not noted.
    func damage(of hash: String, bytes: Int64? = nil) throws -> BackupDamage? {
        guard let handle = FileHandle(forReadingAtPath: url(of: hash).path) else { return .missing }
        defer { try? handle.close() }
        let length = Int64(try handle.seekToEnd())
        if let bytes, length != bytes { return .length(bytes: length, expected: bytes) }
        try handle.seek(toOffset: 0)
        let sum = SHA256()
        try Self.forEachPiece(of: handle) { sum.add($0) }
        return sum.finish() == hash ? nil : .changed
    }

    private static func forEachPiece(of handle: FileHandle, _ body: ([UInt8]) throws -> Void) throws {
        while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty { try body([UInt8](data)) }
    }

    /// Takes a file over from another folder and says how long it is; nil where it is not there, or not what its name says.
    ///
    /// - Parameter sharing: gives the same file another name where both folders lie on one disk.
    func take(_ hash: String, from other: ContentFolder, sharing: Bool = false) throws -> Int64? {
        let target = url(of: hash), source = other.url(of: hash)
        guard let handle = FileHandle(forReadingAtPath: source.path) else { return nil }
        defer { try? handle.close() }
        let length = Int64(try handle.seekToEnd())
        if FileManager.default.fileExists(atPath: target.path), try damage(of: hash, bytes: length) == nil { return length }
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if sharing, link(source.path, target.path) == 0 { return length }
        try handle.seek(toOffset: 0)
        let draft = try FileDraft(target.appendingPathExtension(UUID().uuidString)), sum = SHA256()
        try Self.forEachPiece(of: handle) { piece in
            sum.add(piece)
            try draft.append(piece)
        }
        guard sum.finish() == hash else { return nil }
        return try draft.finish(as: target)
    }

    /// Whether there is any file in it.
    var isEmpty: Bool { Self.folders.allSatisfy { hashes(in: $0).isEmpty } }

    /// Brings to the disk under which names the files lie.
    func flush() throws {
        for name in Self.folders {
            let folder = url.appending(path: name)
            if FileManager.default.fileExists(atPath: folder.path) { try FileDraft.flush(folder: folder) }
        }
        if FileManager.default.fileExists(atPath: url.path) { try FileDraft.flush(folder: url) }
    }
}
