import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct RollUpTests {
    /// What a firm keeps about its orders.
    private struct Kept: Equatable {
        var orders: Value = 0
        var openOrders: Value = 0
        var total: Value = .null
        var least: Value = .null
        var latest: Value = .null
        var load: Value = .decimal(0)
    }

    private func kept(_ made: TestEngine, _ firm: RecordID) async throws -> Kept {
        let firm = try #require(try await made.find(Firm.self, firm))
        return Kept(
            orders: firm.value("orders"), openOrders: firm.value("openOrders"), total: firm.value("total"), least: firm.value("least"),
            latest: firm.value("latest"), load: firm.value("load"))
    }

    private func day(_ text: String) -> Value { Day(text).map(Value.day) ?? .null }

    @Test("Roll-ups and the formulas over them stay true, whatever happens to the children", arguments: Dialect.allCases)
    func truth(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let region = try await made.create(Region.self, ["name": "东"]).id
            let first = try await made.create(Firm.self, ["name": "甲", "region": .reference(region)]).id
            let second = try await made.create(Firm.self, ["name": "乙"]).id
            #expect(try await kept(made, first) == Kept())

            let small = try await made.create(
                Order.self, ["name": "1", "firm": .reference(first), "amount": yuan(100), "pieces": 5, "placed": day("2026-01-05")]).id
            let large = try await made.create(
                Order.self, ["name": "2", "firm": .reference(first), "amount": yuan(900), "pieces": 2, "placed": day("2026-03-05"), "isPaid": .flag(true)]).id
            try await made.create(Order.self, ["name": "3"])
            #expect(try await kept(made, first) == Kept(orders: 2, openOrders: 1, total: yuan(1_000), least: 2, latest: day("2026-03-05"), load: .decimal(21)))
            #expect(try await made.find(Region.self, region)?.value("turnover") == yuan(1_000))

            try await made.edit(Order.self, small, ["isPaid": .flag(true), "amount": yuan(150)])
            #expect(try await kept(made, first) == Kept(orders: 2, openOrders: 0, total: yuan(1_050), least: 2, latest: day("2026-03-05"), load: .decimal(20)))

            try await made.edit(Order.self, large, ["firm": .reference(second)])
            #expect(try await kept(made, first) == Kept(orders: 1, openOrders: 0, total: yuan(150), least: 5, latest: day("2026-01-05"), load: .decimal(10)))
            #expect(try await kept(made, second) == Kept(orders: 1, openOrders: 0, total: yuan(900), least: 2, latest: day("2026-03-05"), load: .decimal(10)))
            #expect(try await made.find(Region.self, region)?.value("turnover") == yuan(150))

            try await made.engine.perform(.delete(large), on: Order.definition, as: .system)
            #expect(try await kept(made, second) == Kept())
            try await made.engine.perform(.restore(large), on: Order.definition, as: .system)
            #expect(try await kept(made, second).total == yuan(900))
            try await made.engine.perform(.delete(large), on: Order.definition, as: .system)
            try await made.engine.perform(.purge(large), on: Order.definition, as: .system)
            #expect(try await kept(made, second) == Kept())

            try await made.edit(Order.self, small, ["firm": .null])
            #expect(try await kept(made, first) == Kept())
            #expect(try await made.find(Region.self, region)?.value("turnover") == .null)
            #expect(try await made.find(Region.self, region)?.value("firms") == 1)
            // A firm that is put away counts no more, and what is written about it goes on while it is away.
            try await made.edit(Order.self, small, ["firm": .reference(first)])
            try await made.engine.perform(.delete(first), on: Firm.definition, as: .system)
            #expect(try await made.find(Region.self, region)?.value("firms") == 0)
            #expect(try await made.find(Region.self, region)?.value("turnover") == .null)
            try await made.edit(Order.self, small, ["amount": yuan(7)])
            try await made.engine.perform(.restore(first), on: Firm.definition, as: .system)
            #expect(try await kept(made, first).total == yuan(7))
            #expect(try await made.find(Region.self, region)?.value("turnover") == yuan(7))
        }
    }

    @Test("Amounts of two currencies have no sum", arguments: Dialect.allCases)
    func currencies(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let firm = try await made.create(Firm.self, ["name": "甲"]).id
            try await made.create(Order.self, ["name": "1", "firm": .reference(firm), "amount": yuan(100)])
            let other = try await made.create(Order.self, ["name": "2", "firm": .reference(firm), "amount": dollars(100)]).id
            try await made.create(Order.self, ["name": "3", "firm": .reference(firm)])

            #expect(try await kept(made, firm).total == .null)
            try await made.edit(Order.self, other, ["amount": yuan(1)])
            #expect(try await kept(made, firm).total == yuan(101))
        }
    }

    @Test("A sum that is too large is told and not written", arguments: Dialect.allCases)
    func overflow(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let firm = try await made.create(Firm.self, ["name": "甲"]).id
            let large = yuan(.max / 2 + 1)
            try await made.create(Order.self, ["name": "1", "firm": .reference(firm), "amount": large])

            #expect(try await problems { try await made.create(Order.self, ["name": "2", "firm": .reference(firm), "amount": large]) } == ["amount: outOfRange"])
            #expect(try await kept(made, firm).orders == 1)
        }
    }

    @Test("Roll-ups are true after random changes by many at once", arguments: Dialect.allCases)
    func atOnce(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            var firms: [RecordID] = []
            for index in 0..<3 { firms.append(try await made.create(Firm.self, ["name": .text("\(index)")]).id) }
            let all = firms

            try await withThrowingTaskGroup { group in
                for task in 0..<8 {
                    group.addTask {
                        var random = SeededRandom(UInt64(task) + 1)
                        var mine: [RecordID] = []
                        for index in 0..<15 {
                            let values: Values = ["firm": .reference(random.pick(all)), "pieces": .integer(Int64.random(in: 1...99, using: &random)), "amount": yuan(Int64.random(in: 1...99, using: &random))]
                            if mine.isEmpty || random.chance(60) {
                                mine.append(try await made.create(Order.self, values.merging(["name": .text("\(task)-\(index)")]) { $1 }).id)
                            } else if random.chance(70) {
                                try await made.edit(Order.self, random.pick(mine), values)
                            } else {
                                let gone = mine.removeLast()
                                try await made.engine.perform(.delete(gone), on: Order.definition, as: .system)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }

            let rows = try await made.rows(
                """
                SELECT f.id, f.orders, f.total, f.least, COUNT(o.id), SUM(o.amount), MIN(o.pieces)
                FROM firm AS f LEFT JOIN \(name: "order") AS o ON o.firm_id = f.id AND o.deleted_at IS NULL
                GROUP BY f.id
                """)
            #expect(rows.count == 3)
            for row in rows {
                #expect(row[1] == row[4] && row[3] == row[6])
                // PostgreSQL adds whole numbers as decimals, which arrive as text.
                let sum: Int64? = if let text = row[5].text { Int64(text) } else { row[5].integer }
                #expect(row[2].integer == sum)
            }
        }
    }

    @Test("Children that come at once are all counted", arguments: Dialect.allCases)
    func childrenAtOnce(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            let firm = try await made.create(Firm.self, ["name": "甲"]).id

            try await withThrowingTaskGroup { group in
                for task in 0..<8 {
                    group.addTask {
                        for index in 0..<20 {
                            try await made.create(Order.self, ["name": .text("\(task)-\(index)"), "firm": .reference(firm), "amount": yuan(1)])
                        }
                    }
                }
                try await group.waitForAll()
            }

            #expect(try await kept(made, firm) == Kept(orders: 160, openOrders: 160, total: yuan(160), load: .decimal(1_760)))
        }
    }
}
