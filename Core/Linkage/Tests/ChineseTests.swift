import Linkage
import Testing

/// Customers as they stand in Chinese files.
@Suite struct ChineseTests {
    private static let settings = LinkageSettings(
        fields: [
            LinkageField("person", .person), LinkageField("company", .company), LinkageField("identity", .identity), LinkageField("mobile", .phone),
            LinkageField("birthday", .date), LinkageField("address", .address),
        ],
        passes: [BlockingPass(.init("mobile")), BlockingPass(.init("person", .sound), .init("birthday"))])

    private func judge(_ left: [String?], _ right: [String?]) -> Judgement {
        Linker(Self.settings).judge(PreparedRecord(left, Self.settings), PreparedRecord(right, Self.settings))
    }

    private func grade(ofPersons left: String, _ right: String) -> Grade? { judge([left], [right]).evidence.first?.grade }
    private func grade(ofCompanies left: String, _ right: String) -> Grade? { judge([nil, left], [nil, right]).evidence.first?.grade }

    @Test(arguments: [
        ("张伟", "張偉", Grade.equal), ("张伟", "张 伟", .equal), ("张伟", "ZHANG Wei", .near), ("张伟", "Wei Zhang", .near),
        ("王晓明", "王小明", .near), ("欧阳娜娜", "Nana Ouyang", .near), ("王建国", "王建军", .alike), ("王国建", "王建国", .alike), ("张伟", "张强", .faint),
        ("张伟", "李娜", .different), ("John Smith", "Smith, John", .near), ("Jon Smith", "John Smith", .near), ("José Álvarez", "JOSE ALVAREZ", .equal),
    ])
    func `names of people`(left: String, right: String, grade: Grade) {
        #expect(self.grade(ofPersons: left, right) == grade)
        #expect(self.grade(ofPersons: right, left) == grade)
    }

    @Test(arguments: [
        ("深圳市宏途科技有限公司", "宏途科技（深圳）有限公司", Grade.equal), ("深圳市宏途科技有限公司", "宏途科技", .near), ("宏途科技有限公司", "宏途科技股份有限公司", .equal),
        ("深圳市宏途科技有限公司", "上海宏途科技有限公司", .alike), ("宏途科技有限公司", "鸿图科技有限公司", .alike), ("宏途科技有限公司", "宏途贸易有限公司", .faint),
        ("中国人寿保险股份有限公司", "中国人寿保险股份有限公司深圳分公司", .part), ("招商银行深圳分行", "招商银行上海分行", .part), ("宏途科技有限公司", "远景能源有限公司", .different),
        ("Harbour Tea Trading Ltd.", "Harbour Tea Trading Limited", .equal), ("廣東宏途科技有限公司", "广东宏途科技有限公司", .equal),
    ])
    func `names of companies`(left: String, right: String, grade: Grade) {
        #expect(self.grade(ofCompanies: left, right) == grade)
        #expect(self.grade(ofCompanies: right, left) == grade)
    }

    @Test func `A name that is read alike is asked about when nothing else is known`() {
        #expect(judge(["王晓明"], ["王小明"]).verdict == .ask)
        #expect(judge(["王晓明", nil, nil, "13800138000"], ["王小明", nil, nil, "13912345678"]).verdict == .different)
    }

    @Test func `The same name, phone and birthday are the same person`() {
        let found = judge(["张伟", nil, nil, "138 0013 8000", "1980-05-17"], ["張偉", nil, nil, "+8613800138000", "19800517"])

        #expect(found.verdict == .same)
        #expect(found.evidence.map(\.field) == ["person", "mobile", "birthday"])
    }

    @Test func `The same name with another identity number is another person`() {
        let found = judge(
            ["张伟", nil, "44030119800517001X", nil, nil, "广东省深圳市南山区科技路1号"], ["张伟", nil, "110105199103210024", nil, nil, "北京市朝阳区建国路2号"])

        #expect(found.verdict == .different)
    }

    @Test func `Father and son with one phone are not taken for one`() {
        let found = judge(["王建国", nil, nil, "13800138000", "1955-03-02"], ["王小虎", nil, nil, "13800138000", "1982-11-20"])

        #expect(found.verdict != .same)
    }

    @Test func `A head office and its branch are two customers, however much they share`() {
        let address = "深圳市福田区深南大道100号"
        let found = judge(
            [nil, "宏途物流有限公司", nil, "075588886666", nil, address], [nil, "宏途物流有限公司深圳分公司", nil, "0755-88886666", nil, address])

        #expect(found.verdict == .different)
        #expect(found.isPart)
    }

    @Test(arguments: [
        ("1980-05-17", "1980-05-71", Grade.near), ("1980-05-07", "1980-07-05", .near), ("1980-05-17", "1980-05-29", .alike), ("1980-05-17", "1980-11-29", .faint),
    ])
    func `birthdays`(left: String, right: String, grade: Grade) {
        #expect(judge([nil, nil, nil, nil, left], [nil, nil, nil, nil, right]).evidence.first?.grade == grade)
    }

    @Test(arguments: [
        ("44030119800517001X", "44030119800517001x", Grade.equal), ("440301198005170015", "440301198005170051", .near),
        ("440301800517001", "44030119800517001X", .alike), ("440301198005170015", "110105199103210024", .different),
    ])
    func `identity numbers`(left: String, right: String, grade: Grade) {
        #expect(judge([nil, nil, left], [nil, nil, right]).evidence.first?.grade == grade)
    }

    @Test(arguments: [
        ("广东省深圳市南山区科技路1号3栋502室", "深圳市南山区科技路1号3-502", Grade.near), ("广东省深圳市南山区科技路1号", "广东省深圳市南山区科技路9号", .alike),
        ("广东省深圳市南山区科技路1号", "四川省成都市武侯区人民路8号", .different),
    ])
    func `addresses`(left: String, right: String, grade: Grade) {
        #expect(judge([nil, nil, nil, nil, nil, left], [nil, nil, nil, nil, nil, right]).evidence.first?.grade == grade)
    }
}
