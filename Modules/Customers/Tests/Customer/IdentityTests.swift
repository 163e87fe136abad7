import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct IdentityTests {
    private func create(_ values: JSON, _ test: TestEngine) async throws -> Record<Customer> {
        let entity = Customer.schema.definition
        let given = try Input.values(values, for: entity, as: .system)
        return try Record<Customer>(await test.engine.perform(.create(given), on: entity, as: .system).values)
    }

    @Test(arguments: Dialect.allCases)
    func `An identity card tells the birthday and the gender`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let customer = try await create(
                ["name": "张三", "identityType": "identityCard", "identityNumber": "440524188001010014"], test)

            #expect(customer[\.birthday] == Day(year: 1880, month: 1, day: 1))
            #expect(customer[\.gender] == .male)
        }
    }

    @Test(arguments: [
        ("identityCard", "440524188001010015", ValueProblem.Code.badCheckDigit),
        ("identityCard", "44052418800101", .wrongLength),
        ("identityCard", "4405241880010100I4", .letterForDigit),
        ("identityCard", "440524205001010014", .badCheckDigit),
        ("identityCard", "440524205001010016", .futureBirthday),
        ("identityCard", "440524188002300013", .noSuchBirthday),
        ("creditCode", "91350100M0001OOY43", .letterForDigit),
        ("organisationCode", "M000100Y5", .badCheckDigit),
        ("passport", "E1", .wrongLength),
        ("hongKongMacauPermit", "H1234567O", .letterForDigit),
        ("taiwanPermit", "1234567", .wrongLength),
        ("creditCode", "93442524A6HP44DM4F", .badCheckDigit),
    ])
    func `A number with a wrong check digit is refused`(_ type: String, _ number: String, _ code: ValueProblem.Code) async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            await #expect(throws: Invalid("identityNumber", code)) {
                try await create(["name": "张三", "identityType": .string(type), "identityNumber": .string(number)], test)
            }
        }
    }

    @Test func `What contradicts the identity card is refused at both fields`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let problems = ["identityNumber", "birthday", "gender"].map { ValueProblem(.contradicts).on($0) }
            await #expect(throws: Invalid(problems)) {
                try await create(
                    ["name": "张三", "identityType": "identityCard", "identityNumber": "440524188001010014", "birthday": "1881-01-01", "gender": "female"], test)
            }
        }
    }

    @Test func `A number without the kind of its document is refused`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            await #expect(throws: Invalid("identityType", .required)) {
                try await create(["name": "张三", "identityNumber": "440524188001010014"], test)
            }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Credit left follows from limit and use`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            func yuan(_ fen: Int64) -> Value { .money(Money(minorUnits: fen, currency: .yuan)) }
            let values: Values = ["name": .text("甲公司"), "creditLimit": yuan(100_000), "creditUsed": yuan(25_050)]
            let customer = try await test.engine.write(as: .system) { try $0.create(Customer.self, values) }

            #expect(customer[\.creditLeft] == Money(minorUnits: 74_950, currency: .yuan))
        }
    }
}
