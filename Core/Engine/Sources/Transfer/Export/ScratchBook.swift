import Formats
import Foundation
import Kernel
import Store

/// A workbook that is handed on when it is whole. The library writes it to a place of its own, since what it is made of is packed at the end.
final class ScratchBook {
    private let place: ScratchFile
    private let writer: WorkbookWriter

    init(sheet: String, columns: [String], in folder: FileFolder, at now: Instant) throws {
        let place = try folder.scratch(ending: "xlsx")
        self.place = place
        writer = try Self.telling { () throws(WorkbookWriterError) in
            try WorkbookWriter(file: place.url.path, sheet: sheet, columns: columns, created: now)
        }
    }

    /// Texts that did not fit into their cells and were cut.
    var shortened: Int { writer.shortened }

    func write(_ row: [CellContent?]) throws { try Self.telling { () throws(WorkbookWriterError) in try writer.write(row) } }

    /// Packs it and hands it on in pieces.
    func finish(_ body: ([UInt8]) throws -> Void) throws {
        try Self.telling { () throws(WorkbookWriterError) in try writer.finish() }
        let pieces = try PieceReader(place.url)
        while let piece = pieces.nextOrEnd() { try body(piece) }
    }

    private static func telling<T>(_ body: () throws(WorkbookWriterError) -> T) throws -> T {
        do throws(WorkbookWriterError) { return try body() } catch {
            switch error {
            case .tooManyColumns: throw Invalid("fields", .tooMany, ["max": String(WorkbookLimits().columns)])
            case .cannotWrite: throw StoreError.full("files: a workbook could not be written")
            }
        }
    }
}
