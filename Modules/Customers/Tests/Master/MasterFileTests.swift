import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct MasterFileTests {
    private static func problems(_ body: () throws -> Void) throws -> [String] {
        do {
            try body()
            return []
        } catch let invalid as Invalid {
            return invalid.problems.map { "\($0.field):\($0.problem.code)" }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A contact speaks for further customers, for each of them once and not for its own`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let problems = try await test.engine.write(as: .system) { door in
                let own = Value.reference(try door.create(Customer.self, ["name": .text("甲公司")]).id)
                let other = Value.reference(try door.create(Customer.self, ["name": .text("乙公司")]).id)
                let contact = Value.reference(try door.create(Contact.self, ["name": .text("张三"), "customer": own]).id)
                try door.create(ContactRole.self, ["name": .text("财务"), "contact": contact, "customer": other])
                return [
                    try Self.problems { try door.create(ContactRole.self, ["name": .text("财务"), "contact": contact, "customer": other]) },
                    try Self.problems { try door.create(ContactRole.self, ["name": .text("财务"), "contact": contact, "customer": own]) },
                ]
            }

            #expect(problems == [["customer:taken"], ["customer:taken"]])
        }
    }

    @Test func `A role cannot end before it begins`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let problems = try await test.engine.write(as: .system) { door in
                let customers = try ["甲", "乙"].map { Value.reference(try door.create(Customer.self, ["name": .text($0)]).id) }
                let contact = Value.reference(try door.create(Contact.self, ["name": .text("张三"), "customer": customers[0]]).id)
                let since = try #require(Day(year: 2026, month: 5, day: 1))
                return try Self.problems {
                    try door.create(
                        ContactRole.self,
                        ["name": .text("财务"), "contact": contact, "customer": customers[1], "since": .day(since), "until": .day(since - 1)])
                }
            }

            #expect(problems == ["until:outOfRange"])
        }
    }

    @Test func `Nobody reports to themselves, not by way of others either`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let problems = try await test.engine.write(as: .system) { door in
                let customer = Value.reference(try door.create(Customer.self, ["name": .text("甲公司")]).id)
                var chain: [RecordID] = []
                for name in ["总经理", "经理", "专员"] {
                    let above: Value = chain.last.map(Value.reference) ?? .null
                    chain.append(try door.create(Contact.self, ["name": .text(name), "customer": customer, "reportsTo": above]).id)
                }
                return try [chain[0], chain[2]].map { below in
                    try Self.problems { try door.perform(.edit(chain[0], ["reportsTo": .reference(below)]), on: Contact.schema.definition) }
                }
            }

            #expect(problems == [["reportsTo:circular"], ["reportsTo:circular"]])
        }
    }

    @Test func `A special invoice must name all that the tax office asks for, and numbers must be right`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let problems = try await test.engine.write(as: .system) { door in
                let customer = Value.reference(try door.create(Customer.self, ["name": .text("甲公司")]).id)
                let named: Values = ["name": .text("甲公司"), "customer": customer]
                return try [
                    ["kind": .text("special")], ["taxNumber": .text("91350100M000100Y44")], ["taxNumber": .text("12")], ["taxNumber": .text("9135 0100 m000 100y 43")],
                ].map { values in try Self.problems { try door.create(InvoiceTitle.self, named.merging(values) { $1 }) } }
            }

            #expect(problems[0].sorted() == ["address:required", "bank:required", "bankAccount:required", "phone:required", "taxNumber:required"])
            #expect(problems[1...] == [["taxNumber:badCheckDigit"], ["taxNumber:badIdentityNumber"], []])
        }
    }

    @Test func `A customer has one standard invoice title`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let titles = try await test.engine.write(as: .system) { door in
                let customer = Value.reference(try door.create(Customer.self, ["name": .text("甲公司")]).id)
                for name in ["甲", "乙"] {
                    try door.create(InvoiceTitle.self, ["name": .text(name), "customer": customer, "isStandard": .flag(true)])
                }
                return try door.reader.firstIDs(InvoiceTitle.schema.definition, where: InvoiceTitle.rule { $0.isStandard == true }, limit: 5)
                    .compactMap { try door.reader.find(InvoiceTitle.self, $0)?[\.title] }
            }

            #expect(titles == ["乙"])
        }
    }

    @Test func `Names with control characters or without end are refused, naming the field`() async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { test in
            let entity = Customer.schema.definition
            for (name, code) in [("张\u{7}三", ValueProblem.Code.badCharacter), (String(repeating: "张", count: 2_000), .tooLong)] {
                let problem = try #require(throws: Invalid.self) { try Input.values(["name": .string(name)], for: entity, as: .system) }
                #expect(problem.problems.map(\.field) == ["name"])
                #expect(problem.problems.map(\.problem.code) == [code])
            }
            await test.engine.stop()
        }
    }
}
