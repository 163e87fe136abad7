import Formats
import Foundation

/// A workbook put together from XML by hand.
struct TestWorkbook {
    /// The content of `sheetData`, and what stands behind it.
    var rows = ""
    var behindRows = ""
    var sharedStrings: [String] = []
    /// Number formats of the cell styles 1, 2, …, as codes or as the numbers of built-in ones.
    var formats: [String] = []
    var workbookProperties = ""
    var sheetAttributes = ""
    var namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    var types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var prologue = #"<?xml version="1.0" encoding="UTF-8"?>"#
    /// In place of, or beside, the parts that are made.
    var others: [String: [UInt8]] = [:]

    init(_ rows: String = "") { self.rows = rows }

    func write(_ path: String, password: String? = nil) throws {
        var parts = [
            "_rels/.rels": relationships([("rId1", "officeDocument", "xl/workbook.xml")]),
            "xl/_rels/workbook.xml.rels": relationships([
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "/xl/styles.xml"),
            ]),
            "xl/workbook.xml": """
                <workbook xmlns="\(namespace)" xmlns:r="\(types)"><workbookPr \(workbookProperties)/>\
                <sheets><sheet name="表一" sheetId="1" \(sheetAttributes) r:id="rId1"/></sheets></workbook>
                """,
            "xl/worksheets/sheet1.xml": """
                \(prologue)<worksheet xmlns="\(namespace)"><sheetData>\(rows)</sheetData>\(behindRows)</worksheet>
                """,
            "xl/sharedStrings.xml": "<sst xmlns=\"\(namespace)\">\(sharedStrings.map { "<si>\($0)</si>" }.joined())</sst>",
            "xl/styles.xml": styles,
        ].mapValues { Array($0.utf8) }
        parts.merge(others) { $1 }
        try ZIP.write(path, parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, password: password)
    }

    func book(limits: WorkbookLimits = WorkbookLimits()) throws -> Workbook {
        let scratch = try Scratch()
        let path = scratch.path("book.xlsx")
        try write(path)
        return try Workbook(file: path, limits: limits)
    }

    /// All rows of the first sheet.
    func read(limits: WorkbookLimits = WorkbookLimits()) throws -> [SheetRow] { try book(limits: limits).sheets[0].rows().all() }

    /// The error with which reading ends.
    func error(limits: WorkbookLimits = WorkbookLimits()) -> WorkbookError? {
        do { _ = try read(limits: limits) } catch { return error as? WorkbookError }
        return nil
    }

    private func relationships(_ list: [(id: String, type: String, target: String)]) -> String {
        let elements = list.map { "<Relationship Id=\"\($0.id)\" Type=\"\(types)/\($0.type)\" Target=\"\($0.target)\"/>" }
        return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(elements.joined())</Relationships>"
    }

    private var styles: String {
        let own = formats.enumerated().filter { Int($0.element) == nil }
        let named = own.map { "<numFmt numFmtId=\"\(200 + $0.offset)\" formatCode=\"\($0.element.replacing("\"", with: "&quot;"))\"/>" }
        let cells = formats.enumerated().map { "<xf numFmtId=\"\(Int($0.element) ?? 200 + $0.offset)\"/>" }
        return """
            <styleSheet xmlns="\(namespace)"><numFmts>\(named.joined())</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
            <cellXfs><xf numFmtId="0"/>\(cells.joined())</cellXfs></styleSheet>
            """
    }
}

extension SheetRows {
    func all() throws -> [SheetRow] {
        var rows: [SheetRow] = []
        while let row = try next() { rows.append(row) }
        return rows
    }
}

extension SheetRow {
    var values: [SheetValue] { cells.map(\.value) }
}

extension SheetValue {
    static func number(_ written: String) -> SheetValue { .number(SheetNumber(written: written)) }
}
