import Foundation
import Inspection
import Kernel
import Synchronization
import Testing

@Suite struct FileInspectionTests {
    private let today = Day(number: 20_780)

    private func inspect(_ bytes: Data, _ mapping: JSON, named name: String = "customers.csv") async throws -> InspectedFile {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guanxi-inspect-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try bytes.write(to: file)
        return try await FileInspection(InspectionMapping(mapping), on: today).run(file)
    }

    private let mapping: JSON = ["columns": ["姓名": "name", "手机": "mobile", "邮箱": "mail", "证件": "id", "生日": "birthday", "备注": nil]]

    @Test func `Each kind of fault is counted with its rows`() async throws {
        let text = """
            编号,姓名,手机,邮箱,证件,生日,备注
            1,王小明,13712984650,wang@guanxi.cn,,1980-05-17,好
            2,测试,13800138000,,,1900-01-01,
            3,李娜,1371298465,li.na.guanxi.cn,110105194912310021,31.12.,
            4,,,,,,
            5,赵强,１３７１２９８４６５１,,,,
            """
        let found = try await inspect(Data(text.utf8), mapping)
        let byName = Dictionary(uniqueKeysWithValues: found.columns.map { ($0.name, $0) })

        #expect(found.rows == 5)
        #expect(byName["姓名"]?.filled == 4 && byName["编号"]?.filled == 5 && byName["备注"]?.filled == 1)
        #expect(byName["手机"]?.invalid["number.wrongLength"]?.examples.map(\.row) == [3])
        #expect(byName["手机"]?.suspicious[.testNumber]?.examples.map(\.row) == [2])
        #expect(byName["手机"]?.notes["number.note.fullWidth"]?.examples.map(\.row) == [5])
        #expect(byName["姓名"]?.suspicious[.placeholder]?.count == 1)
        #expect(byName["邮箱"]?.invalid["inspect.badMail"]?.count == 1)
        #expect(byName["证件"]?.invalid["number.wrongCheckDigit"]?.count == 1)
        #expect(byName["生日"]?.suspicious[.defaultDate]?.count == 1 && byName["生日"]?.invalid["inspect.badDate"]?.examples.map(\.row) == [3])
        // Row 2 has only placeholders, row 3 a name and nothing to reach her by, row 4 nothing.
        #expect(found.unusable == 3)
    }

    @Test func `A file of GBK with broken rows is read, and its duplicates are found`() async throws {
        let names = ["王建国", "李秀英", "张伟", "刘洋", "陈静", "杨帆", "黄磊", "周敏", "吴刚", "徐丽"]
        var lines = ["姓名,手机,生日"]
        for row in 0..<1_000 {
            let name = names[row % 10] + (row % 3 == 0 ? "" : ["明", "芳", "华"][row % 3])
            let (month, day) = (row % 12 + 1, row % 28 + 1)
            lines.append("\(name),137\(10_000_000 + row * 7_919 % 89_999_999),\(1940 + row / 20)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)")
        }
        for row in stride(from: 3, to: 1_000, by: 33) { lines[row] = "\"坏行\(row)\"x,1,2" }
        lines.append(lines[1])
        lines.append(lines[20])
        let gbk = try #require(lines.joined(separator: "\r\n").data(using: .init(rawValue: 0x8000_0632)))

        let found = try await inspect(gbk, ["columns": ["姓名": "person", "手机": "mobile", "生日": "birthday"]])

        #expect(found.facts["encoding"]?.string == "GB18030" && found.rows == 1_002)
        #expect(found.broken == ["csv.textAfterQuote": 31] && found.unusable >= 31)
        #expect(Set(found.duplicates.pairs.filter(\.isSame).map { [$0.left, $0.right] }) == [[1, 1_001], [20, 1_002]])
        #expect(found.pairsCSV.hasPrefix("left,right,score,verdict\n1,1001,1.000000,same\n"))
    }

    @Test func `What contradicts the card or the address is told where it stands`() async throws {
        let text = """
            姓名,类型,证件,生日,性别,地址,邮编
            张三,身份证,440524188001010014,1880-01-02,女,广东省深圳市,850000
            李四,身份证,440524188001010014,1880-01-01,男,广东省深圳市,518000
            甲公司,统一社会信用代码,91350100M0001OOY43,,,未知地址,
            乙公司,,91350100M000100Y43,,,1,
            """
        let found = try await inspect(
            Data(text.utf8),
            ["columns": ["姓名": "name", "类型": "idType", "证件": "identity", "生日": "birthday", "性别": "sex", "地址": "address", "邮编": "postcode"]])
        let byName = Dictionary(uniqueKeysWithValues: found.columns.map { ($0.name, $0) })

        for name in ["生日", "性别"] { #expect(byName[name]?.invalid["inspect.contradictsCard"]?.examples.map(\.row) == [1]) }
        #expect(byName["邮编"]?.invalid["inspect.postcodeElsewhere"]?.examples.map(\.row) == [1])
        #expect(byName["证件"]?.invalid.mapValues(\.count) == ["number.letterForDigit": 1])
        #expect(byName["地址"]?.suspicious[.placeholder]?.examples.map(\.row) == [3, 4])
    }

    @Test func `A column that the file lacks is named`() async throws {
        await #expect { try await inspect(Data("姓名\n王".utf8), ["columns": ["姓名": "name", "手机号码": "mobile"]]) } throws: { error in
            "\(error)".contains("手机号码") && "\(error)".contains("姓名")
        }
        #expect { try InspectionMapping(["columns": ["姓名": "nickname"]]) } throws: { "\($0)".contains("姓名") && "\($0)".contains("nickname") }
        #expect { try InspectionMapping(["colums": [:]]) } throws: { "\($0)".contains("colums") }
    }

