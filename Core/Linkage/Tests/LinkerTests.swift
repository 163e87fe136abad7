import Linkage
import Testing

@Suite struct LinkerTests {
    private static let settings = LinkageSettings(
        fields: [LinkageField("person", .person, weighsFrequency: true), LinkageField("mobile", .phone), LinkageField("birthday", .date)],
        passes: [BlockingPass(.init("mobile")), BlockingPass(.init("person", .sound), .init("birthday"))], largestBlock: 50)

    private func file(_ rows: [[String?]]) -> LinkageFile {
        var file = LinkageFile(Self.settings)
        for row in rows { file.append(row) }
        return file
    }

    @Test func `A phone that 200 customers share is told and gives no pairs`() async {
        let rows = (0..<200).map { number -> [String?] in
            ["王\(Unicode.Scalar(0x4E00 + UInt32(7 * number))!)", "400-800-1234", "19\(10 + number % 90)-0\(1 + number / 90)-01"]
        }

        let found = await Linker(Self.settings).link(file(rows))

        #expect(found.pairs.isEmpty)
        #expect(found.shared.map(\.count) == [200])
        #expect(found.shared.first?.pass == Self.settings.passes[0])
    }

    @Test func `Customers with a shared phone are still found by name and birthday`() async {
        var rows = (0..<100).map { number -> [String?] in
            ["李\(Unicode.Scalar(0x5000 + UInt32(11 * number))!)", "13800138000", nil]
        }
        rows += [["欧阳修远", "13800138000", "1980-05-17"], ["歐陽修遠", "13800138000", "1980-05-17"]]

        let found = await Linker(Self.settings).link(file(rows))

        #expect(found.pairs.map { [$0.left, $0.right] } == [[100, 101]])
    }

    @Test func `One weak pair glues no two groups together`() {
        func pair(_ left: Int, _ right: Int, _ probability: Double) -> LinkedPair { LinkedPair(left: left, right: right, probability: probability) }
        let pairs = [
            pair(0, 1, 0.99), pair(0, 2, 0.99), pair(1, 2, 0.99), pair(3, 4, 0.99), pair(3, 5, 0.99), pair(4, 5, 0.99), pair(2, 3, 0.96), pair(6, 7, 0.4),
        ]

        #expect(Clusters.of(pairs, least: 0.95) == [[0, 1, 2], [3, 4, 5]])
    }

    @Test func `What was learned can be written and read`() async throws {
        let rows = (0..<40).flatMap { number -> [[String?]] in
            let name = "王\(Unicode.Scalar(0x4E00 + UInt32(13 * number))!)", phone = "138001380\(10 + number)", birthday = "19\(50 + number)-03-04"
            return [[name, phone, birthday], [name, phone, birthday]]
        }

        let learned = await Linker(Self.settings).link(file(rows), learning: true).model
        let read = try LinkageModel(json: learned.json)

        func bits(_ model: LinkageModel) -> [Double] {
            Linker(Self.settings, model: model).judge(PreparedRecord(rows[0], Self.settings), PreparedRecord(rows[1], Self.settings)).evidence.map(\.bits)
        }
        #expect(zip(bits(read), bits(learned)).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(bits(read).count == 3)
        #expect(throws: (any Error).self) { try LinkageModel(json: "{}") }
    }

    @Test func `A common name says less than a rare one`() async {
        let rows = (0..<400).map { number -> [String?] in
            number < 200 ? ["王伟", "1380013\(1000 + number)", nil] : ["赵\(Unicode.Scalar(0x4E00 + UInt32(number))!)", "1390013\(1000 + number)", nil]
        }
        let model = await Linker(Self.settings).link(file(rows), learning: true).model
        let linker = Linker(Self.settings, model: model)

        func bits(_ name: String) -> Double {
            let record = PreparedRecord([name], Self.settings)
            return linker.judge(record, record).evidence[0].bits
        }

        #expect(bits("王伟") < bits("赵\u{4F00}") - 3)
    }

    @Test func `Keys are the same whatever width and characters a value is written in`() {
        let one = PreparedRecord(["張偉", "+86 138 0013 8000", "1980-05-17"], Self.settings).keys(Self.settings)
        let other = PreparedRecord(["张伟", "１３８００１３８０００", "19800517"], Self.settings).keys(Self.settings)

        #expect(one == other)
        #expect(one.count == 2)
        #expect(PreparedRecord([nil, " ", ""], Self.settings).keys(Self.settings).isEmpty)
    }

    @Test func `Chances beyond all bounds weigh something, and never nothing at all`() throws {
        let huge = #"{"m":[1e308,1e308,1e308,1e308,1e308,1e308,1e308],"u":[1e308,1e308,1e308,1e308,1e308,1e308,1e308]}"#
        let settings = LinkageSettings(fields: [LinkageField("name", .person)], passes: [BlockingPass(.init("name"))])
        let linker = Linker(settings, model: try LinkageModel(json: #"{"prior":0.001,"fields":{"name":\#(huge)}}"#))

        let judgement = linker.judge(PreparedRecord(["张伟"], settings), PreparedRecord(["张伟"], settings))

        #expect((0...1).contains(judgement.probability))
    }
}
