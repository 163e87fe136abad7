import Formats
import Foundation
import Kernel

/// A sheet of a workbook, as a table. Numbers and dates become the texts that fields read.
final class WorkbookTable: ImportTable {
    let kind = ImportTableKind.workbook
    private(set) var header: [String] = []
    private let book: Workbook
    private let sheet: Sheet
    private let rows: SheetRows
    /// The first rows, which were read to find the columns.
    private var waiting: [SheetRow] = []

    private static let rowsAtOnce = 500
    /// Of texts.
    private static let bytesAtOnce = 16 << 20
    /// Unpacked, of a workbook that somebody looks into and waits for.
    private static let mostToLookAt = 512 << 20

    init(_ url: URL, _ reading: TableReading, isWhole: Bool = true) throws {
        var bounds = WorkbookLimits()
        if !isWhole { bounds.unpackedBytes = Self.mostToLookAt }
        let limits = bounds
        (book, sheet, rows) = try Self.readingBook { () throws(WorkbookError) in
            let book = try Workbook(file: url.path, limits: limits)
            let wanted = book.sheets.first { sheet in reading.sheet.map { $0 == sheet.name } ?? (sheet.visibility == .visible) }
            guard let sheet = wanted ?? (reading.sheet == nil ? book.sheets.first : nil) else { throw .notAWorkbook }
            return (book, sheet, try sheet.rows())
        }
        waiting = try read()
        guard let first = waiting.first else { throw Invalid("file", .required) }
        let width = (waiting.lazy.compactMap { $0.cells.last?.column }.max() ?? 0) + 1
        if reading.hasHeader {
            waiting.removeFirst()
            header = ImportHeader.unique(Self.texts(first, width))
        } else {
            header = (0..<width).map(ImportHeader.letters)
        }
    }

    var facts: [String: JSON] {
        [
            "sheet": .string(sheet.name),
            "sheets": .array(book.sheets.map { ["name": .string($0.name), "hidden": .flag($0.visibility != .visible)] }),
        ]
    }

    var share: Double? { nil }
    var isCut: Bool { false }

    func next() throws -> [CSVReader.Row] {
        let some = waiting.isEmpty ? try read() : waiting
        waiting = []
        return some.map(row)
    }

    private func read() throws -> [SheetRow] {
        try Self.readingBook { () throws(WorkbookError) in
            var some: [SheetRow] = [], bytes = 0
            while some.count < Self.rowsAtOnce, bytes < Self.bytesAtOnce, let row = try rows.next() {
                for case .text(let text) in row.cells.map(\.value) { bytes += text.utf8.count }
                some.append(row)
            }
            return some
        }
    }

    /// A cell beyond the last column has no name: such a row is refused rather than cut.
    private func row(_ row: SheetRow) -> CSVReader.Row {
        guard (row.cells.last?.column ?? 0) < header.count else {
            return .failure(CSVError(line: row.number, problem: .tooManyColumns))
        }
        return .success(CSVRecord(line: row.number, fields: Self.texts(row, header.count)).unguarded)
    }

    /// Cell by cell: to look each column up would go through the whole row for every gap.
    private static func texts(_ row: SheetRow, _ width: Int) -> [String] {
        var texts = Array(repeating: "", count: width)
        for cell in row.cells where cell.column < width { texts[cell.column] = text(cell.value) }
        return texts
    }

    private static func text(_ value: SheetValue) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): number.digits
        case .flag(let flag): flag ? "true" : "false"
        case .date(let day): day.description
        // A day with no time was typed as a day.
        case .dateTime(let moment): moment.milliseconds == 0 ? moment.day.description : moment.description
        case .time(let milliseconds): String(milliseconds / 3_600_000) + ":" + twoDigits(milliseconds / 60_000 % 60)
        case .error(let name): name
        case .uncalculated: "#N/A"
        }
    }

    private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    private static func readingBook<T>(_ body: () throws(WorkbookError) -> T) throws -> T {
        do throws(WorkbookError) { return try body() } catch { throw Invalid("file", .badFile, ["reason": error.code]) }
    }
}
