import Formats
import Foundation
import Kernel
import Testing

@Suite struct WorkbookTests {
    @Test func `cells come with what they hold`() throws {
        var book = TestWorkbook(
            """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>行内</t></is></c><c r="C1"><v>12.50</v></c>\
            <c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#N/A</v></c><c r="F1" t="str"><f>A1&amp;B1</f><v>算出</v></c></row>
            """)
        book.sharedStrings = ["<t>共享 &amp; 字</t>"]

        let row = try book.read()[0]

        #expect(row.values == [.text("共享 & 字"), .text("行内"), .number("12.50"), .flag(true), .error("#N/A"), .text("算出")])
        #expect(row.cells.map(\.column) == [0, 1, 2, 3, 4, 5])
    }

    @Test func `rich texts are joined, without how they are pronounced`() throws {
        var book = TestWorkbook(#"<row><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c></row>"#)
        book.sharedStrings = ["<r><rPr><b/></rPr><t>北</t></r><r><t>京</t></r><rPh sb=\"0\" eb=\"2\"><t>bei jing</t></rPh>"]

        #expect(try book.read()[0].values == [.text("北京"), .text("a b")])
    }

    @Test func `a number keeps its digits as the file has them`() throws {
        let rows = ["440524188001010000", "1.38E+10", "0.30000000000000004", "-12.5", "1E-3", "12345678901234567"].map { "<row><c><v>\($0)</v></c></row>" }

        let numbers = try TestWorkbook(rows.joined()).read().map { row in
            if case .number(let number) = row.values[0] { "\(number.written) \(number.digits)" } else { "" }
        }

        #expect(
            numbers == [
                "440524188001010000 440524188001010000", "1.38E+10 13800000000", "0.30000000000000004 0.3", "-12.5 -12.5", "1E-3 0.001",
                "12345678901234567 12345678901234567",
            ])
    }

    @Test func `a number is a date by its format`() throws {
        let formats = [
            "14", "22", "21", "46", "58", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy-mm-dd hh:mm;@", "h:mm AM/PM", "[h]:mm:ss", "#,##0.00_);[Red](0.0)",
            "\"day\" 0", "mm:ss.0", "mmm-yy", "General",
        ]
        var book = TestWorkbook("<row>" + formats.indices.map { "<c s=\"\($0 + 1)\"><v>45000.25</v></c>" }.joined() + "</row>")
        book.formats = formats

        let moment = SheetValue.dateTime(LocalDateTime(day: try #require(Day("2023-03-15")), milliseconds: 21_600_000))
        let elapsed = SheetValue.time(milliseconds: 45_000 * 86_400_000 + 21_600_000), number = SheetValue.number("45000.25")
        #expect(
            try book.read()[0].values == [
                moment, moment, moment, elapsed, moment, moment, moment, moment, elapsed, number, number, moment, moment, number,
            ])
    }

    @Test(arguments: [
        // The 29 February 1900 of Excel is no day; what lies before it is counted otherwise.
        ("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"), ("45000", "2023-03-15"), ("2958465", "9999-12-31"),
        ("60", "60"), ("0", "0"), ("-1", "-1"), ("2958466", "2958466"), ("45000.99999999999", "2023-03-16"),
    ])
    func `days are counted from 1900`(serial: String, expected: String) throws {
        var book = TestWorkbook("<row><c s=\"1\"><v>\(serial)</v></c></row>")
        book.formats = ["14"]

        #expect(try book.read()[0].values == [Day(expected).map(SheetValue.date) ?? .number(expected)])
    }

    @Test func `days are counted from 1904 where the workbook says so`() throws {
        var book = TestWorkbook(#"<row><c s="1"><v>0</v></c><c s="1"><v>43538</v></c><c s="2"><v>0.5</v></c></row>"#)
        book.formats = ["14", "20"]
        book.workbookProperties = #"date1904="1""#

        let days = try ["1904-01-01", "2023-03-15"].map { SheetValue.date(try #require(Day($0))) }
        #expect(try book.read()[0].values == days + [.time(milliseconds: 43_200_000)])
    }

    @Test func `strict workbooks are read, with dates as text`() throws {
        var book = TestWorkbook(#"<row><c t="d"><v>2026-11-22</v></c><c t="d"><v>2026-11-22T14:30:00</v></c><c><v>7</v></c></row>"#)
        book.namespace = "http://purl.oclc.org/ooxml/spreadsheetml/main"
        book.types = "http://purl.oclc.org/ooxml/officeDocument/relationships"

        let values = try book.read()[0].values

        #expect(values.map { if case .dateTime(let moment) = $0 { moment.description } else { "" } }[1] == "2026-11-22T14:30:00")
        #expect(values[0] == .date(try #require(Day("2026-11-22"))))
        #expect(values[2] == .number("7"))
    }

    @Test func `empty rows and cells are left out, and places without a reference follow the one before`() throws {
        let book = TestWorkbook(
            """
            <row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c><c r="F2"><v>3</v></c><c r="G2" s="1"/></row><row r="3" ht="20"/>\
            <row><c r="A4" t="inlineStr"><is><t></t></is></c></row><row><c r="AB5"><v>4</v></c></row>
            """)

        let rows = try book.read()

        #expect(rows.map(\.number) == [2, 5])
        #expect(rows.map { $0.cells.map(\.column) } == [[1, 2, 5], [27]])
        #expect(rows[0][2] == .number("2"))
        #expect(rows[0][5] == .number("3"))
        #expect(rows[0][0] == nil)
    }

    @Test func `merged cells are known behind the rows`() throws {
        var book = TestWorkbook(#"<row><c r="A1"><v>1</v></c><c r="B1"/></row>"#)
        book.behindRows = #"<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="C2:AA30"/></mergeCells>"#

        let rows = try book.book().sheets[0].rows()
        _ = try rows.all()

        #expect(rows.mergedCells == [MergedCells(rows: 1...1, columns: 0...1), MergedCells(rows: 2...30, columns: 2...26)])
    }

    @Test func `a formula that nobody has calculated is told from an empty cell`() throws {
        let row = try TestWorkbook("<row><c><f>A2*2</f><v></v></c><c><f>A2*2</f><v>8</v></c><c/></row>").read()[0]

        #expect(row.values == [.uncalculated, .number("8")])
    }

    @Test func `escaped signs of texts come as they were`() throws {
        let row = try TestWorkbook("<row><c t=\"inlineStr\"><is><t>a_x000D_b_x005F_x0041_c_x</t></is></c></row>").read()[0]

        #expect(row.values == [.text("a\rb_x0041_c_x")])
    }

    @Test func `sheets come with name and visibility, again and again`() throws {
        var book = TestWorkbook("<row><c><v>1</v></c></row>")
        book.sheetAttributes = #"state="veryHidden""#

        let sheet = try book.book().sheets[0]

        #expect(sheet.name == "表一")
        #expect(sheet.visibility == .veryHidden)
        #expect(try sheet.rows().all() == sheet.rows().all())
    }

    @Test func `shared texts that are too many for memory are read from a file`() throws {
        let count = 3_000
        var book = TestWorkbook("<row>" + (0..<count).reversed().map { "<c t=\"s\"><v>\($0)</v></c>" }.joined() + "</row>")
        book.sharedStrings = (0..<count).map { "<t>文字\($0)</t>" }
        var limits = WorkbookLimits()
        limits.sharedStringMemory = 1_000

        #expect(try book.read(limits: limits)[0].values == (0..<count).reversed().map { .text("文字\($0)") })
    }
}
