import Customers
import Engine
import Foundation
import Kernel
import Linkage
import Store
import TestKit
import Testing

@testable import DataQuality

@Suite struct FindDuplicatesTests {
    private let entity = DuplicatePair.schema.definition

    @Test(arguments: Dialect.allCases)
    func `Pairs are found, answers are remembered, and asked again when something changed`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let one = try await branches.customer(Branches.wei)
            let other = try await branches.customer(Branches.weiAgain, in: branches.south)
            try await branches.customer(["name": "李娜", "mobile": "+8613912345678"])

            let first = try await branches.find()
            #expect(first["customers"] == 3 && first["found"] == 1 && first["new"] == 1)
            let pair = try #require(try await branches.pairs().first)
            #expect(pair[\.left].id == one && pair[\.right].id == other && pair[\.state] == .open)
            #expect(pair.unit == branches.north)

            try await branches.edit(pair.id, ["state": "different", "note": "双胞胎"], on: entity, as: branches.manager)
            let decided = try #require(try await branches.pairs().first)
            #expect(decided[\.decidedBy]?.id == branches.manager.user && decided[\.decidedAt] != nil)
            #expect(try await branches.find()["reopened"] == 0)
            #expect(try await branches.pairs().first?[\.state] == .different)

            // What is not compared changes nothing.
            try await branches.edit(one, ["notes": "x"])
            #expect(try await branches.find()["reopened"] == 0)
            try await branches.edit(one, ["mail": "wei@example.com"])
            #expect(try await branches.find()["reopened"] == 1)
            let reopened = try #require(try await branches.pairs().first)
            #expect(reopened[\.state] == .open && reopened[\.decidedBy] == nil && reopened[\.note] == "双胞胎")

            try await branches.edit(other, ["mobile": "+8613900000001", "birthday": .day(Day("1991-01-02")!)])
            #expect(try await branches.find()["gone"] == 1)
            #expect(try await branches.pairs().isEmpty)
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A pair belongs to whoever sees its older customer, and people only say what it is`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            try await branches.customer(Branches.wei)
            try await branches.customer(Branches.weiAgain, in: branches.south)
            try await branches.find()
            let pair = try #require(try await branches.pairs(as: branches.manager).first)

            #expect(try await branches.pairs(as: branches.neighbour).isEmpty)
            await #expect(throws: Invalid.self) { try await branches.edit(pair.id, ["state": "merged"], on: entity, as: branches.manager) }
            await #expect(throws: Invalid.self) {
                try await branches.engine.perform(.create(["left": .reference(pair[\.left].id), "right": .reference(pair[\.right].id), "probability": .decimal(1)]), on: entity, as: branches.everybody)
            }
            await #expect(throws: Refusal.forbidden(verb: .edit, entity: "duplicatePair")) {
                _ = try await branches.engine.jobs.start("findDuplicates", [:], as: branches.manager)
            }
            await #expect(throws: Invalid.self) { _ = try await branches.engine.jobs.start("findDuplicates", ["learn": "yes"], as: branches.everybody) }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A customer that goes takes its open pairs along, and ends what was found to be the same`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let one = try await branches.customer(Branches.wei)
            let two = try await branches.customer(Branches.weiAgain)
            let three = try await branches.customer(Branches.wei)
            #expect(try await branches.find()["new"] == 3)
            let same = try #require(try await branches.pairs().first { $0[\.left].id == one && $0[\.right].id == two })
            try await branches.edit(same.id, ["state": "same"], on: entity, as: branches.manager)

            try await branches.engine.perform(.delete(two), on: Customer.schema.definition, as: branches.manager)

            for _ in 0..<500 where try await branches.pairs().count != 2 { try await Task.sleep(for: .milliseconds(20)) }
            let left = try await branches.pairs()
            #expect(left.map { $0[\.state] }.sorted { $0.rawValue < $1.rawValue } == [.merged, .open])
            #expect(left.contains { $0[\.left].id == one && $0[\.right].id == three })
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A phone that many share is told and makes no pairs; weights are learned and kept`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            try await branches.engine.write(as: .system) { door in
                for number in 0..<130 {
                    try door.create(Customer.self, ["name": .text("王\(1_000 + 37 * number)"), "phone": "0755-88886666", "mobile": .text("+86138\(10_000_000 + 654_321 * number)")])
                }
            }

            let result = try await branches.find(["learn": true])

            #expect(result["found"] == 0)
            let shared = try #require(result["shared"]?.array?.first)
            #expect(shared["field"] == "phone" && shared["count"] == 130 && shared["customers"]?.array?.count == 3)
            let settings = try #require(try await branches.engine.read(as: .system) { try $0.first(MatchSettings.self, where: .always) })
            #expect(settings[\.learnedAt] != nil)
            #expect(try await branches.engine.read(as: .system) { try MatchSettings.linker($0).model.fields["person"]?.frequencies != nil })
        }
    }

    @Test func `There is one record of settings, and what cannot be is refused`() async throws {
        try await Branches.run(.sqlite) { branches in
            let settings = MatchSettings.schema.definition
            let id = try await branches.engine.perform(.create(["name": "查重", "same": .decimal(0.9), "ask": .decimal(0.4)]), on: settings, as: .system).id

            await #expect(throws: Invalid.self) { try await branches.engine.perform(.create(["name": "另一份"]), on: settings, as: .system) }
            await #expect(throws: Invalid.self) { try await branches.edit(id, ["ask": .decimal(0.95)], on: settings) }
            await #expect(throws: Invalid.self) { try await branches.edit(id, ["weights": .json(["prior": "x"])], on: settings) }
            let thresholds = try await branches.engine.read(as: .system) { try MatchSettings.linker($0).settings.thresholds }
            #expect(thresholds == Thresholds(same: 0.9, ask: 0.4))
        }
    }

    @Test(arguments: Dialect.allCases)
    func `A pair whose customers became one says so, and is open again when they are two`(_ dialect: Dialect) async throws {
        try await Branches.run(dialect) { branches in
            let one = try await branches.customer(Branches.wei), two = try await branches.customer(Branches.weiAgain)
            let three = try await branches.customer(["name": "张伟", "mobile": "+8613800138000", "kind": "person"])
            #expect(try await branches.find()["new"] == 3)
            let same = try #require(try await branches.pairs().first { $0[\.left].id == one && $0[\.right].id == two })
            try await branches.edit(same.id, ["state": "same"], on: entity, as: branches.manager)
            let order = MergeOrder(survivor: one, loser: two)

            let merge = try await branches.engine.write(as: .system) { try $0.merge(order, on: Customer.schema.definition) }

            func pairs() async throws -> [String] {
                let names = [one: "1", two: "2", three: "3"]
                return try await branches.pairs().map { "\(names[$0[\.left].id] ?? "?")\(names[$0[\.right].id] ?? "?") \($0[\.state].rawValue)" }.sorted()
            }
            // What was asked about the second customer is asked about the first now, twice until all are compared again.
            #expect(try await pairs() == ["12 merged", "13 open", "13 open"])
            try await branches.find()
            #expect(try await pairs() == ["12 merged", "13 open"])
            try await branches.engine.write(as: .system) { _ = try $0.unmerge(merge, of: one, on: Customer.schema.definition) }
            for _ in 0..<250 where try await pairs().first != "12 same" { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await pairs().first == "12 same")
        }
    }
}
