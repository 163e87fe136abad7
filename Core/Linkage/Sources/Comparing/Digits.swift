import Kernel

/// Phone numbers, without the country code of China.
enum PhoneDigits {
    static func of(_ text: String) -> Units {
        guard let phone = ChinesePhone(text) else { return Folded.digits(text) }
        return Array(phone.number.utf16.drop { $0 == 0x2B }.dropFirst(phone.number.hasPrefix("+86") ? 2 : 0))
    }

    static func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        if min(left.count, right.count) >= 7 {
            // A land line with and without its area code.
            if left.count != right.count, left.extracting((left.count - 7)...).equals(right.extracting((right.count - 7)...)) { return .alike }
            if differsByOneSlip(left, right) { return .near }
        }
        return .different
    }
}

/// Identity cards, credit codes, passports.
enum IdentityDigits {
    static func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        if left.count > right.count { return grade(right, left) }
        // The numbers of 15 digits lack the century and the check digit.
        if left.count == 15, right.count == 18, left.extracting(0..<6).equals(right.extracting(0..<6)),
            left.extracting(6..<15).equals(right.extracting(8..<17)) { return .alike }
        return left.count >= 5 && differsByOneSlip(left, right) ? .near : .different
    }
}

/// Dates as eight digits.
enum DateDigits {
    static func of(_ text: String) -> Units {
        let digits = Folded.digits(text)
        return digits.count == 8 ? digits : []
    }

    static func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        guard left.count == 8, right.count == 8 else { return .different }
        if differsByOneSlip(left, right) { return .near }
        let year = left.extracting(0..<4).equals(right.extracting(0..<4))
        let (month, day) = (left.extracting(4..<6), left.extracting(6..<8))
        let (otherMonth, otherDay) = (right.extracting(4..<6), right.extracting(6..<8))
        if year, month.equals(otherDay), day.equals(otherMonth) { return .near }
        let same = (year ? 1 : 0) + (month.equals(otherMonth) ? 1 : 0) + (day.equals(otherDay) ? 1 : 0)
        return same >= 2 ? .alike : year ? .faint : .different
    }
}

enum MailAddress {
    static func grade(_ left: borrowing Span<UInt16>, _ right: borrowing Span<UInt16>) -> Grade {
        if min(left.count, right.count) >= 8, differsByOneSlip(left, right) { return .near }
        let (a, b) = (end(of: left), end(of: right))
        return a >= 4 && a == b && left.extracting(0..<a).equals(right.extracting(0..<b)) ? .alike : .different
    }

    private static func end(of mail: borrowing Span<UInt16>) -> Int {
        for place in 0..<mail.count where mail[place] == 0x40 { return place }
        return mail.count
    }
}
