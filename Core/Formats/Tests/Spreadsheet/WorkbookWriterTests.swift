import Formats
import Foundation
import Kernel
import Testing

@Suite struct WorkbookWriterTests {
    private let scratch: Scratch
    private var path: String { scratch.path("out.xlsx") }

    init() throws { scratch = try Scratch() }

    @Test func `cells are read back as they were written`() throws {
        let day = try #require(Day("2026-11-22")), yen = try #require(Currency("JPY"))
        let contents: [CellContent?] = [
            .text("西湖茶叶"), .number(try #require(Decimal(exactly: "-12.50"))), .money(Money(minorUnits: 123_450, currency: .yuan)),
            .money(Money(minorUnits: 980, currency: yen)), .flag(true), .flag(false), .date(day),
            .dateTime(LocalDateTime(day: day, milliseconds: 52_200_500)), nil, .text("末"),
        ]

        let rows = try written([contents])

        let expected: [SheetValue] = [
            .text("西湖茶叶"), .number("-12.5"), .number("1234.5"), .number("980"), .flag(true), .flag(false), .date(day),
            .dateTime(LocalDateTime(day: day, milliseconds: 52_200_500)), .text("末"),
        ]
        #expect(rows[0].values == (0..<contents.count).map { .text("列\($0)") })
        #expect(rows[1].values == expected)
        #expect(rows[1].cells.map(\.column) == [0, 1, 2, 3, 4, 5, 6, 7, 9])
    }

    @Test func `amounts are formatted by their currency`() throws {
        let currencies = try ["CNY", "JPY", "KWD"].map { try #require(Currency($0)) }
        _ = try written([currencies.map { .money(Money(minorUnits: 1, currency: $0)) }])

        let styles = try part("xl/styles.xml")
        for code in ["[$¥-804]#,##0.00", "[$JPY] #,##0", "[$KWD] #,##0.000"] { #expect(styles.contains("formatCode=\"\(code)\"")) }
    }

    @Test(arguments: ["=1+1", "+86 10 6552 9988", "-5", "@SUM(A1)", "\t=1", "https://example.com", "mailto:a@example.com", "internal:Sheet1!A1", "007", "1E5"])
    func `text stays text`(text: String) throws {
        #expect(try written([[.text(text)]])[1].values == [.text(text)])
        let sheet = try part("xl/worksheets/sheet1.xml")
        #expect(!sheet.contains("<f>"))
        #expect(!sheet.contains("hyperlink"))
    }

    @Test func `signs that a cell cannot hold are left out, and what looks like an escape stays`() throws {
        let rows = try written([[.text("a\u{0}b\u{1}\u{1F}c\r\nd\te\u{FFFE}\u{FFFF}"), .text("_x0041_ _x005F_ __x0041_"), .text("<&\">]]>'🙂")]])

        #expect(rows[1].values == [.text("abc\nd\te"), .text("_x0041_ _x005F_ __x0041_"), .text("<&\">]]>'🙂")])
    }

    @Test func `text longer than a cell is cut with a mark, and counted`() throws {
        let longest = String(repeating: "字", count: 32_767)
        let writer = try writer(columns: 4)
        try writer.write([.text(longest), .text(longest + "字"), .text(String(repeating: "🙂", count: 16_384)), .text(String(repeating: "_x0041_", count: 4_000))])
        try writer.finish()

        let texts = try Workbook(file: path).sheets[0].rows().all()[1].values.map { if case .text(let text) = $0 { text } else { "" } }
        #expect(writer.shortened == 3)
        #expect(texts[0] == longest)
        #expect(texts[1] == longest.dropLast() + "…")
        #expect(texts[2] == String(repeating: "🙂", count: 16_383) + "…")
        #expect(texts[3].hasPrefix("_x0041_") && texts[3].hasSuffix("…"))
    }

    @Test func `numbers of more than 15 digits stay whole as text`() throws {
        let contents = try ["440524188001010014", "123456789012345", "1234567890123.456", "-0.001"].map { CellContent.number(try #require(Decimal(exactly: $0))) }

        #expect(
            try written([contents])[1].values == [.text("440524188001010014"), .number("123456789012345"), .text("1234567890123.456"), .number("-0.001")])
    }

    @Test func `days before 1900 stay readable, those around its false leap day stay right`() throws {
        let days = try ["1899-12-31", "1900-01-01", "1900-02-28", "1900-03-01", "9999-12-31"].map { try #require(Day($0)) }

        #expect(try written([days.map { .date($0) }])[1].values == [.text("1899-12-31")] + days.dropFirst().map { .date($0) })
    }

    @Test func `the titles stay in sight, with a filter`() throws {
        _ = try written([[.text("一个很长很长的名称在这里")], [.text("b")]])

        let sheet = try part("xl/worksheets/sheet1.xml")
        #expect(sheet.contains("<pane ySplit=\"1\""))
        #expect(sheet.contains("state=\"frozen\""))
        #expect(sheet.contains("<autoFilter ref=\"A1:A3\"/>"))
        // Twelve characters of double width, and a little air.
        #expect(sheet.contains("width=\"26.7109375\""))
        #expect(try part("xl/styles.xml").contains("<b/>"))
    }

    @Test func `what a sheet does not hold goes on in the next`() throws {
        let writer = try writer(sheet: "客户", rowsPerSheet: 3)
        for number in 1...5 { try writer.write([.number(Decimal(number))]) }
        try writer.finish()

        let book = try Workbook(file: path)
        #expect(writer.rows == 5)
        #expect(book.sheets.map(\.name) == ["客户", "客户 (2)", "客户 (3)"])
        #expect(try book.sheets.map { try $0.rows().all().map { $0.values[0] } } == [
            [.text("列0"), .number("1"), .number("2")], [.text("列0"), .number("3"), .number("4")], [.text("列0"), .number("5")],
        ])
    }

    @Test(arguments: [
        ("a[b]:c*d?e/f\\g", "a-b--c-d-e-f-g"), (String(repeating: "长", count: 40), String(repeating: "长", count: 31)), ("", "1"), ("'x'", "x"),
        ("History", "History1"), (String(repeating: "🙂", count: 20), String(repeating: "🙂", count: 15)),
    ])
    func `a sheet's name is made one that Excel takes`(wanted: String, name: String) throws {
        try writer(sheet: wanted).finish()

        #expect(try Workbook(file: path).sheets.map(\.name) == [name])
    }

    @Test func `the file is there when it is finished, and not before`() throws {
        _ = try scratch.file("out.xlsx", Array("old".utf8))
        let writer = try writer()
        try writer.write([.text("x")])

        #expect(FileManager.default.contents(atPath: path) == Data("old".utf8))
        try writer.finish()
        #expect(try Workbook(file: path).sheets.count == 1)
        #expect(scratch.names == ["out.xlsx"])
        #expect(throws: WorkbookWriterError.cannotWrite) { try writer.write([.text("x")]) }
        #expect(throws: WorkbookWriterError.cannotWrite) { try writer.finish() }
    }

    @Test func `a file that is given up leaves nothing`() throws {
        try writer().write([.text("x")])

        #expect(scratch.names == [])
    }

    @Test func `what cannot be written is an error`() throws {
        #expect(throws: WorkbookWriterError.tooManyColumns) { try writer(columns: 16_385) }
        #expect(throws: WorkbookWriterError.tooManyColumns) { try writer(columns: 2).write([nil, nil, nil]) }
        #expect(throws: WorkbookWriterError.cannotWrite) {
            try WorkbookWriter(file: scratch.path("no/such/folder.xlsx"), sheet: "x", columns: ["a"], created: Instant(milliseconds: 0))
        }
    }

    private func writer(sheet: String = "表", columns: Int = 1, rowsPerSheet: Int = 1_048_576) throws -> WorkbookWriter {
        try WorkbookWriter(
            file: path, sheet: sheet, columns: (0..<columns).map { "列\($0)" }, created: Instant(milliseconds: 1_790_000_000_000), rowsPerSheet: rowsPerSheet)
    }

    private func written(_ rows: [[CellContent?]]) throws -> [SheetRow] {
        let writer = try writer(columns: rows[0].count)
        for row in rows { try writer.write(row) }
        try writer.finish()
        return try Workbook(file: path).sheets[0].rows().all()
    }

    private func part(_ name: String) throws -> String {
        String(decoding: try ZIP.read(path, name), as: UTF8.self)
    }
}
