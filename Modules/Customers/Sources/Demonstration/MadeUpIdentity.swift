import Engine
import Kernel

/// Numbers of documents that belong to nobody: right check digits behind a region that is not assigned.
enum MadeUpIdentity {
    /// An identity card of 18 characters. People with the same last four digits of their number meet only by chance in birthday
    /// and sequence: in a million cards a double is unlikely.
    static func card(_ number: Int, _ birthday: Day, isFemale: Bool, _ dice: inout MadeUp.Dice) -> String {
        // 7,919 has no factor in common with 10,000, so every place comes up equally often.
        let place = digits(number * 7919 % 10_000, 4)
        let day = digits(birthday.year * 10_000 + birthday.month * 100 + birthday.day, 8)
        let sequence = digits(dice.below(500) * 2 + (isFemale ? 0 : 1), 3)
        let first = MadeUp.unassignedRegion + place + day + sequence
        return first + (IdentityCard.checkDigit(for: first).map(String.init) ?? "")
    }

    /// A unified social credit code: 9 for the market authority, 1 for an enterprise.
    static func creditCode(_ dice: inout MadeUp.Dice) -> String {
        var organisation = "MA"
        for _ in 0..<6 { organisation.append(dice.one(of: letters)) }
        organisation.append(UnifiedCreditCode.organisationCheckCharacter(for: organisation) ?? "0")
        let first = "91" + MadeUp.unassignedRegion + dice.digits(4) + organisation
        return first + (UnifiedCreditCode.checkCharacter(for: first).map(String.init) ?? "")
    }

    private static let letters: [Character] = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
