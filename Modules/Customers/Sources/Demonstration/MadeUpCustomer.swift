import Engine
import Foundation
import Kernel

/// One customer of the made-up insurer with those who speak for it, before they have ids.
struct MadeUpCustomer: Sendable {
    let number: Int
    let adviser: MadeUp.Colleague
    let values: Values
    let contacts: [Values]

    /// Customer `number`, from 0; the same for the same number and the same day, whatever was made before.
    init(_ number: Int, now: Instant) {
        var dice = MadeUp.Dice(seed: MadeUp.seed, 3, number)
        let territory = MadeUpTerritory.all.draw(&dice)
        self.number = number
        adviser = dice.one(of: territory.advisers)
        var draft = MadeUp.Draft<Customer>()
        draft[\.sourceSystem] = Self.system
        draft[\.externalCode] = Self.code(number)
        Self.fillRelation(&draft, now, &dice)
        if Self.isOrganisation(number) {
            let company = MadeUpCompany(in: territory.city, &dice)
            company.fill(&draft, &dice)
            contacts = company.contacts(&dice)
        } else {
            MadeUpPerson(number, in: territory.city, &dice).fill(&draft, &dice)
            contacts = []
        }
        values = draft.values
    }

    static func make(_ numbers: Range<Int>, now: Instant) -> [MadeUpCustomer] { numbers.map { MadeUpCustomer($0, now: now) } }

    /// Every fifth on average.
    static func isOrganisation(_ number: Int) -> Bool {
        var dice = MadeUp.Dice(seed: MadeUp.seed, 4, number)
        return dice.hits(percent: 20)
    }

    /// What any customer is to the insurer.
    private static func fillRelation(_ draft: inout MadeUp.Draft<Customer>, _ now: Instant, _ dice: inout MadeUp.Dice) {
        let isProspect = dice.hits(percent: 18)
        draft[\.roles] = isProspect ? [.prospect] : dice.hits(percent: 2) ? [.customer, .partner] : [.customer]
        draft[\.status] = dice.hits(percent: 4) ? .inactive : .active
        if let grade = grades.draw(&dice) {
            draft[\.grade] = grade.grade
            draft[\.gradeScore] = Decimal(dice.within(grade.scores)) / 100
        }
        draft[\.source] = dice.hits(percent: 6) ? nil : sources.draw(&dice)
        draft[\.preferredChannel] = dice.hits(percent: 40) ? channels.draw(&dice) : nil
        draft[\.doNotCall] = dice.hits(percent: 4)
        draft[\.doNotText] = dice.hits(percent: 3)
        draft[\.doNotMail] = dice.hits(percent: 2)
        let today = now.day(in: Actor.standardZone)
        if !isProspect, dice.hits(percent: 90) { draft[\.renewalDueOn] = today + dice.within(1...365) }
        if dice.hits(percent: 70) { draft[\.lastContactAt] = officeHour(today - dice.within(1...500), &dice) }
        if dice.hits(percent: 5) { draft[\.notes] = dice.one(of: remarks) }
    }

    /// Between nine and half past five in China, which knows no summer time.
    private static func officeHour(_ day: Day, _ dice: inout MadeUp.Dice) -> Instant {
        let minutes = day.number * 1440 + (9 - 8) * 60 + dice.below(510)
        return Instant(milliseconds: Int64(minutes) * 60_000)
    }

    private static let grades = MadeUp.Weighted<(grade: Customer.Grade, scores: ClosedRange<Int>)?>([
        ((.vip, 9000...10_000), 3), ((.a, 7500...8999), 12), ((.b, 5000...7499), 34), ((.c, 500...4999), 46), (nil, 5),
    ])

    private static let sources = MadeUp.Weighted<Customer.Source>([
        (.branch, 30), (.call, 14), (.web, 16), (.mail, 2), (.partner, 14), (.referral, 12), (.campaign, 8), (.importFile, 2), (.other, 2),
    ])

    private static let channels = MadeUp.Weighted<Customer.Channel>([
        (.phone, 35), (.wechat, 40), (.text, 12), (.mail, 6), (.visit, 6), (.letter, 1),
    ])

    private static let remarks = [
        "希望下午联系。", "续保前请先发报价。", "车辆由家人驾驶，联系家人即可。", "对理赔时效有意见，已解释。", "关注家庭财产险。", "老客户介绍，请优先服务。",
        "地址已变更，待核实。", "要求纸质发票。", "近期计划扩大投保范围。", "不接受推销电话。",
    ]
}

/// How demo customers are told from others, and counted.
extension MadeUpCustomer {
    static let system = "demo"

    static func code(_ number: Int) -> String { "D" + String(String(100_000_000 + number).dropFirst()) }

    /// How many were made so far, also when some were deleted since.
    static func highestNumber(_ reader: Reader) throws -> Int {
        try [false, true].map { deleted in
            var query = ListQuery(Customer.schema.definition)
            query.filter = Customer.rule { $0.sourceSystem == system }
            query.sort = [ListQuery.SortKey(["externalCode"], descending: true)]
            query.fields = ["externalCode"]
            query.limit = 1
            query.deleted = deleted
            let page = try JSON.parse(reader.list(query).json)
            guard let code = page.object?["data"]?.array?.first?.object?["externalCode"]?.string else { return 0 }
            return (Int(code.dropFirst()) ?? -1) + 1
        }.max() ?? 0
    }

    func write(through door: Door, _ staff: MadeUpStaff, _ tags: MadeUpTags) throws {
        let owning = staff.owning(adviser)
        let own = values.merging(owning) { value, _ in value }.merging(tags.tags(of: number)) { value, _ in value }
        let customer = try door.perform(.create(own), on: Customer.schema.definition).id
        for contact in contacts {
            let values = contact.merging(owning) { value, _ in value }.merging(["customer": .reference(customer)]) { $1 }
            try door.perform(.create(values), on: Contact.schema.definition)
        }
        if MadeUpCircle.closes(number) { try MadeUpCircle(closedBy: number, adviser, staff, door.reader).write(through: door) }
    }
}
