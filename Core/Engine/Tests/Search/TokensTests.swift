import Engine
import Foundation
import Testing

@Suite struct TokensTests {
    @Test(arguments: [
        "张三", "张", "三", "zhangsan", "zhang san", "zhangs", "zhangs?", "zhang", "san", "zs", "ZS", "Zhang", "5678", "1381234", "13812345678",
        "138 1234 5678", "138-1234-5678", "+86 138 1234 5678", "8613812345678", "0086 13812345678", "张三 5678", "张 三", "2345",
    ])
    func `a person is found by name, pinyin, initials and pieces of the phone`(query: String) {
        #expect(isFound(query, in: "张三 13812345678"))
        #expect(isFound(query, in: "张三 138-1234-5678"))
    }

    @Test(arguments: ["张四", "三张", "zhangsi", "zsf", "5679", "13812345679", "李", "hangsan"])
    func `a person is not found by something else`(query: String) {
        #expect(!isFound(query, in: "张三 13812345678"))
    }

    @Test(arguments: ["004812", "4812", "4812?", "c500103004812", "C-500103", "C-500103-004812", "500103004812", "C500103", "c", "103-0048", "ｃ５００１０３"])
    func `a code is found with and without its dashes`(query: String) {
        #expect(isFound(query, in: "C-500103-004812"))
    }

    @Test(arguments: ["91500103MA5U12345X", "91500103ma5u", "MA5U12345X", "12345X", "500103MA5U", "2345"])
    func `a credit code is found by its pieces`(query: String) {
        #expect(isFound(query, in: "91500103MA5U12345X"))
    }

    @Test(arguments: [
        "宏途", "宏途物流", "hongtu", "htwl", "hongtuwuliu", "cqht", "chongqinghongtu", "chongqing hongtu", "重庆 物流", "重庆宏途物流有限公司",
        "chongqinghongtuwuliuyouxiangongsi", "wuliu", "gongsi", "CQHTWLYXGS",
    ])
    func `a company is found from any place in its name`(query: String) {
        #expect(isFound(query, in: "重庆宏途物流有限公司"))
        #expect(isFound(query, in: "客户：重庆宏途物流有限公司。"))
    }

    @Test(arguments: ["宏物", "途宏", "hongwu", "ongtu", "hwl"])
    func `a company is not found by what does not stand in its name`(query: String) {
        #expect(!isFound(query, in: "重庆宏途物流有限公司"))
    }

    @Test(arguments: ["宏途集团", "宏途（集团）", "宏途(集团)有限公司", "hongtujituan", "htjt"])
    func `brackets do not stand in the way`(query: String) {
        #expect(isFound(query, in: "宏途（集团）有限公司"))
    }

    @Test(arguments: [
        ("alf", "Alfreds Futterkiste"), ("futter", "Alfreds Futterkiste"), ("ALFREDS", "Alfreds Futterkiste"),
        ("futterkiste alfreds", "Alfreds Futterkiste"), ("mexico", "México D.F."), ("MÉXICO d.f.", "Mexico D.F."), ("Me\u{301}xico", "México"),
        ("abc123", "ＡＢＣ１２３"), ("ＡＢＣ１２３", "abc123"), ("strasse", "Straße"), ("loreal", "L'Oréal"), ("oreal", "L'Oréal"), ("l’oréal", "L'Oreal"),
        ("lodz", "Łódź"), ("жук", "Жуков"), ("li.wei@example", "li.wei@example.com"),
    ])
    func `latin words are folded and found by their beginnings`(query: String, text: String) {
        #expect(isFound(query, in: text))
    }

    @Test(arguments: ["华为", "mate60", "mate 60", "Mate-60", "60", "huawei", "hw mate", "华为mate60", "华为 Mate 60"])
    func `mixed text is split by script`(query: String) {
        #expect(isFound(query, in: "华为Mate60"))
        #expect(isFound(query, in: "华为 Mate 60"))
    }

    @Test(arguments: ["010-65529988", "01065529988", "65529988", "+86 10 6552 9988", "9988", "+86 (10) 6552-9988"])
    func `a land-line stored internationally is found as people dial it`(query: String) {
        #expect(isFound(query, in: "+861065529988"))
    }

