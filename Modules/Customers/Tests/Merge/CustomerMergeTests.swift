import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

/// What is special when customers become one.
@Suite struct CustomerMergeTests {
    @Test("The number that was checked stays with what was found out, who wants no calls gets none, one contact stays the primary one", arguments: Dialect.allCases)
    func customers(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let engine = made.engine, definition = Customer.schema.definition
            func create<E: Entity>(_ type: E.Type, _ values: Values) async throws -> RecordID {
                try await engine.perform(.create(values), on: type.schema.definition, as: .system).id
            }
            let survivor = try await create(Customer.self, ["name": .text("张三"), "identityType": .text("passport"), "identityNumber": .text("E12345679")])
            let loser = try await create(Customer.self, [
                "name": .text("张三"), "identityType": .text("other"), "identityNumber": .text("X2"), "doNotCall": .flag(true),
                "realName": .text("verified"), "identityVerifiedAt": .instant(TestClock.start),
            ])
            let primary = try await create(Contact.self, ["name": .text("李"), "customer": .reference(survivor), "isPrimary": .flag(true)])
            let other = try await create(Contact.self, ["name": .text("王"), "customer": .reference(loser), "isPrimary": .flag(true)])
            // The contact speaks for the other one already.
            let role = try await create(ContactRole.self, ["name": .text("会计"), "contact": .reference(primary), "customer": .reference(loser)])

            let merge = try await engine.write(as: .system) { try $0.merge(MergeOrder(survivor: survivor, loser: loser), on: definition) }

            func find<E: Entity>(_ type: E.Type, _ id: RecordID) async throws -> Record<E> {
                try #require(try await engine.read(as: .system) { try $0.find(type, id) })
            }
            let merged = try await find(Customer.self, survivor)
            #expect(merged[\.identityNumber] == "X2" && merged[\.identityType] == .other && merged[\.doNotCall] && merged[\.contactCount] == 2)
            #expect(merged.values["realName"] == .text("verified") && merged[\.identityVerifiedAt] == TestClock.start)
            #expect(try await find(Contact.self, primary)[\.isPrimary])
            #expect(try await !find(Contact.self, other)[\.isPrimary])
            #expect(try await find(ContactRole.self, role)[\.customer].id == survivor)

            try await engine.write(as: .system) { _ = try $0.unmerge(merge, of: survivor, on: definition) }
            let back = try await find(Customer.self, survivor)
            #expect(back[\.identityNumber] == "E12345679" && back[\.identityType] == .passport && !back[\.doNotCall] && back[\.identityVerifiedAt] == nil)
            #expect(try await find(Contact.self, other)[\.isPrimary])
            #expect(try await find(Contact.self, other)[\.customer].id == loser)
            #expect(try await find(Customer.self, loser)[\.identityNumber] == "X2")
        }
    }
}
