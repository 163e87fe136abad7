import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct VerificationTests {
    private func create(_ entity: EntityDefinition, _ values: JSON, _ test: TestEngine) async throws -> RecordID {
        let given = try Input.values(values, for: entity, as: .system)
        return try await test.engine.perform(.create(given), on: entity, as: .system).id
    }

    private func customer(_ test: TestEngine) async throws -> RecordID {
        try await create(Customer.schema.definition, ["name": "张三", "identityType": "identityCard", "identityNumber": "440524188001010014"], test)
    }

    @discardableResult
    private func verify(_ id: RecordID, _ more: [String: JSON] = [:], _ test: TestEngine) async throws -> RecordID {
        try await create(Verification.schema.definition, .object(["customer": .string(id.description), "method": "inPerson"].merging(more) { $1 }), test)
    }

    private func state(_ id: RecordID, _ test: TestEngine) async throws -> (Customer.RealName, Instant?) {
        let customer = try await test.engine.read(as: .system) { try $0.find(Customer.self, id) }
        return try (#require(customer)[\.realName], #require(customer)[\.identityVerifiedAt])
    }

    @Test(arguments: Dialect.allCases)
    func `The newest verification tells whether a customer is verified`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let id = try await customer(test)
            #expect(try await state(id, test) == (.unverified, nil))

            try await verify(id, [:], test)
            #expect(try await state(id, test) == (.verified, test.clock.now))

            let failed = try await verify(id, ["result": "failed"], test)
            #expect(try await state(id, test) == (.failed, nil))

            try await test.engine.perform(.delete(failed), on: Verification.schema.definition, as: .system)
            #expect(try await state(id, test).0 == .verified)
            try await test.engine.perform(.restore(failed), on: Verification.schema.definition, as: .system)
            #expect(try await state(id, test).0 == .failed)
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Another identity number voids what was verified`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let id = try await customer(test)
            let verification = try await verify(id, [:], test)

            try await test.engine.perform(.edit(id, ["identityType": .text("passport"), "identityNumber": .text("E12345678")]), on: Customer.schema.definition, as: .system)

            #expect(try await state(id, test) == (.unverified, nil))
            let voided = try await test.engine.read(as: .system) { try $0.find(Verification.self, verification) }
            #expect(voided?[\.isVoid] == true && voided?[\.documentNumber] == "440524188001010014")
            try await verify(id, [:], test)
            #expect(try await state(id, test).0 == .verified)
        }
    }

    @Test(arguments: Dialect.allCases)
    func `What was found out goes with its number, when it comes back and when customers become one and two again`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let entity = Customer.schema.definition
            let survivor = try await create(entity, ["name": "张三", "identityType": "passport", "identityNumber": "E12345679"], test)
            let loser = try await customer(test)
            try await verify(loser, [:], test)

            let choices: [String: MergeChoice] = [:]
            let merge = try await test.engine.write(as: .system) { try $0.merge(MergeOrder(survivor: survivor, loser: loser, choices: choices), on: entity) }
            let merged = try #require(try await test.engine.read(as: .system) { try $0.find(Customer.self, survivor) })
            #expect(merged[\.identityNumber] == "440524188001010014")
            #expect(try await state(survivor, test) == (.verified, test.clock.now))

            try await test.engine.write(as: .system) { _ = try $0.unmerge(merge, of: survivor, on: entity) }
            #expect(try await state(survivor, test) == (.unverified, nil))
            #expect(try await state(loser, test) == (.verified, test.clock.now))
            let held = try await test.engine.read(as: .system) { try $0.first(Verification.self, where: .always) }
            #expect(held?[\.isVoid] == false && held?[\.customer].id == loser)
        }
    }

    @Test func `What has run out is expired, and what cannot be is refused`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let id = try await customer(test)
            try await verify(id, ["expiresOn": "2001-01-01"], test)
            #expect(try await state(id, test).0 == .expired)

            await #expect(throws: Invalid("documentNumber", .contradicts)) { try await verify(id, ["documentNumber": "E12345678"], test) }
            await #expect(throws: Invalid.self) { try await verify(id, ["verifiedAt": "2999-01-01T00:00:00Z"], test) }
            let nameless = try await create(Customer.schema.definition, ["name": "李四"], test)
            await #expect(throws: Invalid("documentNumber", .required)) { try await verify(nameless, [:], test) }
        }
    }
}
