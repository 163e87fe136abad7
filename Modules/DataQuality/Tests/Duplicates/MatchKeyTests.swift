import Customers
import Engine
import Kernel
import Linkage
import Store
import TestKit
import Testing

@testable import DataQuality

@Suite struct MatchKeyTests {
    @Test(arguments: Dialect.allCases)
    func `Keys follow a customer from its making to its end`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let customer = Customer.schema.definition
            let id = try await branches.customer(Branches.wei)
            let first = try await branches.keys(of: id)
            #expect(first.count >= 3)

            try await branches.edit(id, ["notes": "VIP"])
            #expect(try await branches.keys(of: id) == first)
            try await branches.edit(id, ["mobile": "+8613912345678"])
            let second = try await branches.keys(of: id)
            #expect(second != first && !second.isEmpty)

            try await branches.engine.perform(.delete(id), on: customer, as: .system)
            #expect(try await branches.keys(of: id).isEmpty)
            try await branches.engine.perform(.restore(id), on: customer, as: .system)
            #expect(try await branches.keys(of: id) == second)
            try await branches.engine.perform(.delete(id), on: customer, as: .system)
            try await branches.engine.perform(.purge(id), on: customer, as: .system)
            #expect(try await branches.keys(of: id).isEmpty)
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A change that is undone leaves no keys, and one that is changed again leaves the last`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let customer = Customer.schema.definition
            let (made, refused) = try await branches.engine.write(as: .system) { door -> (RecordID, RecordID?) in
                let made = try door.perform(.create(Branches.wei), on: customer).id
                try door.perform(.edit(made, ["mobile": "+8613912345678"]), on: customer)
                let refused = try? door.perform(.create(["name": "李四", "identityType": "identityCard", "identityNumber": "11010519491231002"]), on: customer).id
                return (made, refused)
            }

            #expect(refused == nil)
            let expected = try await branches.engine.read(as: .system) { reader in
                CustomerMatching.record(try #require(try reader.find(Customer.self, made)).values, CustomerMatching.settings()).keys(CustomerMatching.settings())
            }
            #expect(try await branches.keys(of: made) == Set(expected.map { Int64(bitPattern: $0) }))
            #expect(try await branches.engine.database.read { try $0.first("SELECT COUNT(DISTINCT record_id) FROM match_key")?[0].integer } == 1)
        }
    }

    @Test func `Nothing that lies open follows from an identity number`() async throws {
        try await Branches.run(.sqlite) { branches in
            let id = try await branches.customer(["name": "张伟", "identityType": "identityCard", "identityNumber": "11010519491231002X"])

            let settings = CustomerMatching.settings()
            let open = PreparedRecord([nil, nil, "11010519491231002X"], settings).keys(settings).map { Int64(bitPattern: $0) }
            #expect(!open.isEmpty)
            #expect(try await branches.keys(of: id).isDisjoint(with: open))
            #expect(try await branches.check(["identityNumber": "11010519491231002x"], as: branches.everybody)["duplicates"]?.array?.first?["verdict"] == "same")
        }
    }

    @Test(arguments: Dialect.allCases)
    func `What was there before there were keys gets them, once`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let id = try await branches.customer(Branches.wei)
            let keys = try await branches.keys(of: id)
            try await branches.engine.write(as: .system) { _ = try $0.session.execute("DELETE FROM match_key") }
            #expect(try await MatchKeys.isDue(branches.engine))

            let job = try await branches.engine.write(as: .system) { try $0.enqueue("rebuildMatchKeys", uniqueKey: "all") }
            let result = try await branches.ended(job)

            #expect(result["records"] == 1)
            #expect(try await branches.keys(of: id) == keys)
            #expect(try await !MatchKeys.isDue(branches.engine))
        }
    }
}
