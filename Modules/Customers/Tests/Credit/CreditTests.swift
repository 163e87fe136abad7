import Customers
import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct CreditTests {
    private func yuan(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, currency: .yuan) }

    private func customer(_ made: TestEngine, _ values: Values) async throws -> RecordID {
        let all: Values = ["name": .text("甲公司")]
        return try await made.engine.perform(.create(all.merging(values) { $1 }), on: Customer.schema.definition, as: .system).id
    }

    private func person(_ made: TestEngine, _ login: String, _ role: RecordID) async throws -> Actor {
        let values: Values = ["login": .text(login), "name": .text(login), "roles": .list([.reference(role)])]
        let id = try await made.engine.perform(.create(values), on: User.schema.definition, as: .system).id
        return try #require(try await made.engine.actor(of: id))
    }

    private func authority(_ made: TestEngine, _ grant: ApprovalAuthority.Grant, _ role: RecordID, _ more: Values) async throws {
        let values: Values = ["name": .text("授权"), "grant": grant.value, "role": .reference(role)]
        try await made.engine.perform(.create(values.merging(more) { $1 }), on: ApprovalAuthority.schema.definition, as: .system)
    }

    private func ask(_ made: TestEngine, _ id: RecordID, _ amount: Money, for document: RecordID? = nil, as actor: Actor = .system) async throws -> Credit.Answer {
        try await made.engine.write(as: actor) { try Credit.check(id, amount, for: document.map { ("order", $0) }, through: $0) }
    }

    @Test("What exceeds the limit, or comes from who is late or stopped, is held, with the reason", arguments: Dialect.allCases)
    func reasons(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let cases: [(values: Values, amount: Money, reason: CreditHold.Reason?)] = [
                ([:], yuan(1_000_000), nil),
                (["creditLimit": .money(yuan(100)), "creditUsed": .money(yuan(40))], yuan(60), nil),
                (["creditLimit": .money(yuan(100)), "creditUsed": .money(yuan(40))], yuan(61), .limitExceeded),
                (["creditLimit": .money(yuan(100)), "salesLimit": .money(yuan(50))], yuan(51), .salesLimitExceeded),
                (["creditLimit": .money(yuan(100)), "creditOverdue": .money(yuan(1))], yuan(1), .overdue),
                (["creditOverdue": .money(yuan(1)), "creditBlocked": .flag(true)], yuan(1), .blocked),
                (["creditLimit": .money(yuan(100))], Money(minorUnits: 1, currency: Currency("USD")!), .otherCurrency),
            ]
            for (values, amount, reason) in cases {
                let answer = try await ask(made, try await customer(made, values), amount)
                if let reason {
                    guard case .held(_, reason) = answer else { Issue.record("\(values): \(answer)"); continue }
                } else {
                    #expect(answer == .allowed)
                }
            }
        }
    }

    @Test("What was released for a document stays so up to its amount; what was turned down stays that", arguments: Dialect.allCases)
    func documents(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let id = try await customer(made, ["creditLimit": .money(yuan(10))]), order = RecordID(rawValue: 4_711), other = RecordID(rawValue: 4_712)
            guard case .held(let hold, _) = try await ask(made, id, yuan(20), for: order), case .held(let second, _) = try await ask(made, id, yuan(30), for: order) else {
                Issue.record("it was not held")
                return
            }
            #expect(hold == second)
            try await made.engine.write(as: .system) { try Credit.decide(hold, .released, note: nil, through: $0) }

            #expect(try await ask(made, id, yuan(30), for: order) == .allowed)
            guard case .held(let third, .limitExceeded) = try await ask(made, id, yuan(31), for: order) else { Issue.record("more than was released"); return }
            #expect(third != hold)
            guard case .held(let fourth, _) = try await ask(made, id, yuan(20), for: other) else { return }
            try await made.engine.write(as: .system) { try Credit.decide(fourth, .rejected, note: "太多", through: $0) }
            #expect(try await ask(made, id, yuan(20), for: other) == .rejected(fourth))
        }
    }

    @Test("Who may release up to which amount is arranged by role and unit; others are told whose approval it needs", arguments: Dialect.allCases)
    func authority(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let grants: JSON = ["*": ["read": "all", "edit": "all"]]
            let lead = try await made.engine.makeRole("lead", grants: grants), head = try await made.engine.makeRole("head", grants: grants)
            func unit(_ code: String, _ parent: RecordID?) async throws -> RecordID {
                let values: Values = ["code": .text(code), "name": .text(code), "parent": parent.map(Value.reference) ?? .null]
                return try await made.engine.perform(.create(values), on: OrgUnit.schema.definition, as: .system).id
            }
            let west = try await unit("W", nil), store = try await unit("WS", west), east = try await unit("E", nil)
            try await authority(made, .creditRelease, lead, ["scopeUnit": .reference(west), "upToAmount": .money(yuan(100))])
            try await authority(made, .creditRelease, head, [:])
            let leader = try await person(made, "leader", lead), chief = try await person(made, "chief", head)
            func held(_ unit: RecordID, _ amount: Money) async throws -> RecordID {
                let id = try await customer(made, ["creditLimit": .money(yuan(0)), "unit": .reference(unit)])
                guard case .held(let hold, _) = try await ask(made, id, amount) else { throw Invalid("amount", .required) }
                return hold
            }
            func release(_ hold: RecordID, _ actor: Actor) async throws {
                try await made.engine.write(as: actor) { try Credit.decide(hold, .released, note: nil, through: $0) }
            }
            let inside = try await held(store, yuan(100)), large = try await held(store, yuan(101)), outside = try await held(east, yuan(1))
            let refused = Invalid("amount", .needsApproval, ["roles": "head"])

            try await release(inside, leader)
            await #expect(throws: refused) { try await release(large, leader) }
            await #expect(throws: refused) { try await release(outside, leader) }
            try await release(large, chief)
            let record = try await made.engine.read(as: .system) { try $0.find(CreditHold.self, large) }
            #expect((record?[\.state], record?[\.decidedBy]?.id, record?[\.decidedAt]) == (.released, chief.user, made.clock.now))
        }
    }

    @Test("Of several who decide at once one does", arguments: Dialect.allCases)
    func oneWinner(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let id = try await customer(made, ["creditLimit": .money(yuan(0))])
            guard case .held(let hold, _) = try await ask(made, id, yuan(1)) else { return }
            let outcomes = await withTaskGroup { group in
                for number in 0..<6 {
                    group.addTask {
                        do {
                            let state: CreditHold.State = number % 2 == 0 ? .released : .rejected
                            try await made.engine.write(as: .system) { try Credit.decide(hold, state, note: "\(number)", through: $0) }
                            return true
                        } catch Refusal.notPossible {
                            return false
                        } catch {
                            Issue.record(error)
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }

            #expect(outcomes == 1)
            #expect(try await made.engine.read(as: .system) { try $0.find(CreditHold.self, hold)?.values["version"] } == .integer(2))
        }
    }

    @Test("To raise a limit takes authority, to lower it does not; used and overdue are the program's own", arguments: Dialect.allCases)
    func limits(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let role = try await made.engine.makeRole("clerk", grants: ["*": ["read": "all", "edit": "all", "create": "all"]])
            let head = try await made.engine.makeRole("head", grants: ["*": ["read": "all", "edit": "all"]])
            let clerk = try await person(made, "clerk", role), entity = Customer.schema.definition
            let id = try await customer(made, ["creditLimit": .money(yuan(100))])
            func edit(_ values: Values) async throws { try await made.engine.perform(.edit(id, values), on: entity, as: clerk) }
            try await edit(["creditLimit": .money(yuan(150))])
            try await authority(made, .creditLimit, role, ["upToAmount": .money(yuan(200))])
            try await authority(made, .creditLimit, head, [:])
            let refused = Invalid("creditLimit", .needsApproval, ["roles": "head"])

            try await edit(["creditLimit": .money(yuan(200))])
            await #expect(throws: refused) { try await edit(["creditLimit": .money(yuan(201))]) }
            await #expect(throws: refused) { try await edit(["creditLimit": .null]) }
            await #expect(throws: refused) {
                try await made.engine.perform(.create(["name": .text("乙"), "creditLimit": .money(yuan(999))]), on: entity, as: clerk)
            }
            try await edit(["creditLimit": .money(yuan(5))])
            await #expect(throws: Invalid.self) { _ = try Input.values(["creditUsed": "1", "creditOverdue": "1"], for: entity, as: clerk) }
            try await made.engine.write(as: clerk) { try Credit.keep(used: yuan(3), overdue: yuan(1), of: id, through: $0) }
            let record = try await made.engine.read(as: .system) { try $0.find(Customer.self, id) }
            #expect((record?[\.creditUsed], record?[\.creditOverdue], record?[\.creditLeft]) == (yuan(3), yuan(1), yuan(2)))
        }
    }

    @Test("Who may only look at a customer neither releases what is held nor has something held", arguments: Dialect.allCases)
    func lookers(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let looker = try await person(made, "looker", try await made.engine.makeRole("looker", grants: ["*": ["read": "all", "edit": "own"]]))
            let id = try await customer(made, ["creditLimit": .money(yuan(0))])
            guard case .held(let hold, _) = try await ask(made, id, yuan(1)) else { return }

            for name in ["releaseCreditHold", "rejectCreditHold"] {
                await #expect(throws: Refusal.forbidden(verb: .edit, entity: "customer")) { _ = try await made.call(name, record: hold, ["note": .text("n")], as: looker) }
            }
            await #expect(throws: Refusal.forbidden(verb: .edit, entity: "customer")) {
                _ = try await made.call("checkCredit", record: id, ["amount": .money(yuan(1)), "hold": .flag(true)], as: looker)
            }
            let state = try await made.engine.read(as: .system) { try $0.find(CreditHold.self, hold)?[\.state] }
            #expect(state == .held)
            #expect(try await made.engine.read(as: .system) { try $0.count(CreditHold.schema.definition) } == 1)
        }
    }
}
