import Engine
import Testing

@Suite struct CSVErrorTests {
    @Test func `text after a closing quote costs its own row only`() {
        #expect(read("a,b\n\"x\"y,1\n2,3\n") == ["1 a|b", "2 !textAfterQuote", "3 2|3"])
    }

    @Test func `a quote that is never closed costs the line on which it was opened`() {
        #expect(read("a,b\n1,\"x\n2,y\n3,z") == ["1 a|b", "2 !unclosedQuote", "3 2|y", "4 3|z"])
        #expect(read("a,b\n1,\"x") == ["1 a|b", "2 !unclosedQuote"])
    }

    @Test func `a forgotten closing quote does not take the rows up to the next quote along`() {
        #expect(read("1,\"x\n2,y\n3,\"z\"\n4,w\n") == ["1 !unclosedQuote", "2 2|y", "3 3|z", "4 4|w"])
    }

    @Test func `an unclosed quote is given up after the longest row`() {
        var limits = CSVLimits()
        limits.recordBytes = 1_000
        let lines = (2...500).map { "\($0),some text" }

        let rows = read((["1,\"open"] + lines).joined(separator: "\n"), limits: limits)

        #expect(rows.first == "1 !unclosedQuote")
        #expect(rows.dropFirst() == (2...500).map { "\($0) \($0)|some text" }[...])
    }

    @Test func `bytes that are not UTF-8 cost their own row only`() {
        let gbk: [UInt8] = [0xD5, 0xC5, 0xC8, 0xFD]

        #expect(read(Array("a,b\n".utf8) + gbk + Array(",1\n2,3\n".utf8)) == ["1 a|b", "2 !invalidUTF8", "3 2|3"])
    }

    @Test func `NUL bytes cost their own row only`() {
        #expect(read("a,b\n1,\0\n\"\0\",2\n3,4\n") == ["1 a|b", "2 !nulByte", "3 !nulByte", "4 3|4"])
    }

    @Test func `a field longer than 1 MiB costs its own row only`() {
        let field = String(repeating: "x", count: 1 << 20)

        #expect(read("\(field),1\n2,3\n").count == 2)
        #expect(read("\(field)x,1\n2,3\n") == ["1 !fieldTooLong", "2 2|3"])
        #expect(read("\"\(field)\nx\",1\n2,3\n") == ["1 !fieldTooLong", "3 2|3"])
    }

    @Test func `more than 2,000 columns cost their own row only`() {
        let commas = String(repeating: ",", count: 1_999)

        #expect(read("\(commas)\n1,2").count == 2)
        #expect(read("\(commas)\n1,2").last == "2 1|2")
        #expect(read("\(commas),\n1,2") == ["1 !tooManyColumns", "2 1|2"])
    }

    @Test func `a row that is too long costs no more than itself and is not kept in memory`() {
        var limits = CSVLimits()
        limits.recordBytes = 1_000
        let fields = Array(repeating: "x", count: 1_000).joined(separator: ",")

        #expect(read("a\n\(fields)\n1,2\n", limits: limits) == ["1 a", "2 !recordTooLong", "3 1|2"])
    }

    @Test func `rows that each lack a closing quote are read in bounded time`() {
        let rows = read(String(repeating: "1,\"x\n", count: 20_000))

        #expect(rows.count == 20_000)
        #expect(rows.allSatisfy { $0.hasSuffix("!unclosedQuote") })
    }
}
