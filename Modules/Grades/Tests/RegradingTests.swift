import Customers
import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Grades

@Suite struct RegradingTests {
    @Test("Grades move through the door with history; a score alone is kept without a trace", arguments: Dialect.allCases)
    func moving(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule(Company.byEmployees, Company.steps)
            let id = try await company.make(["employees": .integer(65)])

            let first = try await company.regrade()
            let graded = try await company.customer(id)
            #expect(first["moved"] == 1)
            #expect((graded[\.grade], graded[\.gradeScore], graded[\.gradeFrom]) == (.a, 65, Moment(now: company.made.clock.now, zone: Actor.standardZone).today))
            #expect(try await company.history(id) == ["– → A"])

            try await company.edit(id, ["employees": .integer(70)])
            let before = try await company.customer(id), audits = try await company.number("SELECT COUNT(*) FROM audit"), events = try await company.number("SELECT COUNT(*) FROM outbox")
            let second = try await company.regrade()
            let after = try await company.customer(id)
            #expect((second["moved"], second["scored"]) == (0, 1))
            #expect(after[\.gradeScore] == 70)
            #expect(after.values["version"] == before.values["version"])
            #expect(try await company.number("SELECT COUNT(*) FROM audit") == audits)
            #expect(try await company.number("SELECT COUNT(*) FROM outbox") == events)
            #expect(try await company.regrade()["scored"] == 0)
        }
    }

    @Test("A worse grade waits for the days of grace, says so, and is forgotten when the customer recovers", arguments: Dialect.allCases)
    func grace(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule(Company.byEmployees, Company.steps, ["graceDays": .integer(10)])
            let id = try await company.make(["employees": .integer(90)])
            try await company.regrade()
            let today = Moment(now: company.made.clock.now, zone: Actor.standardZone).today
            try await company.edit(id, ["employees": .integer(45)])
            try await company.regrade()

            let waiting = try await company.customer(id)
            #expect((waiting[\.grade], waiting[\.gradePending], waiting[\.gradePendingSince], waiting[\.gradeUntil]) == (.vip, .b, today, today + 9))
            company.days(9)
            #expect(try await company.regrade()["moved"] == 0)
            try await company.edit(id, ["employees": .integer(65)])
            try await company.regrade()
            let other = try await company.customer(id)
            #expect((other[\.grade], other[\.gradePending], other[\.gradePendingSince]) == (.vip, .a, today))
            company.days(1)
            try await company.regrade()
            let fallen = try await company.customer(id)
            #expect((fallen[\.grade], fallen[\.gradePending], fallen[\.gradeUntil]) == (.a, nil, nil))
            #expect(try await company.history(id) == ["– → VIP", "VIP → A"])

            try await company.edit(id, ["employees": .integer(1)])
            try await company.regrade()
            #expect(try await company.customer(id)[\.gradePending] == .c)
            try await company.edit(id, ["employees": .integer(61)])
            try await company.regrade()
            let recovered = try await company.customer(id)
            #expect((recovered[\.grade], recovered[\.gradePending], recovered[\.gradePendingSince], recovered[\.gradeUntil]) == (.a, nil, nil, nil))
        }
    }

    @Test("A better grade comes at once, and what no rule has given has no grace", arguments: Dialect.allCases)
    func atOnce(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule(Company.byEmployees, Company.steps, ["graceDays": .integer(10)])
            let imported = try await company.make(["employees": .integer(45), "grade": "vip"])
            let rising = try await company.make(["employees": .integer(45)])
            try await company.regrade()
            try await company.edit(rising, ["employees": .integer(85)])
            try await company.regrade()

            #expect(try await company.customer(imported)[\.grade] == .b)
            #expect(try await company.customer(rising)[\.grade] == .vip)
        }
    }

    @Test("The first rule that is for a customer counts, by kind and unit with all below", arguments: Dialect.allCases)
    func scope(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            func unit(_ code: String, _ parent: RecordID?) async throws -> RecordID {
                let values: Values = ["code": .text(code), "name": .text(code), "parent": parent.map(Value.reference) ?? .null]
                return try await company.engine.perform(.create(values), on: OrgUnit.schema.definition, as: .system).id
            }
            let head = try await unit("H", nil), branch = try await unit("B", head), store = try await unit("S", branch)
            let always: (String) -> JSON = { [["grade": .string($0), "when": [:]]] }
            let conditions: Values = ["mode": "conditions"]
            try await company.makeRule([], always("c"), conditions.merging(["priority": .integer(9)]) { $1 })
            try await company.makeRule([], always("a"), conditions.merging(["priority": .integer(1), "scopeUnit": .reference(branch), "kinds": .list(["person"])]) { $1 })
            try await company.makeRule([], always("vip"), conditions.merging(["priority": .integer(0), "until": .day(Day("2020-01-01")!)]) { $1 })
            let inside = try await company.make(["unit": .reference(store), "kind": "person"])
            let firm = try await company.make(["unit": .reference(store), "kind": "organisation"])
            let outside = try await company.make(["unit": .reference(head), "kind": "person"])
            try await company.regrade()

            #expect(try await company.customer(inside)[\.grade] == .a)
            #expect(try await company.customer(firm)[\.grade] == .c)
            #expect(try await company.customer(outside)[\.grade] == .c)
        }
    }

    @Test("Two calculations at once move each customer once", arguments: Dialect.allCases)
    func atOnceTwice(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule(Company.byEmployees, Company.steps)
            var ids: [RecordID] = []
            for number in 0..<120 { ids.append(try await company.make(["employees": .integer(Int64(number))])) }
            try await withThrowingTaskGroup { group in
                for _ in 0..<3 { group.addTask { try await company.regrade() } }
                try await group.waitForAll()
            }

            #expect(try await company.number("SELECT COUNT(*) FROM grade_change") == 120)
            #expect(try await company.number("SELECT COUNT(*) FROM customer WHERE version = 2 AND grade IS NOT NULL") == 120)
        }
    }

    @Test("A change of a customer, or of a record that is counted, is followed within seconds", arguments: Dialect.allCases)
    func following(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule([[
                "name": "联系人", "value": ["over": "contact", "by": "customer", "function": "count"], "points": ["linear": ["from": "0", "to": "1", "points": "100"]],
            ]], Company.steps)
            let id = try await company.make([:])
            // Long ago, so that it is found by what refers to it alone.
            company.days(1)
            await company.engine.startWorkers()
            try await eventually { try await company.number("SELECT COUNT(*) FROM subscriber WHERE name = 'grades'") == 1 }
            try await company.engine.perform(.create(["name": "张三", "customer": .reference(id)]), on: Contact.schema.definition, as: .system)
            try await eventually { try await company.number("SELECT COUNT(*) FROM job WHERE kind = 'gradesChanged'") == 1 }
            company.made.clock.step(milliseconds: 60_000)

            try await eventually { try await company.customer(id)[\.grade] == .vip }
        }
    }
}
