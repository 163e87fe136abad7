import Kernel
import Testing

@Suite struct SuspicionTests {
    @Test(arguments: [
        (Suspicion.Role.phone, "13800138000", Suspicion.testNumber), (.phone, "+86 138-0013-8000", .testNumber), (.phone, "11111111111", .repeated),
        (.phone, "13888888888", .testNumber), (.phone, "13277777777", .repeated), (.phone, "0755-88888888", .repeated), (.phone, "13298765432", .keyboardRun),
        (.phone, "无", .placeholder), (.number, "11010519491231002X", .testNumber), (.number, "111111111111111", .repeated), (.number, "123456", .keyboardRun),
        (.number, "654321", .keyboardRun), (.number, "000000", .repeated),
        (.name, "测试", .placeholder), (.name, "客户1", .placeholder), (.name, "Test 02", .placeholder), (.name, "Ｎ／Ａ", .placeholder), (.name, "xxx", .placeholder),
        (.name, "asdf", .keyboardRun), (.name, "qwerty", .keyboardRun), (.name, "asdfasdf", .keyboardRun), (.name, "poiuy", .keyboardRun), (.name, "啊啊啊", .repeated),
        (.name, "王先生", .incompleteName), (.name, "张某某", .incompleteName), (.name, "李*", .incompleteName), (.name, "张3", .digitsInName),
        (.name, "张\u{7}三", .controlCharacters), (.name, "张\u{FFFD}三", .controlCharacters), (.name, String(repeating: "很长", count: 60), .nameTooLong),
        (.mail, "li@example.com", .testMail), (.mail, "test@guanxi.cn", .testMail), (.mail, "li@mail.test", .testMail), (.mail, "asdf@guanxi.cn", .keyboardRun),
        (.mail, "aaaa@guanxi.cn", .repeated), (.mail, "qwerty@example.com", .keyboardRun), (.mail, "111@111.com", .repeated), (.text, "未知地址", .placeholder), (.date, "1900-01-01", .defaultDate), (.date, "1970/01/01", .defaultDate), (.date, "19700101", .defaultDate),
        (.text, "....", .repeated), (.text, "12345", .keyboardRun), (.text, "待定", .placeholder),
    ] as [(Suspicion.Role, String, Suspicion)])
    func `what was typed to get past a form is told`(role: Suspicion.Role, text: String, expected: Suspicion) {
        #expect(Suspicion.of(text, as: role) == expected)
    }

    @Test(arguments: [
        (Suspicion.Role.name, "李丽丽"), (.name, "王伟"), (.name, "文文"), (.name, "Anna Lee"), (.name, "Ana"), (.name, "深圳市宏途科技有限公司"), (.name, "赵先生才"), (.name, "欧阳先"),
        (.phone, "13712984650"), (.phone, "0755-26584930"), (.phone, "400-812-3123"), (.number, "440301198507152231"), (.number, "6217008319581962"),
        (.mail, "li.wei@guanxi.cn"), (.mail, "no at sign"), (.date, "1985-07-15"), (.text, "客户很满意"), (.text, ""), (.name, ""),
    ] as [(Suspicion.Role, String)])
    func `what is real stays unsuspected`(role: Suspicion.Role, text: String) {
        #expect(Suspicion.of(text, as: role) == nil)
    }

    @Test func `a value of any length is looked at in part`() {
        #expect(Suspicion.of(String(repeating: "a", count: 10_000_000), as: .text) == .repeated)
    }
}
