import Engine
import Kernel

extension MadeUpRow {
    /// Plants a fault; false where the row has nothing to spoil in this way.
    mutating func spoil(_ fault: PlantedFault, _ index: Int, _ dice: inout MadeUp.Dice) -> Bool {
        switch fault {
        case .cardCheckDigit: return replace(\.identityNumber, if: identityType == "身份证", Self.withWrongEnd)
        case .cardFutureBirth: return replace(\.identityNumber, if: identityType == "身份证", Self.bornInFuture)
        case .creditCodeLetter: return replace(\.identityNumber, if: identityType == "统一社会信用代码", Self.withLetter)
        case .creditCodeCheckDigit: return replace(\.identityNumber, if: identityType == "统一社会信用代码", Self.withWrongEnd)
        case .birthdayContradicts: return replace(\.birthday, if: identityType == "身份证") { day in Day(day).map { ($0 + 40).description } }
        case .genderContradicts: return replace(\.gender, if: identityType == "身份证") { $0 == "女" ? "男" : "女" }
        case .birthdayStandard: birthday = "1900-01-01"
        case .mobileShort: return replace(\.mobile) { String($0.dropLast()) }
        case .mobileLetter: return replace(\.mobile) { $0.prefix(6) + "O" + $0.dropFirst(7) }
        case .mobileTest: mobile = dice.one(of: ["13800138000", "13888888888", "13111111111"])
        // One number for every two hundred rows or so that share one.
        case .mobileShared:
            var shared = MadeUp.Dice(seed: MadeUp.seed, 9, index / 25_000)
            mobile = String(MadeUp.mobile(&shared).trimmingPrefix("+86"))
        case .mailBroken: mail = dice.one(of: ["kehu.kehu.qh", "kehu@", "kehu@@kehu.qh", "ke hu@kehu.qh"])
        case .mailKeyboard: mail = dice.one(of: ["asdf@asdf.com", "qwerty@example.com", "111@111.com"])
        case .postcodeElsewhere: return replace(\.postcode) { _ in "850000" }
        case .plateLetter: return replace(\.plate) { $0.prefix(2) + dice.one(of: ["I", "O"]) + $0.dropFirst(3) }
        case .bankCardCheckDigit: return replace(\.bankCard, Self.withWrongEnd)
        case .namePlaceholder: name = dice.one(of: ["未知", "测试", "客户1", "无", "xxx"])
        case .nameMissing: name = ""
        case .nameDigits: name += dice.digits(3)
        case .addressPlaceholder: address = dice.one(of: ["无", "不详", "未知地址", "1"])
        case .duplicateExact, .duplicateHomophone, .duplicateNewPhone, .duplicateTraditional, .duplicateMoved, .duplicateCompanyForm: return false
        }
        return true
    }

    private mutating func replace(_ path: WritableKeyPath<MadeUpRow, String>, if fits: Bool = true, _ change: (String) -> String?) -> Bool {
        guard fits, !self[keyPath: path].isEmpty, let changed = change(self[keyPath: path]), changed != self[keyPath: path] else { return false }
        self[keyPath: path] = changed
        return true
    }

    /// With another last character than the one that belongs there.
    private static func withWrongEnd(_ number: String) -> String? {
        number.last.map { number.dropLast() + ($0 == "7" ? "3" : "7") }
    }

    /// Born in sixty years, with the check digit that fits.
    private static func bornInFuture(_ card: String) -> String? {
        let first = card.prefix(6) + "2086" + card.dropFirst(10).prefix(7)
        return IdentityCard.checkDigit(for: String(first)).map { first + String($0) }
    }

    /// O for 0, or I for 1.
    private static func withLetter(_ code: String) -> String? {
        let tail = code.dropFirst(2)
        guard let place = tail.firstIndex(where: { $0 == "0" || $0 == "1" }) else { return nil }
        return code[..<place] + (code[place] == "0" ? "O" : "I") + code[code.index(after: place)...]
    }
}
