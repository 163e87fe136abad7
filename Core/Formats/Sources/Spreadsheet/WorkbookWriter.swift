import CXLSXWriter
import Foundation
public import Kernel

/// Writes a workbook of Excel (`.xlsx`) row by row, in memory that does not grow with the rows.
///
///     let writer = try WorkbookWriter(file: path, sheet: "客户", columns: ["编号", "名称"], created: clock.now())
///     try writer.write([.text("K-0001"), .text("西湖茶叶有限公司")])
///     try writer.finish()
///
/// The first row is bold and stays in sight, with a filter on every column. What a sheet does not hold goes on in the next one, under the
/// same titles. The file appears with `finish()`, whole or not at all.
public final class WorkbookWriter {
    /// Rows without the titles.
    public private(set) var rows = 0
    /// Texts that were longer than a cell may be, and were cut.
    public private(set) var shortened = 0

    private let path: String
    private let draft: String
    private let columns: [String]
    private let rowsPerSheet: Int
    private var name: SheetName
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private let formats: CellFormats
    private var sheet: OpenSheet

    /// - Parameters:
    ///   - sheet: the name of the sheet; signs that Excel forbids there are replaced.
    ///   - created: what the properties of the document say.
    ///   - rowsPerSheet: with the titles; no more than a sheet has.
    public init(
        file path: String, sheet name: String, columns: [String], created: Instant, rowsPerSheet: Int = WorkbookLimits().rows
    ) throws(WorkbookWriterError) {
        guard (1...WorkbookLimits().columns).contains(columns.count) else { throw .tooManyColumns }
        (self.path, self.columns, self.name) = (path, columns, SheetName(name))
        self.rowsPerSheet = min(max(rowsPerSheet, 2), WorkbookLimits().rows)
        draft = try Self.draft(beside: path)
        guard let workbook = Self.workbook(draft, created) else {
            unlink(draft)
            throw .cannotWrite
        }
        self.workbook = workbook
        formats = CellFormats(workbook)
        sheet = OpenSheet(workbook, self.name.text, columns: columns.count)
        writeTitles()
    }

    /// Without `finish()` nothing remains.
    deinit {
        if let workbook {
            lxw_workbook_free(workbook)
            unlink(draft)
        }
    }

    /// Writes one row; nil leaves a cell empty.
    public func write(_ row: [CellContent?]) throws(WorkbookWriterError) {
        guard let workbook else { throw .cannotWrite }
        guard row.count <= columns.count else { throw .tooManyColumns }
        if sheet.rows == rowsPerSheet {
            try sheet.close()
            name = name.next
            sheet = OpenSheet(workbook, name.text, columns: columns.count)
            writeTitles()
        }
        for (column, content) in row.enumerated() {
            if let content { put(content, column) }
        }
        sheet.rows += 1
        rows += 1
    }

    /// Puts the file in its place. Nothing can be written after that.
    public func finish() throws(WorkbookWriterError) {
        guard let workbook else { throw .cannotWrite }
        defer { unlink(draft) }
        try sheet.close()
        self.workbook = nil
        guard workbook_close(workbook) == LXW_NO_ERROR else { throw .cannotWrite }
        let file = open(draft, O_RDONLY)
        guard file >= 0 else { throw .cannotWrite }
        defer { close(file) }
        guard fsync(file) == 0, rename(draft, path) == 0 else { throw .cannotWrite }
    }

    private func writeTitles() {
        for (column, title) in columns.enumerated() { put(title, column, formats.title) }
        sheet.rows = 1
    }

    private func put(_ content: CellContent, _ column: Int) {
        switch content {
        case .text(let text): put(text, column, formats.text)
        case .number(let number): put(number, column, nil)
        case .money(let money): put(money.amount, column, formats.money(money.currency))
        case .flag(let flag): sheet.put(flag, column)
        case .date(let day): put(SheetCalendar.excel.serial(day), column, formats.date, else: day.description)
        case .dateTime(let moment):
            put(
                SheetCalendar.excel.serial(moment.day, milliseconds: moment.milliseconds), column, formats.dateTime,
                else: moment.description)
        }
    }

    /// A spreadsheet keeps 15 digits: a longer number stays whole as text.
    private func put(_ number: Decimal, _ column: Int, _ format: CellFormats.Format?) {
        let written = number.description
        let digits = written.filter(\.isNumber).drop { $0 == "0" }
        put(digits.count <= 15 ? Double(written) : nil, column, format, else: written)
    }

    private func put(_ number: Double?, _ column: Int, _ format: CellFormats.Format?, else text: String) {
        if let number { sheet.put(number, column, format, width: text.count + 4) } else { put(text, column, formats.text) }
    }

    private func put(_ text: String, _ column: Int, _ format: CellFormats.Format?) {
        let (fitting, isShortened) = CellText.fitting(text)
        if isShortened { shortened += 1 }
        sheet.put(fitting, column, format)
    }

    private static func draft(beside path: String) throws(WorkbookWriterError) -> String {
        var template = Array("\(path).XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw .cannotWrite }
        close(file)
        return template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    private static func workbook(_ draft: String, _ created: Instant) -> UnsafeMutablePointer<lxw_workbook>? {
        let folder = strdup(URL(fileURLWithPath: draft).deletingLastPathComponent().path)
        defer { free(folder) }
        // The sheets lie beside the file until it is packed, not where memory may serve as a disk.
        var options = lxw_workbook_options(constant_memory: 1, tmpdir: folder, use_zip64: 1)
        guard let workbook = workbook_new_opt(draft, &options) else { return nil }
        var properties = lxw_doc_properties()
        properties.created = time_t(created.milliseconds / 1000)
        workbook_set_properties(workbook, &properties)
        return workbook
    }
}

public enum WorkbookWriterError: Error, Sendable, Hashable {
    /// More than 16,384, or a row with more cells than there are titles.
    case tooManyColumns
    /// The disk is full, the folder is missing or may not be written to, or the writer has finished.
    case cannotWrite
}
