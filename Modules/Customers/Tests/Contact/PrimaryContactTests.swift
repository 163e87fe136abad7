import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct PrimaryContactTests {
    @Test(arguments: Dialect.allCases)
    func `Naming a primary contact takes the mark from the one before`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let primaries = try await test.engine.write(as: .system) { door in
                let customer = Value.reference(try door.create(Customer.self, ["name": .text("甲公司")]).id)
                for name in ["张三", "李四"] {
                    try door.create(Contact.self, ["name": .text(name), "customer": customer, "isPrimary": .flag(true)])
                }
                return try door.reader.firstIDs(Contact.schema.definition, where: Contact.rule { $0.isPrimary == true }, limit: 5)
                    .compactMap { try door.reader.find(Contact.self, $0)?[\.title] }
            }

            #expect(primaries == ["李四"])
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A contact lies in the bucket of its customer and counts there`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let (customer, contact) = try await test.engine.write(as: .system) { door in
                let customer = try door.create(Customer.self, ["name": .text("甲公司")]).id
                let contact = try door.create(Contact.self, ["name": .text("张三"), "customer": .reference(customer)]).id
                return (try door.reader.find(Customer.self, customer), contact)
            }

            #expect(customer?[\.contactCount] == 1)
            #expect(customer?.id.bucket == contact.bucket)
        }
    }

    @Test func `Assigning hands the customer to the colleague and the colleague's unit`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let entity = Customer.schema.definition
            let saved = try await test.engine.write(as: .system) { door in
                let unit = try door.create(OrgUnit.self, ["code": .text("CQ"), "name": .text("重庆分公司")]).id
                let user = try door.create(User.self, ["login": .text("li"), "name": .text("李敏"), "unit": .reference(unit)]).id
                let customer = try door.create(Customer.self, ["name": .text("甲")]).id
                let action = try door.engine.catalogue.action("assign", on: entity)
                let saved = try door.act(action, on: entity, customer, ["owner": .string(user.description)])
                return [saved.values[Common.owner] == .reference(user), saved.values[Common.unit] == .reference(unit)]
            }

            #expect(saved == [true, true])
        }
    }
}
