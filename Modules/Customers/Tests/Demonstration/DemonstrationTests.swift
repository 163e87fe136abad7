import Engine
import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

@testable import Customers

@Suite struct DemonstrationTests {
    @Test("Five hundred customers come through the door and are found by pinyin", arguments: Dialect.allCases)
    func whole(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            _ = try await demonstrate(500, made)
            let person = try #require(MadeUpCustomer.make(0..<500, now: made.clock.now).first { $0.values["kind"] == .text("person") })
            let name = try #require(person.values["name"]?.text)

            try await made.engine.read(as: .system) { reader in
                #expect(try reader.count(OrgUnit.schema.definition) == 40)
                #expect(try reader.count(User.schema.definition) == 120)
                #expect(try reader.count(Customer.schema.definition, where: Customer.rule { $0.sourceSystem == MadeUpCustomer.system }) == 500)
                #expect(try reader.count(CustomerRelation.schema.definition) > 150)
                #expect(try reader.count(Contact.schema.definition) > 50)
                let found = String(decoding: try reader.search(Pinyin.full(name), limit: 50), as: UTF8.self)
                #expect(found.contains("\"\(name)\""))
            }
        }
    }

    @Test("Pools, authorities, credit, projects and a group of companies are made up once, with as few customers as that takes", arguments: Dialect.allCases)
    func arrangements(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            _ = try await demonstrate(400, made)
            _ = try await demonstrate(400, made)

            let adviser = try #require(try await made.engine.accounts.logIn("li.min", password: People.demonstrationPassword).access?.actor)
            let holds = try await made.engine.read(as: .system) { reader in
                #expect(try reader.count(ApprovalAuthority.schema.definition) == 10)
                let pools = try reader.firstIDs(Pool.schema.definition, where: .always, limit: 9)
                #expect(pools.count == 2)
                for pool in pools {
                    let lying = try reader.firstIDs(Customer.schema.definition, where: .compare([Pooled.pool], .equal, .reference(pool)), limit: 99)
                    #expect((4...12).contains(lying.count))
                    #expect(try lying.allSatisfy { try reader.find(Customer.self, $0)?.values[Pooled.formerOwner]?.reference != nil })
                }
                let projects = try reader.firstIDs(KeyProject.schema.definition, where: .always, limit: 99).compactMap { try reader.find(KeyProject.self, $0) }
                #expect(Set(projects.map { $0[\.state] }) == [.proposed, .running, .closed])
                for lines in [KeyProjectMember.schema.definition, KeyProjectStep.schema.definition, KeyProjectEntry.schema.definition] {
                    #expect(try reader.count(lines) >= projects.count)
                }
                let group = Customer.rule { $0.kind == .group }, below = Rule.compare(["parent", "parent", "kind"], .equal, Customer.Kind.group.value)
                #expect(try reader.count(Customer.schema.definition, where: group) > 0 && reader.count(Customer.schema.definition, where: below) > 0)
                return try reader.firstIDs(CreditHold.schema.definition, where: .always, limit: 9).compactMap { try reader.find(CreditHold.self, $0) }
            }
            #expect(holds.map(\.values["state"]).count { $0 == CreditHold.State.held.value } == 2)
            #expect(Set(holds.map { $0[\.state] }) == [.held, .released, .rejected])

            // The adviser releases what is small enough; the rest needs her manager.
            let small = try #require(holds.first { $0[\.state] == .held && $0[\.amount].minorUnits <= 1_000_000 })
            let large = try #require(holds.first { $0[\.state] == .held && $0[\.amount].minorUnits > 1_000_000 })
            try await made.engine.write(as: adviser) { try Credit.decide(small.id, .released, note: nil, through: $0) }
            await #expect(throws: Invalid.self) { try await made.engine.write(as: adviser) { try Credit.decide(large.id, .released, note: nil, through: $0) } }
        }
    }

    @Test("Every customer has an owner, and stands in the owner's unit; or lies in a pool")
    func owners() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { made in
            _ = try await demonstrate(60, made)

            try await made.engine.read(as: .system) { reader in
                let ids = try reader.firstIDs(Customer.schema.definition, where: .always, limit: 100)
                for case let customer? in try ids.map({ try reader.find(Customer.self, $0) }) where customer.values[Pooled.pool]?.reference == nil {
                    let owner = try #require(try customer.owner.flatMap { try reader.find(User.self, $0) })
                    #expect(customer.unit == owner[\.unit]?.id)
                    let contacts = try reader.count(Contact.schema.definition, where: Contact.rule { $0.customer == Reference(customer.id) })
                    #expect(customer[\.contactCount] == contacts)
                }
            }
        }
    }

    @Test("A second run changes nothing")
    func again() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { made in
            _ = try await demonstrate(80, made)
            let before = try await names(made)
            let said = try await demonstrate(80, made)

            #expect(try await names(made) == before)
            #expect(said == ["The demo organisation is there already.", "There are 80 demo customers already."])
        }
    }

    @Test("A run that ended early goes on to the same customers", arguments: Dialect.allCases)
    func goingOn(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            _ = try await demonstrate(90, made)
            // What people deleted in the meantime does not come back.
            try await made.engine.write(as: .system) { door in
                let last = Customer.rule { $0.externalCode == MadeUpCustomer.code(89) }
                let id = try #require(try door.reader.firstID(Customer.schema.definition, where: last))
                try door.perform(.delete(id), on: Customer.schema.definition)
            }
            _ = try await demonstrate(230, made)

            let wanted = MadeUpCustomer.make(0..<230, now: made.clock.now).filter { $0.number != 89 }.map { $0.values["name"]?.text ?? "" }
            #expect(try await names(made) == wanted.sorted())
        }
    }

    @Test("The administrator and the adviser can log in with the demo password")
    func passwords() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { made in
            _ = try await demonstrate(0, made)

            let administrator = try await made.engine.accounts.logIn("admin", password: People.demonstrationPassword).access
            let adviser = try await made.engine.accounts.logIn("li.min", password: People.demonstrationPassword).access
            #expect(administrator?.actor.isAdministrator == true && adviser?.actor.isAdministrator == false)
        }
    }

    @Test("A database in which somebody can log in gets no password that everybody knows")
    func noPasswords() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { made in
            let values: Values = ["login": .text("admin"), "name": .text("王芳"), "isAdministrator": .flag(true)]
            let own = try await made.engine.perform(.create(values), on: User.schema.definition, as: .system).id
            try await made.engine.accounts.setPassword("nobody knows this", of: own)
            _ = try await demonstrate(0, made)

            #expect(try await made.engine.accounts.user(login: "admin") == own)
            for login in ["admin", "li.min"] {
                await #expect(throws: Refusal.wrongLogin) {
                    try await made.engine.accounts.logIn(login, password: People.demonstrationPassword)
                }
            }
        }
    }

    /// Asks all modules, as the command does, and gives back what was said.
    private func demonstrate(_ customers: Int, _ made: TestEngine) async throws -> [String] {
        let said = Said()
        let demonstration = Demonstration(engine: made.engine, customers: customers) { said.add($0) }
        for module in made.engine.modules { try await module.demonstrate(demonstration) }
        return said.lines
    }

    private func names(_ made: TestEngine) async throws -> [String] {
        try await made.engine.read(as: .system) { reader in
            let ids = try reader.firstIDs(Customer.schema.definition, where: Customer.rule { $0.sourceSystem == MadeUpCustomer.system }, limit: 1_000)
            return try ids.compactMap { try reader.find(Customer.self, $0)?[\.title] }.sorted()
        }
    }
}

private final class Said: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    func add(_ line: String) { kept.withLock { $0.append(line) } }
}
