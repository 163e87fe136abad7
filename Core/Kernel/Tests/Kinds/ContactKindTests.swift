import Kernel
import Testing

@Suite struct ContactKindTests {
    @Test(arguments: [
        ("138 1234 5678", "+8613812345678"), ("010-65529988-12", "+861065529988-12"),
        ("+44 20 7946 0958 ext. 12", "+442079460958x12"),
        ("\u{202D}+86 138-1234-5678\u{202C}", "+8613812345678"), ("４００８１２３１２３", "4008123123"),
    ])
    func `a phone number has one form`(text: String, kept: String) throws {
        #expect(try PhoneKind().check(text) == kept)
    }

    @Test(arguments: ["", "call Bob", "12", "+", "123456789012345678901", "1381234567a", "<script>"])
    func `what is no phone number is refused`(text: String) {
        #expect(text.isEmpty || problem(PhoneKind(), .string(text)) == .badPhone)
    }

    @Test func `the form of a phone number reads as itself`() {
        var random = SeededRandom(4)
        let signs = Array("0123456789012345678901234567890123456789+- ()x转")

        for _ in 0..<20_000 {
            let text = String((0..<Int.random(in: 3...18, using: &random)).map { _ in signs.randomElement(using: &random) ?? "0" })
            guard let once = try? PhoneKind().check(text) else { continue }
            #expect((try? PhoneKind().check(once)) == once, "\(text)")
        }
    }

    @Test(arguments: [
        ("Li.Wei+crm@Example.COM", "Li.Wei+crm@example.com"), (" a@b.cn ", "a@b.cn"), ("用户@例子.公司", "用户@例子.公司"),
        ("o'neil@x-y.io", "o'neil@x-y.io"),
    ])
    func `a mail address keeps its name and lowers its domain`(text: String, kept: String) throws {
        #expect(try MailKind().check(text) == kept)
    }

    @Test(arguments: [
        "a", "@b.cn", "a@", "a@b", "a@@b.cn", "a@b@c.cn", "a b@c.cn", "a@b..cn", ".a@b.cn", "a.@b.cn", "a@-b.cn", "a@.cn",
        "<a@b.cn>", "a@b.cn,c@d.cn",
        "a@b.cn>", "a@b.cn<\u{338}", "\"a\"@b.cn", "a\u{200B}@b.cn", "a@b_c.cn", "a@b.cn/x", "a@b.cn?cc=x", "a;b@c.cn",
        "a@b.cn;\u{301}", "-a@b.cn",
    ])
    func `what is no mail address is refused`(text: String) {
        #expect(problem(MailKind(), .string(text)) == .badMail)
    }

    @Test func `a mail address cannot break a header`() {
        #expect(problem(MailKind(), "a@b.cn\r\nBcc: x@y.cn") == .badCharacter)
        #expect(problem(MailKind(), "a@b.cn\nx") == .badCharacter)
    }

    @Test func `a mail address has its limits`() throws {
        let domain = "b." + String(repeating: "c", count: 60) + ".cn"

        #expect(problem(MailKind(), .string(String(repeating: "a", count: 64) + "@" + domain)) == nil)
        #expect(problem(MailKind(), .string(String(repeating: "a", count: 65) + "@" + domain)) == .badMail)
        #expect(problem(MailKind(), .string("a@" + String(repeating: "b.", count: 130) + "cn")) == .badMail)
    }

    @Test(arguments: [
        ("example.com", "https://example.com"), ("http://例子.cn/路径?a=1", "http://例子.cn/路径?a=1"),
        ("HTTPS://a.b/c#d", "HTTPS://a.b/c#d"),
    ])
    func `a web address without a scheme is a safe one`(text: String, kept: String) throws {
        #expect(try URLKind().check(text) == kept)
    }

    @Test(arguments: [
        "javascript:alert(1)", "javascript://a.b/%0aalert(1)", "JavaScript:alert(1)//https://a.b", "data:text/html,x", "ftp://a.b",
        "file:///etc/passwd",
        "https://", "https://localhost", "https://.", "https://..", "https://a..b", "https://.a", "https://a.b/<script>",
        "https://a.b/\"onclick=",
        "https://a.b\\@c.d", "https://user:secret@a.b", "https://bank.cn@evil.cn", "https://a.b/c d", "https://a.b/\u{3000}d",
        "mailto:a@b.cn", "//a.b\\c",
    ])
    func `an address that is not of the web is refused`(text: String) {
        #expect(problem(URLKind(), .string(text)) == .badURL)
    }

    @Test func `a web address has its limit`() {
        #expect(problem(URLKind(), .string("https://a.b/" + String(repeating: "x", count: 1_988))) == nil)
        #expect(problem(URLKind(), .string("https://a.b/" + String(repeating: "x", count: 1_989))) == .badURL)
    }

    @Test(arguments: [("11010519491231002x", "11010519491231002X"), ("ｅ 123-456　78", "E12345678"), ("A123456(7)", "A123456(7)")])
    func `an identity number has one form`(text: String, kept: String) throws {
        #expect(try IdentityNumberKind().check(text) == kept)
    }

    @Test(arguments: ["1", "ß123", "ı123", "ﬁ123", "12345!", "一二三", "12/34", String(repeating: "1", count: 41)])
    func `other signs make no identity number`(text: String) {
        #expect(problem(IdentityNumberKind(), .string(text)) == .badIdentityNumber)
    }

    @Test(arguments: [PhoneKind(), MailKind(), URLKind(), IdentityNumberKind()] as [any TextualKind])
    func `blank input never becomes a stored empty text`(kind: any TextualKind) {
        let value = try? kind.parse(.string("  "))

        #expect(value == nil || value == .null)
    }
}
