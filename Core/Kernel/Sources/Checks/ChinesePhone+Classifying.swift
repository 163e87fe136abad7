extension ChinesePhone {
    typealias Classified = (kind: Kind, number: [UInt8], extension: [UInt8])

    static func classify(_ written: WrittenPhone) -> Classified? {
        guard (3...20).contains(written.digits.count) else { return nil }
        if let found = classified(written.digits[...], isInternational: written.hasPlus) {
            return (found.kind, found.number, written.extension)
        }
        // 0755-88888888-12: what follows the last dash is an extension when the rest is a whole number.
        if written.extension.isEmpty, let dash = written.lastDash, (1...6).contains(written.digits.count - dash),
            let found = classified(written.digits[..<dash], isInternational: written.hasPlus), found.kind != .local
        {
            return (found.kind, found.number, Array(written.digits[dash...]))
        }
        return (.unknown, written.digits, written.extension)
    }

    private static func classified(_ digits: ArraySlice<UInt8>, isInternational: Bool) -> (kind: Kind, number: [UInt8])? {
        if isInternational { return international(digits) }
        if digits.starts(with: [0x30, 0x30]) { return international(digits.dropFirst(2)) }
        if let found = subscriber(digits, needsTrunk: true) { return found }
        if digits.starts(with: countryCode), digits.count >= 12, let found = subscriber(digits.dropFirst(2), needsTrunk: false) {
            return found
        }
        if isService(digits) { return (.service, Array(digits)) }
        if digits.count == 7 || digits.count == 8, (0x32...0x38).contains(digits[digits.startIndex]) {
            return (.local, Array(digits))
        }
        return nil
    }

    /// Digits behind + or 00.
    private static func international(_ digits: ArraySlice<UInt8>) -> (kind: Kind, number: [UInt8])? {
        if digits.starts(with: countryCode) {
            let national = digits.dropFirst(2)
            return subscriber(national, needsTrunk: false) ?? (isService(national) ? (.service, Array(national)) : nil)
        }
        // E.164: a country code never begins with 0, and there are at most 15 digits.
        guard let first = digits.first, first != 0x30, (7...15).contains(digits.count) else { return nil }
        return (.foreign, [UInt8(ascii: "+")] + digits)
    }

    /// A mobile or land-line number. People write a needless 0 before mobile numbers and behind +86: it is dropped.
    private static func subscriber(_ digits: ArraySlice<UInt8>, needsTrunk: Bool) -> (kind: Kind, number: [UInt8])? {
        let hasTrunk = digits.first == 0x30
        let bare = hasTrunk ? digits.dropFirst() : digits
        if isMobile(bare) { return (.mobile, prefix + bare) }
        if hasTrunk || !needsTrunk, isLandline(bare) { return (.landline, prefix + bare) }
        return nil
    }

    private static let countryCode = Array("86".utf8)
    private static let prefix = Array("+86".utf8)

    /// The prefixes given to mobile networks, as libphonenumber 9.0 knows them, with 149 (China Telecom) beside them.
    static func isMobile(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 11 else { return false }
        let d = Array(digits.prefix(5)).map(\.digit)
        switch (d[0], d[1], d[2]) {
        case (1, 3, _), (1, 8, _): return true
        case (1, 4, 5), (1, 4, 7), (1, 4, 9): return true
        case (1, 5, let third), (1, 9, let third): return third != 4
        case (1, 6, let third): return [2, 5, 6, 7].contains(third)
        case (1, 7, 4): return d[3] == 0 && d[4] <= 5  // satellite phones
        case (1, 7, let third): return third != 9
        default: return false
        }
    }

    /// Area code without its 0, then 7 or 8 digits; the cities with short codes have 8.
    private static func isLandline(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count >= 10 else { return false }
        let area = areaLength(of: digits)
        let length = digits.count - area
        guard digits[digits.startIndex + area] != 0x30, area == 2 ? length == 8 : (7...8).contains(length) else { return false }
        let (first, second) = (digits[digits.startIndex].digit, digits[digits.startIndex + 1].digit)
        switch first {
        case 1: return second == 0
        case 2: return second != 6
        case 3, 4, 5, 7, 8: return second != 0
        case 6: return [3, 6, 9].contains(second)
        case 9: return true
        default: return false
        }
    }

    /// 2 for Beijing (10) and the cities 20 to 29, otherwise 3.
    static func areaLength(of digits: ArraySlice<UInt8>) -> Int {
        digits.first == 0x31 || digits.first == 0x32 ? 2 : 3
    }

    private static func isService(_ digits: ArraySlice<UInt8>) -> Bool {
        let starts = { (text: String) in digits.starts(with: text.utf8) }
        return switch digits.count {
        case 3: starts("1")
        case 5: starts("10") || starts("11") || starts("12") || starts("95") || starts("96")
        case 6: starts("116") || starts("118") || starts("95") || starts("96")
        case 7, 8: starts("95")
        case 10: starts("400") || starts("800")
        default: false
        }
    }
}
