import Kernel
import Testing

@Suite struct PinyinTests {
    @Test func `full gives the usual reading and keeps the rest`() {
        #expect(Pinyin.full("重庆宏途") == "chongqinghongtu")
        #expect(Pinyin.full("张三 A1") == "zhangsan A1")
        #expect(Pinyin.full("単テ한") == "danテ한")
    }

    @Test func `initials give one letter for each character`() {
        #expect(Pinyin.initials("重庆宏途物流有限公司") == "cqhtwlyxgs")
        #expect(Pinyin.initials("曾国藩") == "zgf")
        #expect(Pinyin.initials("") == "")
    }

    @Test func `many threads read the table at once`() async {
        let spelled = await withTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { Pinyin.full("龙凤龟麟鹤鹿") } }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }

        #expect(spelled == ["longfengguilinhelu"])
    }
}
