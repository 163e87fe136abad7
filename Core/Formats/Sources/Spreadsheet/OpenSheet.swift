import CXLSXWriter
import Foundation

/// The sheet that is being written.
struct OpenSheet {
    /// With the titles.
    var rows = 0

    private let sheet: UnsafeMutablePointer<lxw_worksheet>?
    /// In digits, by what the first rows hold.
    private var widths: [Int]

    private static let measuredRows = 500

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>, _ name: String, columns: Int) {
        sheet = workbook_add_worksheet(workbook, name)
        widths = Array(repeating: 8, count: columns)
        worksheet_freeze_panes(sheet, 1, 0)
    }

    mutating func put(_ text: String, _ column: Int, _ format: CellFormats.Format?) {
        if rows < Self.measuredRows { widen(column, to: CellText.width(text)) }
        worksheet_write_string(sheet, lxw_row_t(rows), lxw_col_t(column), text, format)
    }

    mutating func put(_ number: Double, _ column: Int, _ format: CellFormats.Format?, width: Int) {
        if rows < Self.measuredRows { widen(column, to: width) }
        worksheet_write_number(sheet, lxw_row_t(rows), lxw_col_t(column), number, format)
    }

    func put(_ flag: Bool, _ column: Int) {
        worksheet_write_boolean(sheet, lxw_row_t(rows), lxw_col_t(column), flag ? 1 : 0, nil)
    }

    /// What belongs to the sheet as a whole; then its rows are in the temporary file, or this fails.
    func close() throws(WorkbookWriterError) {
        guard let sheet else { throw .cannotWrite }
        worksheet_autofilter(sheet, 0, 0, lxw_row_t(rows - 1), lxw_col_t(widths.count - 1))
        for (column, width) in widths.enumerated() {
            worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), Double(min(width + 2, 60)), nil)
        }
        // The library does not look whether the disk had room.
        lxw_worksheet_write_single_row(sheet)
        guard let file = sheet.pointee.optimize_tmpfile, fflush(file) == 0, ferror(file) == 0 else { throw .cannotWrite }
    }

    private mutating func widen(_ column: Int, to width: Int) { widths[column] = max(widths[column], width) }
}

/// A name that Excel takes for a sheet: 31 characters, some signs forbidden.
struct SheetName {
    let text: String
    private let base: String
    private let number: Int

    private static let longest = 31

    init(_ wanted: String) { self.init(wanted, number: 1) }

    private init(_ wanted: String, number: Int) {
        let suffix = number == 1 ? "" : " (\(number))"
        let allowed = String(String.UnicodeScalarView(wanted.unicodeScalars.map { "[]:*?/\\".unicodeScalars.contains($0) || $0.value < 0x20 ? "-" : $0 }))
        var fitting = allowed.trimmingCharacters(in: CharacterSet(charactersIn: "' "))
        while fitting.utf16.count + suffix.utf16.count > Self.longest { fitting.removeLast() }
        // Excel keeps this name for itself.
        if fitting.isEmpty || fitting.lowercased() == "history" { fitting += "1" }
        (base, self.number, text) = (wanted, number, fitting + suffix)
    }

    /// The name of the sheet that goes on where this one ends.
    var next: SheetName { SheetName(base, number: number + 1) }
}

/// Texts of cells as Excel holds them.
enum CellText {
    /// In UTF-16 code units.
    private static let longest = 32_767

    /// The text with its escapes; cut, with … at its end, when it is too long for a cell.
    static func fitting(_ text: String) -> (text: String, isShortened: Bool) {
        let whole = CellEscapes.added(to: text)
        // Bytes are never fewer than code units.
        guard whole.utf8.count > longest, whole.utf16.count > longest else { return (whole, false) }
        var kept = longest - 1
        while true {
            let cut = CellEscapes.added(to: prefix(of: text, units: kept)) + "…"
            if cut.utf16.count <= longest { return (cut, true) }
            kept /= 2
        }
    }

    /// How many digits wide, roughly: Chinese takes two.
    static func width(_ text: String) -> Int {
        var width = 0
        for scalar in text.unicodeScalars.prefix(60) {
            if scalar == "\n" { break }
            width += scalar.value >= 0x1100 ? 2 : 1
        }
        return width
    }

    private static func prefix(of text: String, units: Int) -> String {
        var end = text.startIndex, left = units
        while end < text.endIndex {
            left -= text[end].utf16.count
            if left < 0 { break }
            end = text.index(after: end)
        }
        return String(text[..<end])
    }
}
