import Customers
import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Grades

@Suite struct HandGradingTests {
    @Test("A grade set by hand holds against the rule until its day, and gives way without grace", arguments: Dialect.allCases)
    func override(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule(Company.byEmployees, Company.steps, ["graceDays": .integer(30)])
            let id = try await company.make(["employees": .integer(10)]), clerk = try await company.person("clerk")
            try await company.regrade()
            let today = Moment(now: company.made.clock.now, zone: Actor.standardZone).today
            _ = try await company.call("overrideGrade", clerk, ["grade": "vip", "reason": "战略客户", "until": .string((today + 5).description)], record: id)
            try await company.regrade()

            let held = try await company.customer(id)
            #expect((held[\.grade], held[\.gradeOverridden], held[\.gradeReason], held[\.gradeUntil]) == (.vip, true, "战略客户", today + 5))
            company.days(5)
            try await company.regrade()
            #expect(try await company.customer(id)[\.grade] == .vip)
            company.days(1)
            try await company.regrade()
            let ended = try await company.customer(id)
            #expect((ended[\.grade], ended[\.gradeOverridden], ended[\.gradeReason]) == (.c, false, nil))
            #expect(try await company.history(id) == ["– → C", "C → VIP", "VIP → C"])
        }
    }

    @Test("What is typed into the field is set by hand too; ending it lets the rule decide at once", arguments: Dialect.allCases)
    func typed(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            let id = try await company.make(["employees": .integer(70)]), clerk = try await company.person("clerk")
            try await company.edit(id, ["grade": "b"], as: clerk)
            #expect(try await company.customer(id)[\.gradeOverridden] == false)

            try await company.makeRule(Company.byEmployees, Company.steps)
            try await company.edit(id, ["grade": "vip"], as: clerk)
            #expect(try await company.customer(id)[\.gradeOverridden])
            let answer = try await company.call("endGradeOverride", clerk, record: id)
            #expect(answer["grade"] == "a")
            #expect(try await company.customer(id)[\.gradeOverridden] == false)
            await #expect(throws: Refusal.notPossible(action: "endGradeOverride")) { _ = try await company.call("endGradeOverride", clerk, record: id) }
        }
    }

    @Test("A rule says who may set which grade, whichever way they try", arguments: Dialect.allCases)
    func authority(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            let lead = try await company.engine.makeRole("lead", grants: ["*": ["read": "all", "edit": "all"]])
            try await company.makeRule(Company.byEmployees, Company.steps, ["authority": .json(["vip": [.string(lead.description)]])])
            let id = try await company.make(["employees": .integer(10)])
            let clerk = try await company.person("clerk"), leader = try await company.person("leader", roles: [lead])
            let refused = Invalid("grade", .needsApproval, ["roles": "lead"])

            await #expect(throws: refused) { _ = try await company.call("overrideGrade", clerk, ["grade": "vip", "reason": "x"], record: id) }
            await #expect(throws: refused) { try await company.edit(id, ["grade": "vip"], as: clerk) }
            try await company.edit(id, ["grade": "a"], as: clerk)
            _ = try await company.call("overrideGrade", leader, ["grade": "vip", "reason": "x"], record: id)
            #expect(try await company.customer(id)[\.grade] == .vip)
            #expect(try await company.call("customerGrade", clerk, record: id)["settable"] == ["a", "b", "c"])
        }
    }

    @Test("History is written by the program alone", arguments: Dialect.allCases)
    func history(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule(Company.byEmployees, Company.steps)
            let id = try await company.make(["employees": .integer(70)]), boss = try await company.administrator
            try await company.regrade()
            let change = try await company.engine.read(as: .system) { try $0.firstIDs(GradeChange.schema.definition, where: .always, limit: 1)[0] }

            #expect(throws: Invalid.self) { _ = try Input.values(["grade": "a", "customer": .string(id.description)], for: GradeChange.schema.definition, as: boss) }
            await #expect(throws: Refusal.forbidden(verb: .delete, entity: "gradeChange")) {
                try await company.engine.perform(.delete(change), on: GradeChange.schema.definition, as: boss)
            }
        }
    }

    @Test("A grade that comes with a merge is the rule's as it was, and goes back with it", arguments: Dialect.allCases)
    func merged(_ dialect: Dialect) async throws {
        try await Company.run(dialect) { company in
            try await company.makeRule(Company.byEmployees, Company.steps)
            let survivor = try await company.make(["name": "甲"])
            company.made.clock.step(milliseconds: 1_000)
            let loser = try await company.make(["name": "甲", "employees": .integer(90)]), boss = try await company.administrator
            try await company.regrade()
            #expect(try await company.customer(loser)[\.grade] == .vip)
            let order = MergeOrder(survivor: survivor, loser: loser, choices: ["grade": .loser])

            let merge = try await company.engine.write(as: boss) { try $0.merge(order, on: Customer.schema.definition) }

            let merged = try await company.customer(survivor)
            #expect(merged[\.grade] == .vip && !merged[\.gradeOverridden] && merged.values["gradeScore"] == .decimal(90))
            try await company.edit(survivor, ["employees": .integer(45)])
            try await company.regrade()
            #expect(try await company.customer(survivor)[\.grade] == .b)
            try await company.edit(survivor, ["employees": .integer(90)])
            try await company.regrade()
            try await company.engine.write(as: boss) { _ = try $0.unmerge(merge, of: survivor, on: Customer.schema.definition) }
            #expect(try await !company.customer(survivor)[\.gradeOverridden])
        }
    }
}
