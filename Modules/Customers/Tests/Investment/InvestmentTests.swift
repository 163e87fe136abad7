import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Customers

@Suite struct InvestmentTests {
    private func money(_ units: Int64, _ currency: Currency = .yuan) -> Value { .money(Money(minorUnits: units, currency: currency)) }

    @Test("Costs are not negative and nothing lies in the future", arguments: Dialect.allCases)
    func limits(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made), today = made.clock.now.day(in: held.officer.zone)
            func problems(_ values: Values) async throws -> [String] {
                let base: Values = ["name": .text("礼品"), "customer": .reference(held.customer), "date": .day(today)]
                do {
                    try await made.engine.perform(.create(base.merging(values) { $1 }), on: Investment.schema.definition, as: .system)
                    return []
                } catch let invalid as Invalid {
                    return invalid.problems.map { "\($0.field): \($0.problem.code.rawValue)" }
                }
            }

            #expect(try await problems(["cost": money(-1)]) == ["cost: outOfRange"])
            #expect(try await problems(["date": .day(today + 1), "hours": .decimal(-1)]) == ["hours: outOfRange", "date: outOfRange"])
            #expect(try await problems(["cost": money(0), "gain": money(1)]) == [])
        }
    }

    @Test("What a customer brought less what was put in, by year and never across currencies", arguments: Dialect.allCases)
    func balance(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let held = try await Held.make(made), dollar = try #require(Currency("USD"))
            for (year, kind, cost, gain) in [
                (2025, "visit", money(120_000), .null), (2025, "gift", money(30_050), money(500_000)), (2026, "gift", money(9_900, dollar), money(4_000, dollar)),
                (2026, "event", Value.null, money(1)),
            ] {
                try await made.engine.perform(
                    .create([
                        "name": .text("x"), "customer": .reference(held.customer), "date": .day(try #require(Day(year: year, month: 3, day: 1))),
                        "kind": .text(kind), "cost": cost, "gain": gain, "hours": .decimal(1.5),
                    ]),
                    on: Investment.schema.definition, as: .system)
            }

            let balance = try await held.call("investmentBalance")

            func texts(_ list: String, _ keys: String...) -> [String] {
                (balance[list]?.array ?? []).map { row in keys.map { row[$0]?["amount"]?.string ?? row[$0]?.string ?? row[$0]?.text ?? "" }.joined(separator: " ") }
            }
            #expect(texts("totals", "currency", "cost", "gain", "net") == ["CNY 1500.50 5000.01 3499.51", "USD 99.00 40.00 -59.00"])
            #expect(texts("years", "year", "currency", "net") == ["2025 CNY 3499.50", "2026 CNY 0.01", "2026 USD -59.00"])
            #expect(texts("kinds", "kind", "cost") == ["gift 300.50", "gift 99.00", "visit 1200.00"])
            #expect(balance["count"] == 5 && balance["hours"]?.string == "6.00")
        }
    }
}
