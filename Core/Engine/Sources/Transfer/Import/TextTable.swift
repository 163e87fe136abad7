import Formats
import Foundation
import Kernel

/// CSV in any encoding, as a table.
final class TextTable: ImportTable {
    let kind = ImportTableKind.csv
    private(set) var header: [String] = []
    private let pieces: PieceReader
    private let decoder: TextDecoder
    private var reader: CSVReader
    private var waiting: [CSVReader.Row] = []
    private var isAtEnd = false

    init(_ url: URL, _ reading: TableReading, most: Int = .max) throws {
        pieces = try PieceReader(url, most: most)
        decoder = TextDecoder(encoding: reading.encoding, replacement: TextDecoder.refusal)
        reader = CSVReader(separator: reading.separator)
        waiting = try read()
        guard let first = waiting.first else { throw Invalid("file", .required) }
        if reading.hasHeader {
            waiting.removeFirst()
            do throws(CSVError) { header = ImportHeader.unique(try first.get().fields) } catch {
                throw Invalid("file", .badFile, ["reason": error.problem.rawValue])
            }
        } else {
            let width = waiting.lazy.compactMap { try? $0.get().fields.count }.max() ?? 1
            header = (0..<width).map(ImportHeader.letters)
        }
    }

    var facts: [String: JSON] {
        [
            "encoding": .string((decoder.encoding ?? .utf8).rawValue), "separator": reader.separator.map { .string($0.sign) } ?? .null,
        ]
    }

    var share: Double? { pieces.share }
    var isCut: Bool { pieces.isCut }

    func next() throws -> [CSVReader.Row] {
        defer { waiting = [] }
        return waiting.isEmpty ? try read() : waiting
    }

    private func read() throws -> [CSVReader.Row] {
        var rows: [CSVReader.Row] = []
        while rows.isEmpty, !isAtEnd {
            // A line of gigabytes gives no row for a long time.
            try Task.checkCancellation()
            do throws(UnknownEncoding) {
                if let piece = pieces.nextOrEnd() {
                    rows += reader.feed(try decoder.feed(piece))
                } else {
                    isAtEnd = true
                    rows += reader.feed(try decoder.finish()) + reader.finish()
                }
            } catch {
                throw Invalid("file", .badFile, ["reason": "unknownEncoding"])
            }
        }
        return rows.map { row in row.map(\.unguarded) }
    }
}

/// The bytes of a file, piece by piece.
final class PieceReader {
    private let handle: FileHandle
    private let size: UInt64
    private var left: Int
    /// Whether it ended before the file did.
    private(set) var isCut = false
    private static let length = 1 << 18

    /// - Parameter most: how many bytes it gives at most, and a piece.
    init(_ url: URL, most: Int = .max) throws {
        guard let handle = try? FileHandle(forReadingFrom: url), let size = try? handle.seekToEnd(), (try? handle.seek(toOffset: 0)) != nil
        else { throw Invalid("file", .required) }
        (self.handle, self.size, left) = (handle, size, most)
    }

    var share: Double? { (try? handle.offset()).map { size == 0 ? 1 : Double($0) / Double(size) } }

    deinit { try? handle.close() }

    /// The first bytes, by which a file is known.
    static func opening(of url: URL) -> [UInt8] { (try? PieceReader(url))?.nextOrEnd() ?? [] }

    /// Nil at the end, and where the disk gives no more.
    func nextOrEnd() -> [UInt8]? {
        guard let data = try? handle.read(upToCount: Self.length), !data.isEmpty else { return nil }
        isCut = left <= 0
        left -= data.count
        return isCut ? nil : Array(data)
    }
}
