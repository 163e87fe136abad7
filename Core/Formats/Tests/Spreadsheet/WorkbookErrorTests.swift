import Formats
import Foundation
import Testing

@Suite struct WorkbookErrorTests {
    private static let small = "<row><c><v>1</v></c></row>"

    @Test func `a bomb is refused by what it unpacks to`() throws {
        let blanks = String(repeating: " ", count: 20 << 20)
        var limits = WorkbookLimits()
        limits.unpackedBytes = 1 << 20

        #expect(TestWorkbook(blanks).error() == .tooLarge(.ratio))
        #expect(TestWorkbook(blanks).error(limits: limits) == .tooLarge(.unpackedBytes))
        var book = TestWorkbook(Self.small)
        book.sharedStrings = [blanks]
        #expect(book.error() == .tooLarge(.ratio))
        // A part that is kept in memory has a bound of its own.
        book = TestWorkbook(Self.small)
        book.workbookProperties = "/>" + String(repeating: " ", count: 17 << 20) + "<x"
        #expect(book.error() == .tooLarge(.unpackedBytes))
    }

    @Test func `what is read twice counts once`() throws {
        var limits = WorkbookLimits()
        limits.unpackedBytes = 60_000
        let sheet = try TestWorkbook(String(repeating: Self.small, count: 1_500)).book(limits: limits).sheets[0]

        for _ in 0..<3 { #expect(try sheet.rows().all().count == 1_500) }
    }

    @Test func `limits of rows, columns, cells and shared texts are errors that say which`() throws {
        var limits = WorkbookLimits()
        limits.cellBytes = 1_000
        limits.rowBytes = 1_500
        limits.sharedStrings = 2
        let long = String(repeating: "x", count: 1_001), half = "<c t=\"inlineStr\"><is><t>\(long.dropLast())</t></is></c>"
        var book = TestWorkbook(Self.small)

        #expect(TestWorkbook("<row r=\"1048577\"/>").error() == .tooLarge(.rows))
        #expect(TestWorkbook("<row><c r=\"XFE1\"/></row>").error() == .tooLarge(.columns))
        #expect(TestWorkbook("<row><c t=\"str\"><v>\(long)</v></c></row>").error(limits: limits) == .tooLarge(.cellBytes))
        #expect(TestWorkbook("<row>\(half)\(half)</row>").error(limits: limits) == .tooLarge(.rowBytes))
        book.sharedStrings = ["<t>1</t>", "<t>2</t>", "<t>3</t>"]
        #expect(book.error(limits: limits) == .tooLarge(.sharedStrings))
        book.sharedStrings = ["<t>\(long)</t>"]
        #expect(book.error(limits: limits) == .tooLarge(.cellBytes))
    }

    @Test func `one long text that many cells name is bounded where rows wait to be taken`() throws {
        var limits = WorkbookLimits()
        limits.waitingBytes = 10_000
        let row = "<row><c t=\"s\"><v>0</v></c></row>"
        var book = TestWorkbook(String(repeating: row, count: 20))
        book.sharedStrings = ["<t>\(String(repeating: "x", count: 1_000))</t>"]

        #expect(book.error(limits: limits) == .tooLarge(.rowBytes))
        book.rows = String(repeating: row, count: 5)
        #expect(book.error(limits: limits) == nil)
    }

    @Test func `declarations of document types and entities are refused`() {
        var book = TestWorkbook("<row><c t=\"inlineStr\"><is><t>&e;</t></is></c></row>")
        for declaration in [#"<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>"#, #"<!DOCTYPE x [<!ENTITY e "e">]>"#, #"<!DOCTYPE x SYSTEM "x.dtd">"#] {
            book.prologue = declaration
            #expect(book.error() == .documentType(part: "xl/worksheets/sheet1.xml"))
        }
        book.prologue = ""
        #expect(book.error() == .damaged(part: "xl/worksheets/sheet1.xml"))
    }

    @Test(arguments: [
        "<row><c></row>", "<row r=\"2\"/><row r=\"1\"/>", "<row><c r=\"B1\"/><c r=\"A1\"/></row>", "<row><c r=\"7\"/></row>",
        "<row><c t=\"s\"><v>0</v></c></row>", "<row><c t=\"s\"><v>-1</v></c></row>", "\u{1}", String(repeating: "<x>", count: 200),
    ])
    func `a sheet that is not as the standard says is damaged`(rows: String) {
        #expect(TestWorkbook(rows).error() == .damaged(part: "xl/worksheets/sheet1.xml"))
    }

    @Test func `a tag that never ends is not kept in memory`() {
        #expect(TestWorkbook("<row x=\"" + String(repeating: "x", count: 6 << 20)).error() == .tooLarge(.cellBytes))
    }

    @Test func `a missing part is named`() throws {
        var book = TestWorkbook(Self.small)
        book.others["xl/_rels/workbook.xml.rels"] = Array(
            """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
            <Relationship Id="rId1" Type="x/worksheet" Target="../../nowhere.xml"/></Relationships>
            """.utf8)

        #expect(book.error() == .damaged(part: "nowhere.xml"))
    }

    @Test func `a workbook that was cut anywhere is an error, and one with a changed byte an error or whole`() throws {
        let scratch = try Scratch(), path = scratch.path("whole.xlsx")
        try TestWorkbook(String(repeating: Self.small, count: 2_000)).write(path)
        let whole = Array(try #require(FileManager.default.contents(atPath: path)))

        for length in stride(from: 4, to: whole.count, by: 97) {
            #expect(throws: WorkbookError.truncated) { try Workbook(file: scratch.file("cut.xlsx", Array(whole[..<length]))) }
        }
        for place in stride(from: 0, to: whole.count, by: 31) {
            var changed = whole
            changed[place] ^= 0x55
            do {
                let book = try Workbook(file: try scratch.file("changed.xlsx", changed))
                for sheet in book.sheets { #expect(try sheet.rows().all().count == 2_000) }
            } catch is WorkbookError {}
        }
    }

    @Test func `other files are recognised`() throws {
        let scratch = try Scratch()
        let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 504)
        let stream: [UInt8] = "EncryptedPackage".utf8.flatMap { [$0, 0] }
        let files: [(name: String, bytes: [UInt8], error: WorkbookError)] = [
            ("old.xls", compound + Array(repeating: 0, count: 512), .oldFormat), ("locked.xlsx", compound + stream, .encrypted),
            ("page.xls", Array("\u{FEFF}<HTML><table><tr><td>1".utf8), .webPage),
            ("2003.xls", Array("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".utf8), .webPage),
            ("table.xlsx", Array("a,b\n1,2\n".utf8), .notAWorkbook), ("empty.xlsx", [], .notAWorkbook),
        ]
        for file in files {
            #expect(throws: file.error) { try Workbook(file: try scratch.file(file.name, file.bytes)) }
        }
        try ZIP.write(scratch.path("a.ods"), [("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))])
        #expect(throws: WorkbookError.openDocument) { try Workbook(file: scratch.path("a.ods")) }
        try ZIP.write(scratch.path("a.zip"), [("readme.txt", [0x61])])
        #expect(throws: WorkbookError.notAWorkbook) { try Workbook(file: scratch.path("a.zip")) }
        #expect(throws: WorkbookError.unreadable) { try Workbook(file: scratch.path("nothing")) }
        try TestWorkbook(Self.small).write(scratch.path("password.xlsx"), password: "secret")
        #expect(throws: WorkbookError.encrypted) { try Workbook(file: scratch.path("password.xlsx")) }
        var binary = TestWorkbook()
        binary.others = [
            "_rels/.rels": Array(
                """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
                <Relationship Id="rId1" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>
                """.utf8),
            "xl/workbook.bin": [0x83, 0x01],
        ]
        #expect(binary.error() == .binaryFormat)
    }

    @Test func `every error has a code of its own`() {
        let plain: [WorkbookError] = [
            .unreadable, .oldFormat, .encrypted, .binaryFormat, .openDocument, .webPage, .notAWorkbook, .truncated, .damaged(part: "x"),
            .documentType(part: "x"), .noSpace,
        ]
        let codes = plain.map(\.code) + WorkbookError.Limit.allCases.map { WorkbookError.tooLarge($0).code }

        #expect(Set(codes).count == codes.count)
    }
}
