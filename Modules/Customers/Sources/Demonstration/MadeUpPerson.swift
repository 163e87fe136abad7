import Engine
import Kernel

/// A private customer.
struct MadeUpPerson {
    let number: Int
    let city: MadeUp.City
    let isFemale: Bool
    let birthday: Day
    let name: MadeUp.PersonName

    init(_ number: Int, in city: MadeUp.City, _ dice: inout MadeUp.Dice) {
        (self.number, self.city) = (number, city)
        isFemale = dice.hits(percent: 47)
        birthday = Self.birthday(&dice)
        name = MadeUp.PersonName(isFemale: isFemale, born: birthday.year, &dice)
    }

    func fill(_ draft: inout MadeUp.Draft<Customer>, _ dice: inout MadeUp.Dice) {
        draft[\.kind] = .person
        draft[\.title] = name.full
        fillIdentity(&draft, &dice)
        fillContacts(&draft, &dice)
        if dice.hits(percent: 88) { draft[\.address] = Self.blurred(city.home(&dice), &dice) }
    }

    private func fillIdentity(_ draft: inout MadeUp.Draft<Customer>, _ dice: inout MadeUp.Dice) {
        let hasCard = dice.hits(percent: 85)
        if hasCard {
            draft[\.identityType] = .identityCard
            draft[\.identityNumber] = MadeUpIdentity.card(number, birthday, isFemale: isFemale, &dice)
        } else if dice.hits(percent: 8) {
            draft[\.identityType] = .passport
            draft[\.identityNumber] = "E" + dice.digits(8)
        }
        if hasCard || dice.hits(percent: 60) { draft[\.birthday] = birthday }
        if hasCard || dice.hits(percent: 85) { draft[\.gender] = isFemale ? .female : .male }
    }

    private func fillContacts(_ draft: inout MadeUp.Draft<Customer>, _ dice: inout MadeUp.Dice) {
        if dice.hits(percent: 95) { draft[\.mobile] = mobile(&dice) }
        if dice.hits(percent: 9) { draft[\.phone] = MadeUp.landline(in: city, &dice) }
        if dice.hits(percent: 40) {
            let (surname, given) = name.pinyin
            draft[\.mail] = "\(surname)\(given)\(dice.within(1...9999))@\(MadeUp.mailDomain(&dice))"
        }
        if dice.hits(percent: 30) { draft[\.wechat] = "wxid_\(dice.digits(10))" }
    }

    /// In some families all give the same number: then it is that of a customer shortly before.
    private func mobile(_ dice: inout MadeUp.Dice) -> String {
        let isShared = dice.hits(percent: 2) && number > 0
        return Self.mobile(of: isShared ? max(0, number - dice.within(1...40)) : number)
    }

    private static func mobile(of number: Int) -> String {
        var dice = MadeUp.Dice(seed: MadeUp.seed, 5, number)
        return MadeUp.mobile(&dice)
    }

    private static func birthday(_ dice: inout MadeUp.Dice) -> Day {
        let first = decades.draw(&dice)
        return (Day(year: first, month: 1, day: 1) ?? .first) + dice.below(3650)
    }

    private static let decades = MadeUp.Weighted([(1940, 3), (1950, 8), (1960, 18), (1970, 24), (1980, 26), (1990, 18), (1998, 3)])

    /// Not everybody says exactly where.
    private static func blurred(_ address: Address, _ dice: inout MadeUp.Dice) -> Address {
        var address = address
        if dice.hits(percent: 25) { address.postcode = nil }
        if dice.hits(percent: 6) { address.district = nil }
        if dice.hits(percent: 6) { address.street = nil }
        return address
    }
}
