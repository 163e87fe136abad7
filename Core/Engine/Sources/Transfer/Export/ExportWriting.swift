import Formats
import Kernel

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

private final class WorkbookExport: ExportWriting {
    private let columns: ExportColumns
    private let book: ScratchBook

    init(_ columns: ExportColumns, in folder: FileFolder, at now: Instant) throws {
        self.columns = columns
        book = try ScratchBook(sheet: columns.title, columns: columns.header, in: folder, at: now)
    }

    var shortened: Int { book.shortened }

    func write(_ rows: [ExportColumns.Row]) throws -> [UInt8] {
        for row in rows { try book.write(columns.contents(row)) }
        return []
    }

    func finish(_ body: ([UInt8]) throws -> Void) throws { try book.finish(body) }
}
