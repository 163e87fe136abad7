import Formats
import Foundation
import Kernel
import Store

/// Writes rows in one format. Belongs to one task; what it hands out goes into the file as it is, in its order.
protocol ExportWriting: AnyObject {
    /// What these records, of which some may be waiting, add to the file.
    func write(_ rows: [ExportColumns.Row]) throws -> [UInt8]
    /// The rest of the file, in pieces.
    func finish(_ body: ([UInt8]) throws -> Void) throws
    /// Texts that did not fit into their cells and were cut.
    var shortened: Int { get }
}

extension ExportWriting {
    var shortened: Int { 0 }
    func finish(_ body: ([UInt8]) throws -> Void) throws {}
}

extension ExportStyle {
    func writer(_ columns: ExportColumns, in folder: FileFolder, at now: Instant) throws -> any ExportWriting {
        switch format {
        case .csv: try TableExport(columns, encoding)
        case .workbook: try WorkbookExport(columns, in: folder, at: now)
        case .jsonLines: LineExport(columns: columns)
        case .cards: CardExport(columns)
        }
    }
}

/// CSV, for spreadsheets: UTF-8 with a byte order mark, or GB18030, which needs none. Cells that would run as formulas are guarded.
private final class TableExport: ExportWriting {
    private let columns: ExportColumns
    private let encoder: TextEncoder
    private var writer = CSVWriter()

    init(_ columns: ExportColumns, _ encoding: TextEncoding) throws {
        self.columns = columns
        encoder = try TextEncoder(encoding)
        writer.write(columns.header)
    }

    func write(_ rows: [ExportColumns.Row]) -> [UInt8] {
        for row in rows { writer.write(columns.texts(row)) }
        return encoder.encode(writer.take())
    }

    func finish(_ body: ([UInt8]) throws -> Void) throws { try body(write([])) }
}

/// JSON Lines: one object a line.
private final class LineExport: ExportWriting {
    private let columns: ExportColumns

    init(columns: ExportColumns) { self.columns = columns }

    func write(_ rows: [ExportColumns.Row]) -> [UInt8] { rows.flatMap { Array(columns.json($0).text.utf8) + [0x0A] } }
}

/// A workbook. The library writes it to a place of its own, since what it is made of is packed at the end.
private final class WorkbookExport: ExportWriting {
    private let columns: ExportColumns
    private let place: ScratchFile
    private let writer: WorkbookWriter

    init(_ columns: ExportColumns, in folder: FileFolder, at now: Instant) throws {
        let place = try folder.scratch(ending: "xlsx")
        (self.columns, self.place) = (columns, place)
        writer = try Self.telling { () throws(WorkbookWriterError) in
            try WorkbookWriter(file: place.url.path, sheet: columns.title, columns: columns.header, created: now)
        }
    }

    var shortened: Int { writer.shortened }

    func write(_ rows: [ExportColumns.Row]) throws -> [UInt8] {
        try Self.telling { () throws(WorkbookWriterError) in
            for row in rows { try writer.write(columns.contents(row)) }
        }
        return []
    }

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
