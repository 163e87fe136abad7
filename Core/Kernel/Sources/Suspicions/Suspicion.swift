/// A value that has the right form and is still not what it should be: a number typed to get past a form, a placeholder, a default.
///
///     Suspicion.of("13800138000", as: .phone)    // .testNumber
///     Suspicion.of("测试客户", as: .name)          // .placeholder
///
/// A hint for people, never a reason to refuse: somebody may be called 王八一, and 13888888888 has an owner.
public enum Suspicion: String, Sendable, Hashable, CaseIterable {
    /// 13800138000, 12345678, 110101199003071234: numbers of examples and of tests.
    case testNumber
    /// asdf, qwerty, 12345, 98765.
    case keyboardRun
    /// 无, 未知, 测试, xxx, N/A, 客户1.
    case placeholder
    /// 11111111, 啊啊啊, abababab.
    case repeated
    case digitsInName
    case controlCharacters
    case nameTooLong
    /// A title or a mask instead of a name: 王先生, 张某, 李**.
    case incompleteName
    /// 1900-01-01, 1970-01-01, 9999-12-31: what programs write where nothing was entered.
    case defaultDate
    /// At example.com or a domain of tests, or of a name like test@.
    case testMail
    /// One value on many records; whoever reads all of them counts.
    case shared

    /// What a value is meant to be.
    public enum Role: String, Sendable, Hashable, CaseIterable { case name, phone, number, mail, date, text }

    public static func of(_ text: String, as role: Role) -> Suspicion? {
        guard !text.isEmpty else { return nil }
        let written = Written(text)
        if written.hasControls { return .controlCharacters }
        if written.isPlaceholder { return .placeholder }
        return switch role {
        case .name: of(name: written)
        case .phone: of(phone: written)
        case .number: of(number: written)
        case .mail: of(mail: written)
        case .date: of(date: written)
        case .text: written.isKeyboardRun ? .keyboardRun : written.repeats(atLeast: 4) ? .repeated : nil
        }
    }

    private static func of(name: Written) -> Suspicion? {
        if name.signs.count > longestName { return .nameTooLong }
        if name.isKeyboardRun { return .keyboardRun }
        if name.repeats(atLeast: 3) { return .repeated }
        if name.isIncomplete { return .incompleteName }
        return name.signs.contains { (0x30...0x39).contains($0) } ? .digitsInName : nil
    }

    private static let longestName = 100

    private static func of(phone: Written) -> Suspicion? {
        var digits = phone.digits
        if digits.starts(with: [0x38, 0x36]), digits.count == 13 { digits.removeFirst(2) }
        if SuspiciousLists.testPhones.contains(String(decoding: digits, as: UTF8.self)) { return .testNumber }
        // A land-line number counts from its last eight digits on, a mobile number from those behind its prefix.
        let tail = digits.count > 8 ? digits.suffix(8) : digits[...]
        if tail.count >= 6, Set(tail).count == 1 || Written.repeatsPair(tail) { return .repeated }
        return tail.count >= 6 && Written.isRun(tail) ? .keyboardRun : nil
    }

    private static func of(number: Written) -> Suspicion? {
        if SuspiciousLists.testNumbers.contains(String(decoding: number.plain, as: UTF8.self)) { return .testNumber }
        let digits = number.digits
        if number.plain.count >= 5, Set(number.plain).count <= 1 || digits.count >= 15 && Set(digits).count == 2 { return .repeated }
        return digits.count >= 5 && digits.count == number.plain.count && Written.isRun(digits[...]) ? .keyboardRun : nil
    }

    private static func of(mail: Written) -> Suspicion? {
        let parts = mail.folded.split(separator: "@", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let name = Written(parts[0])
        if name.isKeyboardRun { return .keyboardRun }
        if name.repeats(atLeast: 3), !SuspiciousLists.testMailNames.contains(parts[0]) { return .repeated }
        let isTest = SuspiciousLists.testDomains.contains { parts[1] == $0 || parts[1].hasSuffix("." + $0) }
        return isTest || SuspiciousLists.testMailNames.contains(parts[0]) ? .testMail : nil
    }

    private static func of(date: Written) -> Suspicion? {
        let digits = String(decoding: date.digits.prefix(8), as: UTF8.self)
        return SuspiciousLists.defaultDates.contains(digits) ? .defaultDate : nil
    }
}
