import Customers
import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Grades

@Suite struct TrialTests {
    @Test("A trial tells who would move, and writes nothing; the calculation then moves those", arguments: Dialect.allCases)
    func trial(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            let boss = try await company.administrator
            for number in 0..<30 { try await company.make(["employees": .integer(Int64(number * 4)), "grade": number < 10 ? "a" : .null]) }
            let rule = try await company.makeRule(Company.byEmployees, Company.steps, ["isActive": .flag(false)])
            let marks: [SQL] = [
                "SELECT SUM(version) FROM customer", "SELECT COUNT(*) FROM audit", "SELECT COUNT(*) FROM outbox", "SELECT COUNT(*) FROM grade_change", "SELECT COUNT(*) FROM job",
                "SELECT COUNT(grade_score) FROM customer",
            ]
            var before: [Int64?] = []
            for mark in marks { before.append(try await company.number(mark)) }

            let trial = try await company.call("tryGradeRule", boss, record: rule)
            var movers: [JSON] = [], after: JSON = .null
            repeat {
                let asked: JSON = after == .null ? ["limit": "7"] : ["limit": "7", "after": after]
                let page = try await company.call("gradeMovers", boss, asked, record: rule)
                movers += page["data"]?.array ?? []
                after = page["page"]?["next"] ?? .null
            } while after != .null
            let fromA = try await company.call("gradeMovers", boss, ["from": "a", "to": "c", "limit": "200"], record: rule)

            for (mark, value) in zip(marks, before) { #expect(try await company.number(mark) == value) }
            let matrix = Dictionary(uniqueKeysWithValues: (trial["matrix"]?.array ?? []).map { ("\($0["from"]?.string ?? "none") \($0["to"]?.string ?? "none")", $0["count"]?.integer ?? 0) })
            #expect(matrix == ["a c": 10, "none b": 5, "none a": 5, "none vip": 10])
            #expect((trial["customers"], trial["total"], trial["next"]) == (30, 30, .null))
            #expect(Set(movers.compactMap { $0["id"]?.string }).count == 30)
            #expect(movers.count == 30)
            #expect(fromA["data"]?.array?.count == 10)
            try await company.engine.perform(.edit(rule, ["isActive": .flag(true)]), on: GradeRule.schema.definition, as: boss)
            #expect(try await company.regrade()["moved"] == 30)
        }
    }

