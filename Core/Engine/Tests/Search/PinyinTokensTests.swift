import Engine
import Testing

@Suite struct PinyinTokensTests {
    @Test(arguments: [
        ("单雄信", "shanxiongxin"), ("曾国藩", "zengguofan"), ("解晓东", "xiexiaodong"), ("仇英", "qiuying"), ("查良镛", "zhaliangyong"),
        ("区志成", "ouzhicheng"), ("任正非", "renzhengfei"), ("华罗庚", "hualuogeng"), ("盖叫天", "gejiaotian"), ("朴树", "piaoshu"),
        ("尉迟恭", "yuchigong"), ("万俟卨", "moqi"), ("缪斯", "miaosi"), ("乐毅", "yueyi"), ("乐毅", "leyi"), ("覃明", "qinming"), ("覃明", "tanming"),
        ("长孙无忌", "zhangsunwuji"), ("单于", "chanyu"), ("吕布", "lvbu"), ("吕布", "lubu"), ("重庆", "chongqing"), ("中国银行", "zhongguoyinhang"),
        ("长城", "changcheng"), ("张行长", "zhanghangzhang"), ("音乐", "yinyue"), ("快乐", "kuaile"), ("厦门", "xiamen"), ("成都", "chengdu"),
        ("六安", "luan"), ("单雄信", "dan"), ("女娲", "nv"), ("女娲", "nu"), ("略", "lve"),
    ])
    func `a name is found by the way it is read`(name: String, query: String) {
        let tokens = Tokens.index(name)

        #expect(Tokens.query(query).allSatisfy { term in tokens.contains { term.matches($0) } }, "\(tokens)")
    }

    @Test func `initials follow the readings too`() {
        #expect(Tokens.index("单雄信").contains("sxx"))
        #expect(Tokens.index("单雄信").contains("dxx"))
        #expect(Tokens.index("重庆银行").contains("cqyh"))
    }

    @Test func `many doubtful characters do not make many tokens`() {
        #expect(Tokens.index("行长重乐都厦朝曾单查解传").count < 120)
    }
}
