import Engine
import Foundation
import Kernel
import TestKit
import Testing

@testable import Customers

@Suite struct MadeUpCustomerTests {
    private let now = TestClock.start
    private var today: Day { now.day(in: Actor.standardZone) }

    @Test("A customer's number alone decides what it is, not what was made before it")
    func determinism() {
        let forward = MadeUpCustomer.make(0..<300, now: now)
        let backward = (0..<300).reversed().map { MadeUpCustomer($0, now: now) }.reversed()
        let inBatches = stride(from: 0, to: 300, by: 7).flatMap { MadeUpCustomer.make($0..<min($0 + 7, 300), now: now) }

        for others in [Array(backward), inBatches] {
            #expect(others.map(\.values) == forward.map(\.values))
            #expect(others.map(\.contacts) == forward.map(\.contacts))
            #expect(others.map(\.adviser.login) == forward.map(\.adviser.login))
        }
    }

    @Test("The first customers are these, in this release and the next")
    func fixedPoints() {
        let names = MadeUpCustomer.make(0..<6, now: now).map { $0.values["name"]?.text ?? "" }

        #expect(names == ["谢晓生", "李福军", "深圳永成机械制造有限公司", "邓小霞", "曾兵", "王金民"])
    }

    @Test("Ten thousand identity cards have the right check digit, a birthday that fits and a region of nowhere")
    func identityCards() throws {
        var seen: Set<String> = []
        for customer in MadeUpCustomer.make(0..<15_000, now: now) where customer.values["identityType"] == .text("identityCard") {
            let number = try #require(customer.values["identityNumber"]?.text)
            let card = try #require(IdentityCard(number, on: today))
            let isFemale = customer.values["gender"] == .text("female")

            #expect(card.checksumHolds == true && card.dateIsPlausible && !card.regionIsAssigned, "\(number)")
            #expect(card.birthDay.map(Value.day) == customer.values["birthday"])
            #expect((card.sex == .female) == isFemale)
            #expect(seen.insert(number).inserted, "\(number) comes twice")
        }
        #expect(seen.count >= 10_000)
    }

    @Test("Credit codes have both check digits right and a region of nowhere")
    func creditCodes() throws {
        var count = 0
        for customer in MadeUpCustomer.make(0..<5_000, now: now) where customer.values["identityType"] == .text("creditCode") {
            let number = try #require(customer.values["identityNumber"]?.text)
            let code = try #require(UnifiedCreditCode(number))

            #expect(code.checksumHolds && code.organisationChecksumHolds, "\(number)")
            #expect(number.dropFirst(2).hasPrefix(MadeUp.unassignedRegion))
            count += 1
        }
        #expect(count > 700)
    }

    @Test("Every value has the form that its field would give it")
    func canonicalValues() throws {
        for customer in MadeUpCustomer.make(0..<2_000, now: now) {
            try expectCanonical(customer.values, Customer.schema.definition)
            for contact in customer.contacts { try expectCanonical(contact, Contact.schema.definition) }
        }
    }

    private func expectCanonical(_ values: Values, _ entity: EntityDefinition) throws {
        for (key, value) in values where !value.isEmpty {
            let field = try #require(entity[key], "\(entity.name) has no field \(key)")
            let parsed = try field.kind.parse(field.kind.json(value))
            #expect(parsed == value, "\(entity.name).\(key)")
        }
    }

    @Test("Four in five are people, and an organisation has 1.2 contacts")
    func shares() {
        let customers = MadeUpCustomer.make(0..<10_000, now: now)
        let organisations = customers.filter { $0.values["kind"] == .text("organisation") }
        let contacts = organisations.reduce(0) { $0 + $1.contacts.count }

        #expect((1_850...2_150).contains(organisations.count))
        #expect((1.1...1.3).contains(Double(contacts) / Double(organisations.count)))
        #expect(customers.allSatisfy { $0.values["kind"] == .text("organisation") || $0.contacts.isEmpty })
    }

    @Test("There is some mess: shared phones and missing fields, but not much")
    func mess() {
        let people = MadeUpCustomer.make(0..<10_000, now: now).filter { $0.values["kind"] == .text("person") }
        let mobiles = people.compactMap { $0.values["mobile"]?.text }

        #expect((20...400).contains(mobiles.count - Set(mobiles).count))
        for key in ["mobile", "address", "identityNumber", "grade", "source"] {
            let missing = people.count { ($0.values[key] ?? .null).isEmpty }
            #expect((people.count / 100...people.count / 5).contains(missing), "\(key): \(missing)")
        }
    }

    @Test("Mail goes to reserved domains only")
    func mail() {
        let customers = MadeUpCustomer.make(0..<3_000, now: now)
        let mails = (customers.map(\.values) + customers.flatMap(\.contacts)).compactMap { $0["mail"]?.text }
            + MadeUp.Insurer.colleagues.map(\.mail)

        #expect(mails.count > 1_000)
        for mail in mails { #expect(mail.contains(#/[@.]example\.(com|net|org)$/#), "\(mail)") }
    }

    @Test("Renewals are spread over the coming year")
    func renewals() {
        let days = MadeUpCustomer.make(0..<5_000, now: now).compactMap { customer -> Day? in
            if case .day(let day)? = customer.values["renewalDueOn"] { day } else { nil }
        }
        let byMonth = Dictionary(grouping: days) { $0.firstOfMonth() }

        #expect(days.allSatisfy { today < $0 && $0 <= today + 365 })
        #expect(byMonth.count >= 12)
    }
}
