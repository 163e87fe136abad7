public import Foundation
import Kernel
import Store

/// A finished backup: a folder with a manifest, a file of rows for each table, and the files of attachments.
public struct Backup: Sendable {
    public let folder: URL
    public let manifest: Manifest

    static let manifestName = "manifest.json", manifestSum = "manifest.json.sha256"
    private static let maximumManifestBytes = 64 << 20

    init(_ folder: URL, _ manifest: Manifest) { (self.folder, self.manifest) = (folder, manifest) }

    /// Reads what a backup says of itself.
    ///
    /// - Parameter place: its folder, or the manifest in it.
    /// - Throws: `BackupError`.
    public static func open(_ place: URL) throws -> Backup {
        let folder = place.lastPathComponent == manifestName ? place.deletingLastPathComponent() : place
        let file = folder.appending(path: manifestName)
        guard let handle = FileHandle(forReadingAtPath: file.path) else { throw BackupError.noBackup(place.path) }
        defer { try? handle.close() }
        let bytes = [UInt8](try handle.read(upToCount: maximumManifestBytes) ?? Data())
        let written = try? String(contentsOf: folder.appending(path: manifestSum), encoding: .utf8)
        guard let written else { throw BackupError.damaged(file: manifestSum, .missing) }
        guard written == sumLine(of: bytes) else { throw BackupError.damaged(file: manifestName, .changed) }
        guard let json = try? JSON.parse(bytes) else { throw BackupError.damaged(file: manifestName, .malformed("it is no JSON")) }
        return Backup(folder, try Manifest(json))
    }

    /// As `sha256sum` writes it.
    private static func sumLine(of manifest: [UInt8]) -> String {
        let hash = SHA256()
        hash.add(manifest)
        return "\(hash.finish())  \(manifestName)\n"
    }

    /// Writes the manifest, and with it says that all else is there.
    func writeManifest() throws {
        let bytes = Array((manifest.json.text + "\n").utf8)
        for (name, content) in [(Self.manifestSum, Array(Self.sumLine(of: bytes).utf8)), (Self.manifestName, bytes)] {
            let file = folder.appending(path: name)
            let draft = try FileDraft(file.appendingPathExtension("part"))
            try draft.append(content)
            _ = try draft.finish(as: file)
        }
    }

    var contents: ContentFolder { ContentFolder(folder.appending(path: "contents")) }

    func reader(of table: Manifest.Table) throws -> RowReader {
        try RowReader(folder.appending(path: table.file), named: table.file, columns: table.plan.columns.count, sum: table.sum)
    }

    /// The hash and the length of each file of attachments.
    func forEachContent(_ body: (_ hash: String, _ bytes: Int64) throws -> Void) throws {
        let name = Manifest.Contents.list
        let reader = try RowReader(folder.appending(path: name), named: name, columns: 2, sum: manifest.contents.sum)
        while let row = try reader.next() {
            guard let hash = row[0].text, ContentFolder.isHash(hash), let bytes = row[1].integer else {
                throw BackupError.damaged(file: name, .malformed("it lists what is no hash"))
            }
            try body(hash, bytes)
        }
    }

    /// Reads everything through and compares it with what was noted; needs no database.
    ///
    /// - Throws: `BackupError.damaged` for the first file that is not as it was written.
    public func verify() throws {
        for table in manifest.tables {
            let reader = try reader(of: table)
            while try reader.next() != nil {}
        }
        // Before a file is missed of which the list alone says that there is one.
        try forEachContent { _, _ in }
        let folder = contents
        try forEachContent { hash, bytes in
            if let damage = try folder.damage(of: hash, bytes: bytes) {
                throw BackupError.damaged(file: "contents/\(hash.prefix(2))/\(hash)", damage)
            }
        }
    }
}
