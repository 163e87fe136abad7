import Customers
import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Grades

@Suite struct CalculationTests {
    /// Random customers in two generations; no two children of one are founded on the same day.
    private func fill(_ company: Company, _ random: inout SeededRandom) async throws -> [RecordID: PlainCustomer] {
        var made: [RecordID: PlainCustomer] = [:]
        let today = Moment(now: company.made.clock.now, zone: Actor.standardZone).today
        func values(_ number: Int) -> Values {
            let all: Values = [
                "employees": .integer(.random(in: 0...150, using: &random)), "mail": .text("a\(number)@example.com"), "wechat": "w", "doNotCall": .flag(random.chance(50)),
                "annualRevenue": .money(Money(minorUnits: .random(in: 0...20_000, using: &random), currency: random.chance(80) ? .yuan : Currency("USD")!)),
                "address": .address(Address(city: "杭州市")), "creditRating": .text(random.pick(["aaa", "b", "c", "d"])),
                "foundedOn": .day(today - number * 37 - Int.random(in: 0..<30, using: &random)),
                "lastContactAt": .instant(company.made.clock.now + -Int64.random(in: 0...9_000_000_000, using: &random)),
            ]
            return all.filter { $0.key == "doNotCall" || random.chance(75) }
        }
        for number in 0..<40 {
            var customer = PlainCustomer(values: values(number * 3))
            let id = try await company.make(customer.values)
            for child in 0..<Int.random(in: 0...4, using: &random) {
                let values = values(number + child * 41)
                let childID = try await company.make(values.merging(["parent": .reference(id)]) { $1 })
                customer.children.append(values)
                made[childID] = PlainCustomer(values: values)
            }
            for contact in 0..<Int.random(in: 0...5, using: &random) {
                let values: Values = ["name": .text("联系人\(contact)"), "customer": .reference(id), "buyingRole": .text(random.chance(60) ? "user" : "blocker")]
                try await company.engine.perform(.create(values), on: Contact.schema.definition, as: .system)
                customer.contacts.append(values)
            }
            made[id] = customer
        }
        return made
    }

    @Test("Random rules come to the same scores and grades as plain arithmetic", arguments: Dialect.allCases)
    func random(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            var random = SeededRandom(20_261_123)
            let customers = try await fill(company, &random)
            let today = Moment(now: company.made.clock.now, zone: Actor.standardZone).today
            for round in 0..<40 {
                let criteria = (0..<Int.random(in: 1...6, using: &random)).map { _ in PlainCriterion(&random, today: today) }
                let json = JSON.array(criteria.map(\.json))
                let basis = try Grading.Basis(mode: .points, criteria: json, grades: Company.steps, company.engine.catalogue)
                let standings = try await company.engine.read(as: .system) {
                    try Calculation(grading: Grading(trying: basis), reader: $0).standings(.between(after: .min, upTo: .max), .all)
                }

                #expect(Set(standings.map(\.id)) == Set(customers.keys), "round \(round)")
                for standing in standings {
                    let customer = try #require(customers[standing.id])
                    let points = criteria.map { $0.points(customer) }, score = points.reduce(0, +)
                    try #require(standing.parts.map(\.points) == points, "round \(round): \(json.text) of \(customer)")
                    #expect(standing.score == score)
                    #expect(standing.target == (score >= 8_000 ? "vip" : score >= 6_000 ? "a" : score >= 4_000 ? "b" : "c"))
                }
            }
        }
    }

    @Test("By conditions the first that holds gives the grade", arguments: Dialect.allCases)
    func conditions(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            let big = try await company.make(["employees": .integer(500), "creditRating": "d"])
            let good = try await company.make(["employees": .integer(5), "creditRating": "aa"])
            let none = try await company.make([:])
            try await company.makeRule([], [
                ["grade": "vip", "when": ["employees": ["gte": 100]]], ["grade": "a", "when": ["creditRating": ["in": ["aaa", "aa"]]]], ["grade": "c"],
            ], ["mode": "conditions"])
            try await company.regrade()

            #expect(try await company.customer(big)[\.grade] == .vip)
            #expect(try await company.customer(good)[\.grade] == .a)
            #expect(try await company.customer(none)[\.grade] == .c)
            #expect(try await company.customer(none)[\.gradeScore] == nil)
        }
    }

    @Test("A custom entity's amounts within a year count, and its own grade is given", arguments: Dialect.allCases)
    func customEntity(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            let boss = try await company.administrator
            func define(_ entity: String, _ values: Values) async throws {
                try await company.engine.perform(.create(values), on: try #require(company.engine.catalogue[entity]), as: boss)
                try await company.engine.keepUp()
            }
            try await define("customEntity", ["key": "x_policy", "name": "保单", "nameEnglish": "Policy"])
            for (key, kind) in [("x_premium", "money"), ("x_starts", "date")] {
                try await define("customField", ["entity": "x_policy", "key": .text(key), "name": .text(key), "kind": .text(kind)])
            }
            try await define("customField", ["entity": "x_policy", "key": "x_customer", "name": "客户", "kind": "reference", "target": "customer"])
            try await define("customOption", ["entity": "customer", "field": "grade", "key": "x_diamond", "name": "钻石"])
            let customer = try await company.make([:]), other = try await company.make([:])
            let today = Moment(now: company.made.clock.now, zone: Actor.standardZone).today
            let policy = try #require(company.engine.catalogue["x_policy"])
            for (owner, days, yuan) in [(customer, 10, 4_000), (customer, 300, 3_000), (customer, 400, 90_000), (other, 5, 6_999)] as [(RecordID, Int, Int64)] {
                let values: Values = [
                    "name": "保单", "x_customer": .reference(owner), "x_starts": .day(today - days), "x_premium": .money(Money(minorUnits: yuan * 100, currency: .yuan)),
                ]
                try await company.engine.perform(.create(values.filter { policy[$0.key] != nil }), on: policy, as: .system)
            }
            try await company.makeRule([[
                "name": "一年保费", "value": ["over": "x_policy", "by": "x_customer", "function": "sum", "field": "x_premium", "at": "x_starts", "days": 365],
                "points": ["bands": [["from": "7000", "points": "50"], ["from": "1", "points": "10"]]],
            ]], [["grade": "x_diamond", "from": "50"], ["grade": "c"]])
            try await company.regrade()

            #expect(try await company.customer(customer).values["grade"] == "x_diamond")
            #expect(try await company.customer(other).values["grade"] == "c")
        }
    }

    @Test("The widest line that a rule may draw is calculated, a wider one is refused", arguments: Dialect.allCases)
    func widest(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            func criteria(from: String, to: String) -> JSON {
                let ends: JSON = ["from": ["amount": .string(from), "currency": "CNY"], "to": ["amount": .string(to), "currency": "CNY"], "points": "10000"]
                return [["name": "收入", "value": ["field": "annualRevenue"], "points": ["linear": ends]]]
            }
            let id = try await company.make(["annualRevenue": .money(Money(minorUnits: 8_900_000_000_000, currency: .yuan))])
            await #expect(throws: Invalid("criteria[0].points.linear.to", .outOfRange, ["min": "-90000000000", "max": "90000000000"])) {
                try await company.makeRule(criteria(from: "-90000000000", to: "90000000000"), Company.steps)
            }
            try await company.makeRule(criteria(from: "0", to: "90000000000"), Company.steps)

            try await company.regrade()

            #expect(try await company.customer(id)[\.grade] == .vip)
        }
    }
}
