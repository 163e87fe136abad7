import Engine
import Kernel

/// What ties a score of made-up customers to each other, and what else belongs to them: a household, a group of companies, guarantors and
/// referrers, invoice titles, consents, and now and then a key-account project (`MadeUpProject`). The same for the same customers; only the first two thousand have it.
struct MadeUpCircle {
    private static let size = 20, end = 2_000

    static func closes(_ number: Int) -> Bool { number < end && number % size == size - 1 }

    private let number: Int
    private let adviser: MadeUp.Colleague
    private let staff: MadeUpStaff
    private let owning: Values
    private let people: [Values]
    private let companies: [Values]

    /// - Parameter number: the last of the score, of which those are taken that nobody has deleted.
    init(closedBy number: Int, _ adviser: MadeUp.Colleague, _ staff: MadeUpStaff, _ reader: Reader) throws {
        (self.number, self.adviser, self.staff) = (number, adviser, staff)
        owning = staff.owning(adviser)
        let codes = (number - Self.size + 1...number).map(MadeUpCustomer.code)
        var query = ListQuery(Customer.schema.definition), found: [Values] = []
        query.filter = Customer.rule { $0.sourceSystem == MadeUpCustomer.system && $0.externalCode.isOne(of: codes) }
        query.sort = [ListQuery.SortKey(["externalCode"])]
        query.fields = ["name", "shortName", "kind", "birthday", "address", "phone"]
        try reader.forEach(query) { found.append($0) }
        people = found.filter { $0["kind"] == Customer.Kind.person.value }
        companies = found.filter { $0["kind"] == Customer.Kind.organisation.value }
    }

    func write(through door: Door) throws {
        var dice = MadeUp.Dice(seed: MadeUp.seed, 6, number)
        let today = door.reader.moment.today
        try writeHousehold(door, today - dice.within(400...9_000))
        try writeGroup(door, today - dice.within(300...4_000))
        try writeOthers(door, today, &dice)
        try writeConsents(door, today)
        for company in companies { try writeInvoiceTitle(of: company, door) }
        guard number % 60 == 59, let company = companies.first else { return }
        try MadeUpProject(number / 60, for: Self.id(company), adviser, staff).write(through: door, &dice)
    }

    private func writeHousehold(_ door: Door, _ since: Day) throws {
        guard people.count > 2 else { return }
        let home = try door.create(Customer.self, values(["name": .text(String(Self.name(people[0]).prefix(1)) + "家"), "kind": Customer.Kind.household.value]))
        for person in people.prefix(2) { try tie(Self.id(person), .householdMember, home.id, since, door) }
        try tie(Self.id(people[0]), .spouse, Self.id(people[1]), since, door)
        // Only somebody old enough can be a parent.
        let aged = people.dropFirst(2).compactMap { person in if case .day(let day)? = person["birthday"] { (person, day) } else { nil } }.sorted { $0.1 < $1.1 }
        if let old = aged.first, let young = aged.last, young.1 - 20 * 366 > old.1 { try tie(Self.id(old.0), .parentOf, Self.id(young.0), young.1, door) }
    }

    private func writeGroup(_ door: Door, _ since: Day) throws {
        guard companies.count > 1 else { return }
        let ids = companies.map(Self.id)
        try put(ids[1], under: ids[0], door)
        guard companies.count > 2 else { return }
        let name = companies[0]["shortName"]?.text ?? String(Self.name(companies[0]).prefix(4))
        let group = try door.create(Customer.self, values(["name": .text(name + "集团"), "kind": Customer.Kind.group.value]))
        try put(ids[0], under: group.id, door)
        for (place, company) in ids.enumerated().dropFirst(2) { try put(company, under: ids[place % 2], door) }
        for company in [ids[0], ids[2]] { try tie(company, .groupMember, group.id, since, door) }
    }

    private func put(_ company: RecordID, under parent: RecordID, _ door: Door) throws {
        try door.perform(.edit(company, ["parent": .reference(parent)]), on: Customer.schema.definition)
    }

    private func writeOthers(_ door: Door, _ today: Day, _ dice: inout MadeUp.Dice) throws {
        guard people.count > 6, let company = companies.first.map(Self.id) else { return }
        try tie(company, .employer, Self.id(people[3]), today - dice.within(200...3_000), door)
        try tie(Self.id(people[4]), .guarantor, company, today - dice.within(30...700), door, strength: .strong)
        try tie(Self.id(people[5]), .referrer, Self.id(people[6]), today - dice.within(30...2_000), door)
        if companies.count > 1 { try tie(Self.id(companies[1]), .supplier, company, today - dice.within(100...2_000), door, strength: .normal) }
        guard companies.count > 1, let contact = try door.reader.firstID(Contact.schema.definition, where: Contact.rule { $0.customer == Reference(company) })
        else { return }
        let role: Values = ["name": .text("财务顾问"), "contact": .reference(contact), "customer": .reference(Self.id(companies[1])), "since": .day(today - 200)]
        try door.create(ContactRole.self, values(role))
    }

    private func writeConsents(_ door: Door, _ today: Day) throws {
        for (place, person) in people.prefix(4).enumerated() {
            let given = Instant(milliseconds: Int64((today - 40 * (place + 1)).number) * 86_400_000 + 3 * 3_600_000)
            let marketing = place % 2 == 1
            var consent: Values = [
                "name": .text(marketing ? "营销信息" : "服务通知"), "customer": .reference(Self.id(person)), "givenAt": .instant(given),
                "purpose": (marketing ? Consent.Purpose.marketing : .service).value, "source": Consent.Source.branch.value,
            ]
            if place == 3 { consent["withdrawnAt"] = .instant(Instant(milliseconds: given.milliseconds + 20 * 86_400_000)) }
            try door.create(Consent.self, values(consent))
        }
    }

    private func writeInvoiceTitle(of company: Values, _ door: Door) throws {
        try door.create(
            InvoiceTitle.self, values(["name": .text(Self.name(company)), "customer": .reference(Self.id(company)), "isStandard": .flag(true)]))
    }

    private func tie(
        _ from: RecordID, _ type: CustomerRelation.Tie, _ to: RecordID, _ since: Day, _ door: Door, strength: CustomerRelation.Strength? = nil
    ) throws {
        try door.create(
            CustomerRelation.self,
            ["from": .reference(from), "type": type.value, "to": .reference(to), "since": .day(since), "strength": strength?.value ?? .null])
    }

    private func values(_ own: Values) -> Values { own.merging(owning) { own, _ in own } }
    private static func id(_ values: Values) -> RecordID { values[Common.id]?.reference ?? RecordID(rawValue: 0) }
    private static func name(_ values: Values) -> String { values["name"]?.text ?? "" }
}
