import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct AggregateTests {
    @Test("Groups have the numbers that plain counting has", arguments: Dialect.allCases)
    func groups(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var random = SeededRandom(99)
            let ids = try await made.engine.populate(&random, firms: 80, orders: 40)
            let firms = try await made.engine.read(as: .system) { reader in
                try (ids["firm"] ?? []).compactMap { try reader.find(Firm.self, $0) }
            }
            let names = try await made.engine.read(as: .system) { reader in
                var names: [RecordID: String] = [:]
                for id in ids["region"] ?? [] {
                    let record = try reader.find(Region.self, id)
                    names[id] = record?[\.title]
                }
                return names
            }
            func counted(_ key: (Record<Firm>) -> JSON) -> [JSON: Int] { Dictionary(firms.map { (key($0), 1) }, uniquingKeysWith: +) }
            func found(_ group: String, _ more: [(name: String, value: String)] = []) async throws -> [JSON: Int] {
                let rows = try await made.aggregate(Firm.self, [("group", group)] + more)
                let pairs = rows.map { ($0["group"]?[group] ?? .null, Int($0["measures"]?["count"]?.integer ?? 0)) }
                #expect(Set(pairs.map(\.0)).count == pairs.count)
                return Dictionary(pairs, uniquingKeysWith: +)
            }

            #expect(try await found("stage") == counted { .string($0[\.stage].rawValue) })
            #expect(try await found("mood") == counted { $0[\.mood].map { .string($0.rawValue) } ?? .null })
            #expect(try await found("isKey") == counted { $0[\.isKey].map(JSON.flag) ?? .null })
            #expect(try await found("address.city") == counted { $0[\.address]?.city.map(JSON.string) ?? .null })
            for unit in TimeBucket.allCases {
                #expect(try await found("founded:\(unit.rawValue)") == counted { $0[\.founded].map { .string(Self.first(of: unit, $0).description) } ?? .null }, "\(unit)")
                // One offset serves the whole list, so at the ends of the calendar a bucket may be another.
                var near = counted {
                    $0[\.calledAt].map { $0 == .first || $0 == .last ? nil : .string(Self.first(of: unit, $0.day(in: Actor.standardZone)).description) } ?? .null
                }
                near[nil] = nil
                let filter = #"{"calledAt":{"between":["1995-01-01T00:00:00Z","2095-01-01T00:00:00Z"]}}"#
                #expect(try await found("calledAt:\(unit.rawValue)", [("filter", filter)]) == near, "\(unit)")
            }
            #expect(try await found("due:month") == counted { $0[\.due].map { .string($0.firstOfMonth().description) } ?? .null })
            #expect(try await found("latest:year") == counted { $0[\.latest].map { .string(Self.first(of: .year, $0).description) } ?? .null })
            let living = counted { $0[\.region].flatMap { names[$0.id] }.map(JSON.string) ?? .null }
            // Deleted regions keep their names; the plain count does not know those.
            for (name, count) in try await found("region.name") where name != .null && names.values.contains(name.string ?? "") {
                #expect(count >= living[name] ?? 0)
            }
            #expect(try await found("region.name").values.reduce(0, +) == firms.count)
        }
    }

    private static func first(of unit: TimeBucket, _ day: Day) -> Day {
        switch unit {
        case .day: day
        case .week: day - (day.weekday - 1)
        case .month: day.firstOfMonth()
        case .quarter: day.firstOfMonth(adding: -((day.month - 1) % 3))
        case .year: day.firstOfMonth(adding: 1 - day.month)
        }
    }

    @Test("Money is summed by currency, and numbers exactly", arguments: Dialect.allCases)
    func measures(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            for (stage, price, employees, ratio) in [
                ("won", yuan(100), 1, Decimal(string: "0.1")), ("won", yuan(250), 2, Decimal(string: "0.2")), ("won", dollars(999), 4, nil), ("lost", .null, nil, Decimal(string: "-0.3")),
            ] as [(String, Value, Int64?, Decimal?)] {
                try await made.create(Firm.self, [
                    "name": "甲", "stage": .text(stage), "price": price, "employees": employees.map(Value.integer) ?? .null, "ratio": ratio.map(Value.decimal) ?? .null,
                ])
            }

            let money = try await made.aggregate(Firm.self, [("group", "stage"), ("measure", "count,sum:price,avg:price,max:price")])
            #expect(Set(money) == [
                ["group": ["stage": "won"], "measures": ["count": 2, "sum:price": Self.money("3.50", "CNY"), "avg:price": Self.money("1.75", "CNY"), "max:price": Self.money("2.50", "CNY")]],
                ["group": ["stage": "won"], "measures": ["count": 1, "sum:price": Self.money("9.99", "USD"), "avg:price": Self.money("9.99", "USD"), "max:price": Self.money("9.99", "USD")]],
                ["group": ["stage": "lost"], "measures": ["count": 1, "sum:price": nil, "avg:price": nil, "max:price": nil]],
            ])
            let numbers = try await made.aggregate(Firm.self, [("measure", "count,sum:employees,avg:employees,min:ratio,sum:ratio,max:name")])
            #expect(numbers == [["group": [:], "measures": ["count": 4, "sum:employees": 7, "avg:employees": "2.3333", "min:ratio": "-0.300", "sum:ratio": "0.000", "max:name": "甲"]]])
            let filtered = try await made.aggregate(Firm.self, [("filter", #"{"stage":"lost"}"#), ("measure", "count,sum:employees")])
            #expect(filtered == [["group": [:], "measures": ["count": 1, "sum:employees": nil]]])
        }
    }

    private static func money(_ amount: String, _ currency: String) -> JSON { ["amount": .string(amount), "currency": .string(currency)] }

    @Test("What cannot be grouped or measured is refused, and a sum that is too large is told", arguments: Dialect.allCases)
    func refusals(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            for index in 0..<2 { try await made.create(Firm.self, ["name": .text("\(index)"), "employees": .integer(.max)]) }

            for (name, value) in [
                ("group", "price"), ("group", "markets"), ("group", "extra"), ("group", "stage:month"), ("group", "founded:hour"), ("group", "pin"), ("group", "stage,mood,isKey,code"),
                ("measure", "sum"), ("measure", "sum:name"), ("measure", "count:name"), ("measure", "median:employees"), ("measure", "sum:id"), ("measure", "sum:founded"), ("measure", "max:extra"), ("colour", "red"),
            ] {
                await #expect(throws: Invalid.self, "\(name) \(value)") { try await made.aggregate(Firm.self, [(name, value)]) }
            }
            #expect(try await problems { _ = try await made.aggregate(Firm.self, [("measure", "sum:employees")]) } == ["measure: outOfRange"])
        }
    }
}
