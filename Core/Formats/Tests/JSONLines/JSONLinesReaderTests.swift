import Formats
import Kernel
import Testing

@Suite struct JSONLinesReaderTests {
    @Test func `each line is a document, wherever the chunks are cut`() {
        let bytes = Array("\u{FEFF}{\"id\":9007199254740993}\r\n\n  \n[1,\"张三\"]\rnull".utf8)

        for size in 1...bytes.count {
            var reader = JSONLinesReader(), rows: [JSONLinesReader.Row] = []
            for start in stride(from: 0, to: bytes.count, by: size) { rows += reader.feed(Array(bytes[start..<min(start + size, bytes.count)])) }
            rows += reader.finish()
            #expect(rows.map(written) == ["1 {\"id\":9007199254740993}", "4 [1,\"张三\"]", "5 null"])
        }
    }

    @Test func `a line that is not JSON costs itself only`() {
        #expect(read("{\"a\":1}\n{\"a\":}\n{\"a\":1,\"a\":2}\n{\"a\":3}") == ["1 {\"a\":1}", "2 !syntax 5", "3 !duplicateKey 12", "4 {\"a\":3}"])
        #expect(read(String(repeating: "[", count: 100)) == ["1 !tooDeep 64"])
        #expect(read("\"\u{0}\"\n1") == ["1 !syntax 1", "2 1"])
    }

    @Test func `a line that is too long is not kept in memory`() {
        var reader = JSONLinesReader(lineBytes: 1_000)
        var rows: [JSONLinesReader.Row] = []
        for _ in 0..<50 { rows += reader.feed(Array(repeating: 0x20, count: 100_000)) }
        rows += reader.feed(Array("\n1".utf8)) + reader.finish()

        #expect(rows.map(written) == ["1 !lineTooLong", "2 1"])
    }

    private func read(_ text: String) -> [String] {
        var reader = JSONLinesReader()
        return (reader.feed(Array(text.utf8)) + reader.finish()).map(written)
    }

    private func written(_ row: JSONLinesReader.Row) -> String {
        switch row {
        case .success(let line): return "\(line.line) \(line.json.text)"
        case .failure(let error):
            if case .notJSON(let reason) = error.problem { return "\(error.line) !\(reason.reason) \(reason.offset)" }
            return "\(error.line) !\(error.problem)"
        }
    }
}
