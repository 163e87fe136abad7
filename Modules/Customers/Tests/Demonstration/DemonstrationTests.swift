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

    @Test("Every customer has an owner, and stands in the owner's unit")
    func owners() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { made in
            _ = try await demonstrate(60, made)

            try await made.engine.read(as: .system) { reader in
                let ids = try reader.firstIDs(Customer.schema.definition, where: .always, limit: 100)
                for case let customer? in try ids.map({ try reader.find(Customer.self, $0) }) {
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
