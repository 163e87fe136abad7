import Engine
import Testing

@Suite struct CSVWriterTests {
    @Test func `quotes only what needs it`() {
        #expect(written([["a", "b c", "x,y", "say \"hi\"", "1\n2", ""]]) == "a,b c,\"x,y\",\"say \"\"hi\"\"\",\"1\n2\",\r\n")
        #expect(written([[""]]) == "\"\"\r\n")
        #expect(written([["x,y", "x;y"]], separator: .semicolon) == "x,y;\"x;y\"\r\n")
    }

    @Test func `writes the byte order mark once`() {
        var writer = CSVWriter(byteOrderMark: true)
        writer.write(["a"])

        #expect(writer.take() == [0xEF, 0xBB, 0xBF] + Array("a\r\n".utf8))
        writer.write(["b"])
        #expect(writer.take() == Array("b\r\n".utf8))
    }

    @Test(arguments: ["=1+1", "+cmd|' /C calc'!A0", "-1+cmd", "@SUM(A1)", "\tx", "＝1", "-", "+", "-2+3", "+A1"])
    func `puts a mark before cells that a spreadsheet would run`(cell: String) {
        #expect(written([[cell, "b"]]).hasPrefix("'"))
        #expect(!written([[cell, "b"]], guardsFormulas: false).hasPrefix("'"))
    }

    @Test func `a cell that begins with a line end is marked inside its quotes`() {
        #expect(written([["\r=1"]]) == "\"'\r=1\"\r\n")
    }

    @Test(arguments: ["-12.5", "+3", "-1234.50", "-5%", "+8613800138000", "+86 138 0013 8000", "+86 (10) 6552-9988", "a=b", "", "张三"])
    func `leaves numbers, phones and plain text alone`(cell: String) {
        #expect(written([[cell, "b"]]) == "\(cell),b\r\n")
    }

    @Test func `what is written reads back the same, whatever it is`() throws {
        var random = Seeded(state: 20_261_122)
        let parts = ["a", "\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "\t", "|", " ", "张三", "é", "\u{FEFF}", "👩‍👩‍👧", "=1", "'", "0"]

        for _ in 0..<400 {
            let table = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
                }
            }
            for separator in CSVSeparator.allCases {
                let text = written(table, separator: separator, guardsFormulas: false)
                let rows = try CSVReader.rows(of: Array(text.utf8), separator: separator).map { try $0.get().fields.map { Array($0.utf8) } }
                #expect(rows == table.map { $0.map { Array($0.utf8) } }, "\(table)")
            }
        }
    }

    private func written(_ rows: [[String]], separator: CSVSeparator = .comma, guardsFormulas: Bool = true) -> String {
        var writer = CSVWriter(separator: separator, guardsFormulas: guardsFormulas)
        for row in rows { writer.write(row) }
        return String(decoding: writer.take(), as: UTF8.self)
    }

    /// SplitMix64: the same numbers in every run.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
