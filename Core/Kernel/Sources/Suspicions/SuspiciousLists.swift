/// The values that people and programs write where they have nothing to write.
enum SuspiciousLists {
    static let placeholders: Set<String> = [
        "无", "无名", "没有", "暂无", "未知", "不详", "不明", "未填", "未填写", "待填", "待定", "待补", "空", "不知道", "匿名", "保密", "测试", "测试客户", "测试数据", "测试公司", "试用",
        "样例", "示例", "客户", "新客户", "散客", "姓名", "公司", "某某", "某公司", "其他", "未知地址", "地址不详", "地址未知", "无地址", "n/a", "na", "nil", "null", "none", "unknown", "undefined", "nan", "test", "tester",
        "testing", "demo", "sample", "dummy", "foo", "bar", "foobar", "anonymous", "tbd", "todo", "xx", "xxx", "xxxx", "*", "**", "***", "-", "--", "---", ".", "..", "...",
        "?", "??", "???", "/", "\\", "0", "00", "000", "#n/a", "(null)", "john doe", "jane doe",
    ]

    /// 客户1, 测试 02, test-3: one of these with a number behind it.
    static let numbered: Set<String> = ["客户", "测试", "测试客户", "新客户", "用户", "test", "demo", "user", "customer", "sample"]

    static let testPhones: Set<String> = [
        "13800138000", "13888888888", "13900000000", "13800000000", "13812345678", "13912345678", "13112345678", "13612345678", "15012345678", "18012345678",
        "13123456789", "12345678", "123456789", "1234567890", "12345678901", "01012345678", "02112345678", "18888888888", "10086", "10000", "10010", "95588",
    ]

    static let testNumbers: Set<String> = [
        "11010519491231002X", "440524188001010014", "110101199003070000", "110101199001011234", "123456789012345678", "91350100M000100Y43", "4111111111111111",
        "4242424242424242", "5555555555554444", "6222020000000000000", "6200000000000005", "6217000000000000000", "E12345678", "G12345678", "粤B12345", "京A12345", "京A88888",
    ]

    static let testDomains: Set<String> = [
        "example.com", "example.org", "example.net", "example.cn", "test.com", "test.cn", "test", "example", "invalid", "localhost", "mailinator.com", "abc.com", "xxx.com",
        "aaa.com", "123.com",
    ]

    static let testMailNames: Set<String> = ["test", "testing", "demo", "no", "none", "noreply", "no-reply", "nobody", "null", "aaa", "abc", "xxx", "123", "a", "nomail", "wu"]

    static let defaultDates: Set<String> = [
        "19000101", "19010101", "19700101", "19691231", "18991230", "18991231", "19991231", "20000101", "20380119", "00010101", "17530101", "99991231", "29991231", "19491001",
    ]

    static let titles = ["先生", "女士", "小姐", "老师", "经理", "总", "师傅", "老板", "太太", "同学"]

    /// The rows of a keyboard, forwards; they are looked for backwards as well.
    static let keyboard = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz", "qazwsxedc", "1qaz2wsx3edc"].map { Array($0.utf8) }
}
