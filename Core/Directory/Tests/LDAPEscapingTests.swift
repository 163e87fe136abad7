import Testing

@testable import Directory

@Suite struct LDAPEscapingTests {
    @Test("What was typed means nothing but itself in a filter", arguments: [
        ("li.min", "li.min"), ("李敏", "李敏"), ("*", "\\2a"), ("li*)(uid=*", "li\\2a\\29\\28uid=\\2a"), ("a\\2a", "a\\5c2a"),
        ("a|b&c!", "a|b&c!"),
    ])
    func filter(_ typed: String, _ escaped: String) {
        #expect(LDAPEscaping.inFilter(typed) == escaped)
        #expect(LDAPEscaping.inFilter(typed + "\u{0}") == escaped + "\\00")
    }

    @Test("What was typed means nothing but itself in a name", arguments: [
        ("li.min", "li.min"), ("李敏", "李敏"), ("li,ou=x", "li\\2cou\\3dx"), ("li+cn=a", "li\\2bcn\\3da"), ("#04", "\\2304"), (" li ", "\\20li\\20"),
        ("a\\,b", "a\\5c\\2cb"), ("\"<>;", "\\22\\3c\\3e\\3b"),
    ])
    func name(_ typed: String, _ escaped: String) {
        #expect(LDAPEscaping.inName(typed) == escaped)
        #expect(LDAPEscaping.inName(typed + "\u{0}\n") == escaped + "\\00\\0a")
    }
}
