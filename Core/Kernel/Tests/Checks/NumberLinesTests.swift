import Kernel
import Testing

@Suite struct NumberLinesTests {
    private func answers(_ bytes: [UInt8], _ kind: NumberKind = .bankCard, in pieces: Int = 1_000_000) throws -> [JSON] {
        var lines = NumberLines(kind, on: Day(number: 20_000))
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) { output += lines.feed(Array(bytes[start..<min(start + pieces, bytes.count)])) }
        output += lines.finish()
        return try output.split(separator: 0x0A).map { try JSON.parse(Array($0)) }
    }

    @Test(arguments: [1, 3, 1_000])
    func `every line gets an answer, however the bytes come`(pieces: Int) throws {
        let found = try answers(Array("6217008319581962\r\n\n6217008319581963\nabc".utf8), in: pieces)

        #expect(found.map { $0["line"]?.integer } == [1, 2, 3, 4])
        #expect(found.map { $0["valid"]?.flag } == [true, false, false, false])
        #expect(found.map { $0["reason"]?.string } == [nil, "empty", "wrongCheckDigit", "letter"])
        #expect(found[0]["checksum"] == .flag(true) && found[0]["date"] == .null && found[0]["number"]?.string == "6217008319581962")
    }

    @Test func `an endless line and broken text are answered`() throws {
        let endless = [UInt8](repeating: 0x31, count: 10_000_000)
        let found = try answers(endless + [0x0A, 0xFF, 0xFE, 0x31, 0x0A] + Array("6217008319581962".utf8), in: 65_536)

        #expect(found.map { $0["reason"]?.string } == ["tooLong", "badText", nil])
        #expect(found[0]["value"]?.string?.count == 64 && found[2]["valid"] == .flag(true))
    }

    @Test func `nothing gives nothing`() throws {
        #expect(try answers([]).isEmpty)
    }
}