    @Test("Only who may make rules tries them", arguments: Dialect.allCases)
    func rights(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            let rule = try await company.makeRule(Company.byEmployees, Company.steps), clerk = try await company.person("clerk"), id = try await company.make([:])
            let refused = Refusal.forbidden(verb: .edit, entity: "gradeRule")

            for name in ["tryGradeRule", "gradeMovers"] { await #expect(throws: refused) { _ = try await company.call(name, clerk, record: rule) } }
            await #expect(throws: refused) { _ = try await company.call("recalculateGrades", clerk) }
            await #expect(throws: refused) {
                _ = try await company.call("testGradeRule", clerk, ["mode": "points", "criteria": Company.byEmployees, "grades": Company.steps, "customer": .string(id.description)])
            }
        }
    }

    @Test("The evidence says points, what is missing to the next grade, and what one may not see stays unseen", arguments: Dialect.allCases)
    func evidence(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule([
                ["name": "员工", "value": ["field": "employees"], "points": ["linear": ["from": "0", "to": "100", "points": "100"]]],
                ["name": "生日", "weight": "2", "value": ["since": "birthday", "unit": "years"], "points": ["bands": [["from": "18", "points": "2.5"]]]],
            ], Company.steps)
            let today = Moment(now: company.made.clock.now, zone: Actor.standardZone).today
            let id = try await company.make(["employees": .integer(40), "birthday": .day(today - 12_000)])
            try await company.regrade()
            let narrow = try await company.engine.makeRole("narrow", grants: ["customer": ["read": "all"]], personal: .hidden)
            let clerk = try await company.person("clerk"), stranger = try await company.person("narrow", roles: [narrow])

            let seen = try await company.call("customerGrade", clerk, record: id), hidden = try await company.call("customerGrade", stranger, record: id)
            let criteria = seen["calculation"]?["criteria"]?.array ?? []
            #expect(criteria.map { $0["points"]?.string } == ["40.00", "5.00"])
            #expect(criteria.map { $0["value"]?.integer } == [40, 32])
            #expect(seen["calculation"]?["score"] == "45.00")
            #expect((seen["calculation"]?["grades"]?.array ?? []).map { $0["missing"]?.string } == ["35.00", "15.00", "0.00", nil])
            #expect(hidden["calculation"]?["criteria"]?.array?.last?["value"] == .null)
            #expect(hidden["calculation"]?["criteria"]?.array?.last?["isHidden"] == true)
            #expect(hidden["settable"] == [])
        }
    }

    @Test("Benefits follow the grade, the day and the unit; discounts do not add up", arguments: Dialect.allCases)
    func entitlements(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            let unit = try await company.engine.perform(.create(["code": "H", "name": "总部"]), on: OrgUnit.schema.definition, as: .system).id
            let branch = try await company.engine.perform(.create(["code": "B", "name": "分部", "parent": .reference(unit)]), on: OrgUnit.schema.definition, as: .system).id
            let other = try await company.engine.perform(.create(["code": "O", "name": "别处"]), on: OrgUnit.schema.definition, as: .system).id
            let today = Moment(now: company.made.clock.now, zone: Actor.standardZone).today
            func benefit(_ values: Values) async throws {
                let all: Values = ["name": "权益", "grade": "vip", "kind": "discount"]
                try await company.engine.perform(.create(all.merging(values) { $1 }), on: GradeBenefit.schema.definition, as: .system)
            }
            try await benefit(["value": .decimal(5), "scopeUnit": .reference(unit)])
            try await benefit(["value": .decimal(8)])
            try await benefit(["value": .decimal(50), "scopeUnit": .reference(other)])
            try await benefit(["value": .decimal(60), "until": .day(today - 1)])
            try await benefit(["value": .decimal(70), "grade": "a"])
            try await benefit(["kind": "priority", "value": .decimal(20)])
            let id = try await company.make(["grade": "vip", "unit": .reference(branch)])

            let entitlements = try await company.engine.read(as: .system) { try Entitlements(of: try #require(try $0.find(Customer.self, id)), on: today, $0) }
            #expect((entitlements.benefits.count, entitlements.discount, entitlements.priority) == (3, 8, 20))
            await #expect(throws: Invalid("value", .required)) { try await benefit(["kind": "discount"]) }
        }
    }

    @Test("The evidence keeps to rights on fields and to what a pool hides", arguments: Dialect.allCases)
    func evidenceByRight(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule([
                ["name": "员工", "value": ["field": "employees"], "points": ["linear": ["from": "0", "to": "100", "points": "100"]]]
            ], Company.steps)
            func person(_ login: String, _ read: String, _ fields: JSON = [:]) async throws -> Actor {
                try await company.person(login, roles: [company.engine.makeRole(login, grants: ["customer": ["read": .string(read)]], fields: ["customer": fields])])
            }
            let curt = try await person("curt", "all", ["grade": "masked"])
            let definition = Pool.schema.definition
            let pool = try await company.engine.perform(.create(["name": "公海", "entity": "customer", "hidden": .json(["employees"])]), on: definition, as: .system).id
            let fisher = try await person("fisher", "own")
            let id = try await company.make(["employees": .integer(47), "pool": .reference(pool), "grade": "vip"])
            try await company.regrade()

            let fished = try await company.call("customerGrade", fisher, record: id)
            #expect(fished["grade"] == "b")
            #expect(fished["calculation"]?["criteria"]?.array?.first?["value"] == .null)
            #expect(fished["calculation"]?["criteria"]?.array?.first?["isHidden"] == true)
            await #expect(throws: Refusal.forbidden(verb: .read, entity: "customer")) { _ = try await company.call("customerGrade", curt, record: id) }

            try await company.engine.perform(.edit(pool, ["hidden": .json(["grade"])]), on: definition, as: .system)
            let again = try #require(try await company.engine.actor(of: fisher.user ?? id))
            let bare = try await company.call("customerGrade", again, record: id)
            #expect(bare["grade"] == .null && bare["calculation"] == .null && bare["entitlements"] == [])
        }
    }
}
