import Foundation

/// A file that nobody else can read and that is gone with its last holder, even when a client leaves in the middle.
final class TemporaryFile: Sendable {
    private let path: String
    private let handle: FileHandle

    private static let pieceLength = 1 << 18

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("guanxi-" + UUID().uuidString).path
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forUpdatingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        self.handle = handle
    }

    deinit { remove() }

    func append(_ bytes: [UInt8]) throws { try handle.write(contentsOf: Data(bytes)) }

    /// What was written, from the beginning.
    var pieces: some Sequence<[UInt8]> {
        try? handle.seek(toOffset: 0)
        return AnyIterator { [handle] in
            guard let data = try? handle.read(upToCount: Self.pieceLength), !data.isEmpty else { return nil }
            return Array(data)
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