    @Test func `every inner piece of three or more digits is found`() {
        let phone = Array("13812345678")

        for start in 0..<9 {
            for end in (start + 3)...11 { #expect(isFound(String(phone[start..<end]), in: String(phone))) }
        }
    }

    @Test func `ideographs beyond the first plane are found singly and in pairs`() {
        #expect(Tokens.index("𠮷野家").prefix(3) == ["𠮷", "𠮷野", "野"])
        #expect(isFound("𠮷野", in: "𠮷野家"))
        #expect(isFound("㐀", in: "张㐀"))
        #expect(isFound("豈", in: "\u{F900}"))
    }

    @Test func `traditional and simplified characters stay apart`() {
        #expect(!isFound("張三", in: "张三"))
    }

    @Test func `a query of blanks and punctuation asks for nothing`() {
        #expect(Tokens.query("").isEmpty)
        #expect(Tokens.query(" ?—，。!😀 ").isEmpty)
        #expect(Tokens.index(" ?—，。!😀 ").isEmpty)
    }

    @Test func `terms are whole for ideographs and prefixes for the rest`() {
        #expect(Tokens.query("宏途物 Ht 12") == [.whole("宏途"), .whole("途物"), .prefix("ht"), .prefix("12")])
        #expect(Tokens.query("三") == [.whole("三")])
    }

    @Test func `a query has at most twelve terms, none twice`() {
        #expect(Tokens.query("天地玄黄宇宙洪荒日月盈昃辰宿列张").count == 12)
        #expect(Tokens.query("a b c d e f g h i j k l m n").count == 12)
        #expect(Tokens.query("san san") == [.prefix("san")])
    }

    @Test func `long text has words and pairs but no pinyin, and an end`() {
        let prose = String(repeating: "天地玄黄宇宙洪荒", count: 5)

        #expect(isFound("宇宙", in: prose))
        #expect(!isFound("yuzhou", in: prose))
        #expect(!isFound("zebra", in: String(repeating: "a", count: 2_000) + " zebra"))
        #expect(isFound("zebra", in: String(repeating: "a ", count: 900) + " zebra"))
    }

    @Test func `tokens hold only small letters, digits and ideographs, at most 24, each once`() {
        let texts = ["重庆宏途（集团）物流有限公司", "L'Oréal D.F. ①②③ ½ ﬁ Ⅷ", "C-500103-004812/x_9", "+86 (10) 6552-9988", String(repeating: "9", count: 300), "吕女 ﾃｽﾄ テスト 한국어 สวัสดี"]

        for text in texts {
            let tokens = Tokens.index(text)
            #expect(Set(tokens).count == tokens.count)
            for token in tokens {
                #expect(!token.isEmpty && token.unicodeScalars.count <= 24 && token == token.lowercased(), "\(token)")
                #expect(token.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0.properties.numericType == .decimal }, "\(token)")
            }
        }
        #expect(Tokens.index(String(repeating: "9", count: 2_000)).count < 40)
    }

    @Test func `the index of a name stays small`() throws {
        let file = try TextData.file("cn/company_short_names.txt.gz")
        let text = String(decoding: try TextData.run("/usr/bin/gzip", ["-dc", file.path]), as: UTF8.self)
        let names = text.split(whereSeparator: \.isNewline).dropFirst(2).enumerated().filter { $0.offset % 50 == 0 }.map { String($0.element) }

        let short = names.map { Tokens.index($0).count }
        let full = names.map { Tokens.index("重庆\($0)物流有限公司").count }
        let people = names.map { Tokens.index(String("张" + $0.prefix(2))).count }

        let average = { (counts: [Int]) in Double(counts.reduce(0, +)) / Double(counts.count) }
        print("tokens: short company names \(average(short)), full \(average(full)), people \(average(people)), of \(names.count)")
        #expect(names.count > 5_000)
        #expect(average(short) < 15 && average(full) < 60 && average(people) < 15)
        for name in names where !Tokens.index(name).isEmpty { #expect(isFound(name, in: "重庆\(name)物流有限公司"), "\(name)") }
    }

    private func isFound(_ query: String, in text: String) -> Bool {
        let tokens = Tokens.index(text)
        let terms = Tokens.query(query)
        return !terms.isEmpty && terms.allSatisfy { term in tokens.contains { term.matches($0) } }
    }
}
