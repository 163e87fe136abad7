import Foundation
import Kernel
import Testing

@Suite struct AddressParserTests {
    private static let all: Result<[(code: String, name: String)], any Error> = Result { try DivisionFiles.rows() }
    private static let parser: Result<AddressParser, any Error> = all.map { AddressParser($0) }

    private func parts(_ text: String) throws -> [String?] {
        let parsed = try Self.parser.get().parse(text), address = parsed.address
        return [address.province, address.city, address.district, parsed.town, parsed.rest.isEmpty ? nil : parsed.rest, address.postcode]
    }

    @Test(arguments: [
        ("广东省深圳市南山区粤海街道科技园路1号", ["广东省", "深圳市", "南山区", "粤海街道", "科技园路1号", nil]),
        ("广东深圳南山科技园路1号", ["广东省", "深圳市", "南山区", nil, "科技园路1号", nil]),
        ("中国 广东省，深圳市，南山区，科技园路1号，518057", ["广东省", "深圳市", "南山区", nil, "科技园路1号", "518057"]),
        ("518057 深圳市南山区粤海街道办事处 5 楼", ["广东省", "深圳市", "南山区", "粤海街道", "5 楼", "518057"]),
        ("北京市东城区东华门街道王府井大街1号", ["北京市", "市辖区", "东城区", "东华门街道", "王府井大街1号", nil]),
        ("北京市市辖区东城区", ["北京市", "市辖区", "东城区", nil, nil, nil]),
        ("北京朝阳建国路88号", ["北京市", "市辖区", "朝阳区", nil, "建国路88号", nil]),
        ("北京朝阳门内大街2号", ["北京市", nil, nil, nil, "朝阳门内大街2号", nil]),
        ("重庆市县城口县葛城街道", ["重庆市", "县", "城口县", "葛城街道", nil, nil]),
        ("广西桂林七星区朝阳路", ["广西壮族自治区", "桂林市", "七星区", nil, "朝阳路", nil]),
        ("内蒙古兴安盟乌兰浩特市", ["内蒙古自治区", "兴安盟", "乌兰浩特市", nil, nil, nil]),
        ("恩施州利川市", ["湖北省", "恩施土家族苗族自治州", "利川市", nil, nil, nil]),
        ("新疆伊犁伊宁市", ["新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市", nil, nil, nil]),
        ("吉林省吉林市船营区", ["吉林省", "吉林市", "船营区", nil, nil, nil]),
        ("江苏南京鼓楼区中山路1号", ["江苏省", "南京市", "鼓楼区", nil, "中山路1号", nil]),
        ("福州鼓楼区", ["福建省", "福州市", "鼓楼区", nil, nil, nil]),
        ("昆山县玉山镇", ["江苏省", "苏州市", "昆山市", "玉山镇", nil, nil]),
        ("广东省东莞市东城街道", ["广东省", "东莞市", "东莞市", "东城街道", nil, nil]),
        ("上海市浦东新区世纪大道100号", ["上海市", "市辖区", "浦东新区", nil, "世纪大道100号", nil]),
        ("南京东路800号", [nil, nil, nil, nil, "南京东路800号", nil]),
        ("北京市宣武区广安门内大街1号", ["北京市", nil, "宣武区", nil, "广安门内大街1号", nil]),
        ("鼓楼区中山路1号 350001", ["福建省", "福州市", "鼓楼区", nil, "中山路1号", "350001"]),
        ("鼓楼区中山路1号", [nil, nil, "鼓楼区", nil, "中山路1号", nil]),
        ("221B Baker Street", [nil, nil, nil, nil, "221B Baker Street", nil]),
        ("", [nil, nil, nil, nil, nil, nil]),
    ] as [(String, [String?])])
    func `an address falls into its parts`(text: String, expected: [String?]) throws {
        #expect(try parts(text) == expected)
    }

    @Test func `a name that several cities have stays open`() throws {
        let parser = try Self.parser.get()

        #expect(parser.parse("鼓楼区中山路1号").isAmbiguous && !parser.parse("鼓楼区中山路1号").isParsed)
        #expect(!parser.parse("南京鼓楼区中山路1号").isAmbiguous)
        #expect(parser.parse("江苏鼓楼区中山路1号").address.province == "江苏省")
    }

    @Test func `text of any length is read`() throws {
        let endless = String(repeating: "广东省深圳市", count: 100_000)

        #expect(try Self.parser.get().parse(endless).address.city == "深圳市")
    }

    @Test func `without a table the text is the street`() {
        #expect(AddressParser([]).parse("广东省深圳市").address == Address(street: "广东省深圳市"))
    }

    /// Written as people write: whole, without the province, with short names, without the city, with blanks and a postcode.
    @Test func `of the addresses of all streets nearly all come back`() throws {
        let all = try Self.all.get(), parser = try Self.parser.get()
        let names = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0.name) })
        var right: [String: Int] = [:], total = 0
        for (code, town) in all where code.count == 9 {
            let (province, city, district) = (names[String(code.prefix(2))]!, names[String(code.prefix(4))]!, names[String(code.prefix(6))]!)
            let isFiller = city == "县" || city == "市辖区" || city.contains("直辖县级")
            let shown = isFiller || city == district ? "" : city
            let tail = "人民路\(total % 900 + 1)号"
            let forms = [
                ("whole", province + shown + district + town + tail),
                ("noProvince", (isFiller ? province : "") + shown + district + town + tail),
                ("short", String(province.prefix(province.hasPrefix("内蒙古") || province.hasPrefix("黑龙江") ? 3 : 2)) + shown + district + town + tail),
                ("noCity", province + district + town + tail),
                ("blanks", "中国 \(province) \(shown) \(district) \(town) \(tail)"),
            ]
            let (form, text) = forms[total % forms.count]
            let parsed = parser.parse(text)
            if parsed.code == code && parsed.rest == tail { right[form, default: 0] += 1 }
            total += 1
        }
        print("addresses of \(total) streets that come back: \(right.sorted { $0.key < $1.key })")
        #expect(total == 41_352)
        for form in ["whole", "noProvince", "short", "blanks", "noCity"] { #expect(right[form, default: 0] > total / 5 * 99 / 100, "\(form)") }
    }
}

/// The divisions of `shared/data`, which lie beside the project.
enum DivisionFiles {
    struct Missing: Error {}

    static func rows() throws -> [(code: String, name: String)] {
        let folder = try folder()
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", folder.appending(path: "streets.csv.gz").path]
        process.standardOutput = pipe
        try process.run()
        let streets = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let texts = try ["provinces", "cities", "areas"].map { try String(contentsOf: folder.appending(path: "\($0).csv"), encoding: .utf8) } + [streets]
        return texts.flatMap { text in
            text.split(whereSeparator: \.isNewline).dropFirst().map { line in
                let parts = line.split(separator: ",", omittingEmptySubsequences: false)
                return (String(parts[0]), parts[1].trimmingCharacters(in: ["\""]))
            }
        }
    }

    private static func folder() throws -> URL {
        var folder = URL(filePath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let data = folder.appending(path: "shared/data/cn")
            if FileManager.default.fileExists(atPath: data.path) { return data }
        }
        throw Missing()
    }
}
