import Engine
import Formats
import Testing

/// `CSVReader` behind `TextDecoder`.
@Suite struct CSVEncodingTests {
    private static let table = "编号;名称\r\nK-1;\"西湖;茶叶\"\r\nK-2;𠮷野家\r\n"

    @Test(arguments: TextEncoding.allCases, [1, 3, 64, 1_000])
    func `a table is read in any encoding, in pieces of any size`(encoding: TextEncoding, size: Int) throws {
        let rows = try read(TextEncoder(encoding).encode(Array(Self.table.utf8)), size)

        #expect(rows == ["1 编号|名称", "2 K-1|西湖;茶叶", "3 K-2|𠮷野家"])
    }

    @Test func `a broken place and a line of another encoding cost their own rows only`() throws {
        let gbk = try TextEncoder(.gb18030).encode(Array("K-2;广州市天河区\n".utf8))
        let good = Array("K-1;西湖茶叶有限公司\n".utf8)

        #expect(try read(good + good + gbk + good, 7) == ["1 K-1|西湖茶叶有限公司", "2 K-1|西湖茶叶有限公司", "3 !invalidUTF8", "4 K-1|西湖茶叶有限公司"])
        #expect(try read(gbk + gbk + gbk + good + gbk, 7) == ["1 K-2|广州市天河区", "2 K-2|广州市天河区", "3 K-2|广州市天河区", "4 !invalidUTF8", "5 K-2|广州市天河区"])
        #expect(try read(good + Array("K-3;\0\n".utf8) + good, 7) == ["1 K-1|西湖茶叶有限公司", "2 !nulByte", "3 K-1|西湖茶叶有限公司"])
    }

    @Test func `a line without end and a million columns are refused in bounded memory`() throws {
        for piece in ["x", "1,"] {
            let decoder = TextDecoder(replacement: TextDecoder.refusal), bytes = Array(String(repeating: piece, count: 500_000).utf8)
            var reader = CSVReader(separator: .comma), rows: [CSVReader.Row] = []
            for _ in 0..<16 { rows += reader.feed(try decoder.feed(bytes)) }
            rows += reader.feed(try decoder.feed(Array("\n1,2\n".utf8))) + reader.feed(try decoder.finish()) + reader.finish()

            #expect(rows.count == 2)
            #expect(throws: CSVError(line: 1, problem: .recordTooLong)) { try rows[0].get() }
            #expect(try rows[1].get().fields == ["1", "2"])
        }
    }

    private func read(_ bytes: [UInt8], _ size: Int) throws -> [String] {
        let decoder = TextDecoder(replacement: TextDecoder.refusal)
        var reader = CSVReader(), rows: [CSVReader.Row] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            rows += reader.feed(try decoder.feed(Array(bytes[start..<min(start + size, bytes.count)])))
        }
        rows += reader.feed(try decoder.finish()) + reader.finish()
        return rows.map { row in
            switch row {
            case .success(let record): "\(record.line) \(record.fields.joined(separator: "|"))"
            case .failure(let error): "\(error.line) !\(error.problem)"
            }
        }
    }
}
