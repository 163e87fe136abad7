import Kernel

/// What in a row says something else than its identity card or its address does.
struct RowContradictions {
    /// By column, the name of a text.
    private(set) var faults: [(column: Int, reason: String)] = []

    init(_ values: [String], _ roles: [ColumnRole?], _ documentType: String?, on today: Day) {
        func first(_ role: ColumnRole) -> (column: Int, text: String)? {
            roles.firstIndex(of: role).flatMap { $0 < values.count && !values[$0].isEmpty ? ($0, values[$0]) : nil }
        }
        if let card = Self.card(first(.identityCard)?.text, first(.identity)?.text, documentType, today) {
            if let birthday = first(.birthday), let day = InspectedDay.read(birthday.text), card.birthDay != day, Suspicion.of(day.description, as: .date) == nil {
                faults.append((birthday.column, "inspect.contradictsCard"))
            }
            if let sex = first(.sex), let told = Self.sex(sex.text), told != card.sex { faults.append((sex.column, "inspect.contradictsCard")) }
        }
        if let postcode = first(.postcode), let there = Postcode.province(of: postcode.text), let place = first(.province) ?? first(.address),
            let here = Postcode.province(naming: place.text), here != there
        {
            faults.append((postcode.column, "inspect.postcodeElsewhere"))
        }
    }

    /// Only a card with the right check digit tells anything.
    private static func card(_ number: String?, _ identity: String?, _ type: String?, _ today: Day) -> IdentityCard? {
        let text = number ?? identity.flatMap { ColumnRole.kind(ofDocument: $0, named: type) == .identityCard ? $0 : nil }
        guard let card = text.flatMap({ IdentityCard($0, on: today) }), card.checksumHolds != false, card.dateIsPlausible else { return nil }
        return card
    }

    private static func sex(_ text: String) -> IdentityCard.Sex? {
        switch text.lowercased() {
        case "男", "m", "male", "男性", "1": .male
        case "女", "f", "female", "女性", "2": .female
        default: nil
        }
    }
}
