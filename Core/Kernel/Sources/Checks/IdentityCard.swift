/// A Chinese identity number (GB 11643): 18 characters, or the 15 digits that were given out until 1999.
///
///     let card = IdentityCard("11010519491231002X", on: today)
///     card?.checksumHolds, card?.dateIsPlausible, card?.regionIsAssigned   // three results, since each errs alone
///     card?.birthDay, card?.sex
public struct IdentityCard: Sendable, Hashable {
    public enum Sex: String, Sendable, Hashable, CaseIterable { case female, male }

    /// Without blanks, with a capital X.
    public let number: String
    /// Nil for a number of 15 digits, which has no check digit.
    public let checksumHolds: Bool?
    /// A real day from 1850 on that does not lie in the future.
    public let dateIsPlausible: Bool
    /// The number begins with a province that was ever assigned. Districts are not looked at: they come and go, cards stay.
    public let regionIsAssigned: Bool
    /// Nil when the digits are no day of the calendar.
    public let birthDay: Day?
    public let sex: Sex

    public var isValid: Bool { checksumHolds != false && dateIsPlausible && regionIsAssigned }

    /// Nil when the text has not the form of such a number. Blanks, dashes, full-width digits and a small x are accepted.
    public init?(_ text: String, on today: Day) {
        guard let bytes = WrittenCode.plain(text) else { return nil }
        let isOld = bytes.count == 15
        guard isOld || bytes.count == 18, bytes.prefix(isOld ? 15 : 17).allSatisfy(\.isDigit) else { return nil }
        if !isOld { guard bytes[17].isDigit || bytes[17] == UInt8(ascii: "X") else { return nil } }

        number = String(decoding: bytes, as: UTF8.self)
        checksumHolds = isOld ? nil : Self.checkByte(for: bytes.prefix(17)) == bytes[17]
        birthDay = Self.birthDay(isOld ? Array("19".utf8) + bytes[6..<12] : Array(bytes[6..<14]))
        dateIsPlausible = birthDay.map { $0.year >= 1850 && $0 <= today } ?? false
        regionIsAssigned = Self.isAssigned(bytes)
        sex = bytes[isOld ? 14 : 16].digit % 2 == 0 ? .female : .male
    }

    /// The 18th character, "0" to "9" or "X". Nil unless given exactly 17 digits.
    public static func checkDigit(for digits: String) -> Character? {
        let bytes = Array(digits.utf8)
        guard bytes.count == 17, bytes.allSatisfy(\.isDigit) else { return nil }
        return Character(Unicode.Scalar(checkByte(for: bytes[...])))
    }

    /// ISO 7064 MOD 11-2.
    private static func checkByte(for digits: ArraySlice<UInt8>) -> UInt8 {
        var sum = 0
        for byte in digits { sum = (sum + byte.digit) * 2 % 11 }
        let check = (12 - sum) % 11
        return check == 10 ? UInt8(ascii: "X") : UInt8(0x30 + check)
    }

    private static func birthDay(_ digits: [UInt8]) -> Day? {
        let value = digits.reduce(0) { $0 * 10 + $1.digit }
        return Day(year: value / 10_000, month: value / 100 % 100, day: value % 100)
    }

    /// 71 is Taiwan; 81, 82 and 83 stand on residence permits for people of Hong Kong, Macau and Taiwan.
    /// A permanent residence card for foreigners (since 2023) begins with 9, then the province, then the country.
    private static func isAssigned(_ bytes: [UInt8]) -> Bool {
        let isForeigner = bytes.count == 18 && bytes[0].digit == 9
        let start = isForeigner ? 1 : 0
        let province = bytes[start].digit * 10 + bytes[start + 1].digit
        return RegionCodes.isProvince(province) && !(isForeigner && province > 70)
    }
}
