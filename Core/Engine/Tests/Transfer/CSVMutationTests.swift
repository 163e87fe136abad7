import Engine
import TestKit
import Testing

@Suite struct CSVMutationTests {
    private static let files = [
        "编号,名称,邮箱\r\nK-1,\"西湖, 茶叶\",a@b.cn\r\nK-2,\"两\n行\",\r\n", "a;b;c\n1,5;2;\"x\"\"y\"\n\n3;4;5", "\u{FEFF}name\tcity\n张三\t杭州\n", "a|b\n1|2\n",
    ]

    @Test("A damaged file gives rows or errors with their lines, the same however it comes in pieces")
    func mutations() {
        var random = SeededRandom(20_261_122)
        for _ in 0..<5_000 {
            let bytes = random.mutated(Array(random.pick(Self.files).utf8), tokens: ["\"", "\"\"", "\r", "\n", ",", ";", "\t"])
            let whole = CSVReader.rows(of: bytes)
            var reader = CSVReader(), pieces: [CSVReader.Row] = [], rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...7, using: &random)
                pieces += reader.feed(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            pieces += reader.finish()

            #expect(pieces.map(Self.written) == whole.map(Self.written), "\(bytes)")
        }
    }

    private static func written(_ row: CSVReader.Row) -> String { "\(row)" }
}
