import Foundation
import Kernel

/// Reads a file of rows that `RowWriter` has written, and believes nothing: whoever has read to the end knows that it is whole.
///
/// Memory stays at a piece of the file and one row.
final class RowReader {
    /// As the manifest names it, for words.
    private let name: String
    private let columns: Int
    private let sum: RowSum
    private let handle: FileHandle
    private let hash = SHA256()
    private var piece: [UInt8] = []
    private var place = 0
    private var unread: Int64
    private var rows: Int64 = 0

    private static let pieceLength = 1 << 18

    init(_ file: URL, named name: String, columns: Int, sum: RowSum) throws {
        (self.name, self.columns, self.sum) = (name, columns, sum)
        guard let handle = FileHandle(forReadingAtPath: file.path) else { throw BackupError.damaged(file: name, .missing) }
        self.handle = handle
        unread = Int64(try handle.seekToEnd())
        guard unread == sum.bytes else { throw BackupError.damaged(file: name, .length(bytes: unread, expected: sum.bytes)) }
        try handle.seek(toOffset: 0)
    }

    deinit { try? handle.close() }

    /// The next row; nil at the end, when all of it was found to be as it was written.
    func next() throws -> [Stored]? {
        guard place < piece.count || unread > 0 else {
            try finish()
            return nil
        }
        var cells: [Stored] = []
        cells.reserveCapacity(columns)
        for _ in 0..<columns { cells.append(try cell()) }
        rows += 1
        return cells
    }

    private func finish() throws {
        guard rows == sum.rows else { throw BackupError.damaged(file: name, .count(rows: rows, expected: sum.rows)) }
        guard hash.finish() == sum.sha256 else { throw BackupError.damaged(file: name, .changed) }
    }

    private func cell() throws -> Stored {
        switch try byte() {
        case RowCoding.null: return .null
        case RowCoding.integer: return .integer(RowCoding.signed(try number()))
        case RowCoding.real:
            let bits = try bytes(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return .real(Double(bitPattern: bits))
        case RowCoding.text:
            guard let text = String(validating: try bytes(number()), as: UTF8.self) else { throw unreadable }
            return .text(text)
        case RowCoding.bytes: return .bytes(Array(try bytes(number())))
        default: throw unreadable
        }
    }

    private var unreadable: BackupError { .damaged(file: name, .unreadable(row: rows + 1)) }

    private func byte() throws -> UInt8 {
        if place == piece.count { try fill(1) }
        defer { place += 1 }
        return piece[place]
    }

    private func number() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            let next = try byte()
            number |= UInt64(next & 0x7F) << UInt64(shift)
            if next < 0x80 { return number }
        }
        throw unreadable
    }

    private func bytes(_ count: UInt64) throws -> ArraySlice<UInt8> {
        // A length that was changed asks for more than there is, before memory is taken for it.
        guard count <= UInt64(piece.count - place) + UInt64(unread) else { throw unreadable }
        let count = Int(count)
        if piece.count - place < count { try fill(count) }
        defer { place += count }
        return piece[place..<place + count]
    }

    /// Makes sure that so many bytes lie ready.
    private func fill(_ count: Int) throws {
        piece.removeSubrange(0..<place)
        place = 0
        while piece.count < count {
            guard let data = try handle.read(upToCount: max(Self.pieceLength, count - piece.count)), !data.isEmpty else { throw unreadable }
            unread -= Int64(data.count)
            let start = piece.count
            piece.append(contentsOf: data)
            hash.add(piece[start...])
        }
    }
}
