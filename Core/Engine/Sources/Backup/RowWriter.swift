import Foundation
import Kernel

/// Adds up the rows of a table and, where it has a file, writes them there.
final class RowWriter {
    private let file: URL?
    private let draft: FileDraft?
    private let hash = SHA256()
    private var piece: [UInt8] = []
    private var rows: Int64 = 0, bytes: Int64 = 0

    private static let pieceLength = 1 << 18

    /// - Parameter file: appears under this name when it is whole; nil to add up only.
    init(_ file: URL?) throws {
        self.file = file
        draft = try file.map { try FileDraft($0.appendingPathExtension("part")) }
        piece.reserveCapacity(Self.pieceLength + 4_096)
    }

    func append(_ cells: [Stored]) throws {
        RowCoding.write(cells, to: &piece)
        rows += 1
        if piece.count >= Self.pieceLength { try flush() }
    }

    private func flush() throws {
        hash.add(piece)
        bytes += Int64(piece.count)
        try draft?.append(piece)
        piece.removeAll(keepingCapacity: true)
    }

    func finish() throws -> RowSum {
        try flush()
        if let draft, let file { _ = try draft.finish(as: file) }
        return RowSum(rows: rows, bytes: bytes, sha256: hash.finish())
    }
}
