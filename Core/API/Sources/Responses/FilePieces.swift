import Foundation

/// A file piece by piece, so that a large one needs no more memory than a small one.
final class FilePieces: Sendable {
    private let handle: FileHandle

    private static let length = 1 << 18

    init?(_ url: URL) {
        guard let handle = try? FileHandle(forReadingFrom: url) else { return nil }
        self.handle = handle
    }

    deinit { try? handle.close() }

    /// Nil at the end.
    func next() throws -> [UInt8]? {
        guard let data = try handle.read(upToCount: Self.length), !data.isEmpty else { return nil }
        return Array(data)
    }
}
