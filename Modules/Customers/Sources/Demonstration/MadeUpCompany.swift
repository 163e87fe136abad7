import Engine
import Foundation
import Kernel

/// A corporate customer.
struct MadeUpCompany {
    let city: MadeUp.City
    let name: MadeUpCompanyName
    let employees: Int

    init(in city: MadeUp.City, _ dice: inout MadeUp.Dice) {
        self.city = city
        name = MadeUpCompanyName(in: city, &dice)
        let (least, most) = Self.sizes.draw(&dice)
        employees = dice.within(least...most)
    }

    private static let sizes = MadeUp.Weighted([((2, 9), 30), ((10, 49), 38), ((50, 299), 24), ((300, 2400), 8)])

    func fill(_ draft: inout MadeUp.Draft<Customer>, _ dice: inout MadeUp.Dice) {
        draft[\.kind] = .organisation
        draft[\.title] = name.full
        draft[\.shortName] = dice.hits(percent: 80) ? name.short : nil
        draft[\.englishName] = dice.hits(percent: 12) ? name.english : nil
        fillRegistration(&draft, &dice)
        fillContacts(&draft, &dice)
        fillFigures(&draft, &dice)
    }

    private func fillRegistration(_ draft: inout MadeUp.Draft<Customer>, _ dice: inout MadeUp.Dice) {
        if dice.hits(percent: 90) {
            let code = MadeUpIdentity.creditCode(&dice)
            draft[\.identityType] = .creditCode
            draft[\.identityNumber] = code
            if dice.hits(percent: 50) { draft[\.taxNumber] = code }
        }
        draft[\.legalRepresentative] = MadeUp.PersonName(isFemale: dice.hits(percent: 28), born: dice.within(1958...1995), &dice).full
        let registered = city.office(&dice)
        if dice.hits(percent: 60) { draft[\.registeredAddress] = registered }
        if dice.hits(percent: 90) { draft[\.address] = dice.hits(percent: 70) ? registered : city.office(&dice) }
        if dice.hits(percent: 75) { draft[\.foundedOn] = (Day(year: 1985, month: 3, day: 1) ?? .first) + dice.below(14_300) }
    }

    private func fillContacts(_ draft: inout MadeUp.Draft<Customer>, _ dice: inout MadeUp.Dice) {
        if dice.hits(percent: 85) { draft[\.phone] = MadeUp.landline(in: city, &dice) }
        if dice.hits(percent: 20) { draft[\.fax] = MadeUp.landline(in: city, &dice) }
        if dice.hits(percent: 30) { draft[\.mobile] = MadeUp.mobile(&dice) }
        if dice.hits(percent: 45) { draft[\.mail] = "\(dice.one(of: ["info", "office", "hr", "service"]))@\(domain)" }
        if dice.hits(percent: 35) { draft[\.website] = "https://www.\(domain)" }
    }

    private var domain: String { "\(name.letters).example.com" }

    private func fillFigures(_ draft: inout MadeUp.Draft<Customer>, _ dice: inout MadeUp.Dice) {
        draft[\.industry] = name.industry
        draft[\.size] = employees < 10 ? .micro : employees < 50 ? .small : employees < 300 ? .medium : .large
        if dice.hits(percent: 70) { draft[\.employees] = Int64(employees) }
        if dice.hits(percent: 55) { draft[\.annualRevenue] = Self.yuan(employees * dice.within(15...120) * 10_000) }
        if dice.hits(percent: 30) {
            let limit = dice.within(5...200) * 10_000
            draft[\.creditLimit] = Self.yuan(limit)
            draft[\.creditUsed] = Self.yuan(limit / 100 * dice.below(90))
        }
        if dice.hits(percent: 25) { draft[\.walletShare] = Decimal(dice.within(5...95)) }
    }

    private static func yuan(_ amount: Int) -> Money { Money(minorUnits: Int64(amount) * 100, currency: .yuan) }
}

/// Those who speak for it.
extension MadeUpCompany {
    /// 1.2 on average.
    func contacts(_ dice: inout MadeUp.Dice) -> [Values] {
        (0..<Self.counts.draw(&dice)).map { place in contact(isPrimary: place == 0, &dice) }
    }

    private static let counts = MadeUp.Weighted([(0, 25), (1, 45), (2, 18), (3, 8), (4, 4)])

    private func contact(isPrimary: Bool, _ dice: inout MadeUp.Dice) -> Values {
        let isFemale = dice.hits(percent: 48), born = dice.within(1965...1999)
        let person = MadeUp.PersonName(isFemale: isFemale, born: born, &dice)
        let post = dice.one(of: Self.posts)
        var draft = MadeUp.Draft<Contact>()
        draft[\.title] = person.full
        draft[\.isPrimary] = isPrimary
        draft[\.position] = dice.hits(percent: 85) ? post.position : nil
        draft[\.department] = dice.hits(percent: 60) ? post.department : nil
        draft[\.buyingRole] = dice.hits(percent: 50) ? post.role : nil
        draft[\.gender] = dice.hits(percent: 80) ? (isFemale ? .female : .male) : nil
        draft[\.mobile] = dice.hits(percent: 92) ? MadeUp.mobile(&dice) : nil
        draft[\.phone] = dice.hits(percent: 30) ? MadeUp.landline(in: city, &dice) : nil
        if dice.hits(percent: 50) { draft[\.mail] = "\(person.pinyin.given).\(person.pinyin.surname)@\(domain)" }
        return draft.values
    }

    private static let posts: [(position: String, department: String, role: Contact.BuyingRole)] = [
        ("总经理", "总经办", .decisionMaker), ("副总经理", "总经办", .decisionMaker), ("财务经理", "财务部", .evaluator), ("会计", "财务部", .user),
        ("行政主管", "行政部", .evaluator), ("人事经理", "人力资源部", .influencer), ("采购经理", "采购部", .evaluator), ("车队队长", "物流部", .user),
        ("安全主管", "安全部", .influencer), ("办公室主任", "办公室", .influencer),
    ]
}