    @Test func `A file without rows gives a report without rows, an empty one an error`() async throws {
        let found = try await inspect(Data("姓名,手机\n".utf8), ["columns": ["姓名": "name"]])

        #expect(found.rows == 0 && found.duplicates.pairs.isEmpty)
        await #expect(throws: Invalid.self) { try await inspect(Data(), ["columns": ["姓名": "name"]]) }
    }

    @Test func `One line of a hundred megabytes costs its row and no memory`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "guanxi-inspect-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("name,phone\n".utf8).write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        for _ in 0..<100 { try handle.write(contentsOf: Data(repeating: 0x61, count: 1 << 20)) }
        try handle.write(contentsOf: Data("\n王芳,13712984650\n".utf8))
        try handle.close()

        let found = try await FileInspection(InspectionMapping(["columns": ["name": "name", "phone": "phone"]]), on: today).run(file)

        #expect(found.rows == 2 && found.broken.count == 1 && found.unusable == 1)
    }

    @Test(arguments: Language.allCases)
    func `The report is whole, in its language, and escapes what came out of the file`(language: Language) async throws {
        let text = "姓名,手机\n<script>alert(1)</script>,'\"><img src=x>\n王芳,13712984650\n\u{202E}客户1,1\n"
        let found = try await inspect(Data(text.utf8), ["columns": ["姓名": "name", "手机": "mobile"]])
        let html = try HTMLReport(found, InspectionTexts(language), on: today).html

        #expect(!html.contains("<script>") && !html.contains("<img") && html.contains("&lt;img") && !html.contains("\u{202E}"))
        #expect(html.contains(language == .chinese ? "填写率" : "Filled"))
        #expect(html.firstMatch(of: /(inspect|number|suspicion|csv)\.[a-z]/) == nil, "a text is missing")
        #expect(html.hasPrefix("<!doctype html>") && html.hasSuffix("</html>\n"))
    }

    @Test func `In the file of made-up Australians nearly all duplicates are found, and nothing else`() async throws {
        let url = try Self.febrl()
        let mapping: JSON = [
            "country": "AU",
            "columns": [
                "rec_id": "key", "given_name": "givenName", "surname": "familyName", "street_number": "houseNumber", "address_1": "street", "address_2": "building",
                "suburb": "city", "postcode": "postcode", "state": "province", "date_of_birth": "birthday", "soc_sec_id": "document",
            ],
        ]
        let found = try await FileInspection(InspectionMapping(mapping), on: today).run(url)

        let people = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map { $0.split(separator: "-")[1] }
        var truth: Set<[Int]> = []
        for (_, rows) in Dictionary(grouping: people.indices, by: { people[$0] }) {
            for left in rows { for right in rows where right > left { truth.insert([left + 1, right + 1]) } }
        }
        let same = Set(found.duplicates.pairs.filter(\.isSame).map { [$0.left, $0.right] })
        let right = Double(same.intersection(truth).count)
        let (precision, recall) = (right / Double(same.count), right / Double(truth.count))
        print("febrl_3 as a file: precision \(precision), recall \(recall), \(found.duplicates.compared) pairs compared")
        #expect(truth.count == 6_538 && precision > 0.9999 && recall > 0.999)
    }

    private static func febrl() throws -> URL {
        var folder = URL(filePath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let file = folder.appending(path: "shared/data/linkage/febrl_3.csv")
            if FileManager.default.fileExists(atPath: file.path) { return file }
        }
        throw CocoaError(.fileNoSuchFile)
    }

    /// Knows whoever is called 王1, and somebody elsewhere.
    private final class Known: KnownRecords {
        let asked = Mutex<[Int]>([])

        func matches(of rows: [InspectedRow]) async throws -> [KnownMatch] {
            asked.withLock { $0.append(rows.count) }
            return rows.flatMap { row -> [KnownMatch] in
                guard row.values[.name] == ["王1"] else { return [] }
                let whom: [KnownMatch.Whom] = [.record("7", code: "K-7"), .elsewhere(unit: "south")]
                return whom.map { KnownMatch(row: row.number, whom: $0, score: 0.99, isSame: true) }
            }
        }
    }

    @Test func `Rows are looked up among the records that are there, many in one question`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "guanxi-inspect-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        let lines = ["姓名,备注"] + (1...450).map { "王\($0),x" } + [",只有备注"]
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        let known = Known()

        let found = try await FileInspection(InspectionMapping(["columns": ["姓名": "name"]]), on: today).run(file, against: known)

        #expect(known.asked.withLock { $0 } == [200, 200, 50])
        #expect(found.known?.known == 1 && found.known?.uncertain == 0)
        #expect(found.pairsCSV.hasSuffix("1,code:K-7,0.990000,same\n1,unit:south,0.990000,same\n"))
        let html = try HTMLReport(found, InspectionTexts(.english), on: today).html
        #expect(html.contains("K-7") && html.contains("a customer of another unit (south)"))
    }
}
