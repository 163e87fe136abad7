import Engine
import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

@Suite struct ListTests {
    private func query(_ parameters: [(name: String, value: String)], _ entity: EntityDefinition = Firm.definition) throws -> ListQuery {
        try ListQuery(parameters, on: entity, Catalogue(modules: [People(), Workshop()]), for: .system)
    }

    @Test("A list has the fields that were asked for, titles of what it refers to, and the total", arguments: Dialect.allCases)
    func shape(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let region = try await made.create(Region.self, ["name": "华东"]).id
            let id = try await made.create(Firm.self, ["name": "甲", "region": .reference(region), "price": yuan(1_250), "markets": .list([.reference(region)])]).id
            try await made.create(Firm.self, ["name": "乙"])
            try await made.engine.perform(.delete(region), on: Region.definition, as: .system)

            let query = try query([("fields", "name,price,markets"), ("expand", "region"), ("sort", "-price"), ("limit", "1"), ("count", "true")])
            let page = try await made.engine.read(as: .system) { try $0.list(query) }

            let json = try JSON.parse(page.json)
            #expect(json["data"] == [[
                "id": .string(id.description), "version": 1, "name": "甲", "price": ["amount": "12.50", "currency": "CNY"],
                "markets": [.string(region.description)], "region": .string(region.description),
                "expanded": ["region": ["id": .string(region.description), "title": "华东"]],
            ]])
            #expect(json["page"]?["total"] == 2)
            #expect(page.total == 2 && page.next != nil && page.count == 1)
            let one = try await made.engine.read(as: .system) { try $0.record(Firm.definition, id, fields: ["name"]) }
            #expect(try JSON.parse(one.json) == ["id": .string(id.description), "version": 1, "name": "甲"])
        }
    }

    @Test("Deleted records stand in a list of their own", arguments: Dialect.allCases)
    func deleted(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let gone = try await made.create(Firm.self, ["name": "甲"]).id
            try await made.create(Firm.self, ["name": "乙"])
            try await made.engine.perform(.delete(gone), on: Firm.definition, as: .system)

            #expect(try await made.list(query([])).map { $0["name"] } == ["乙"])
            #expect(try await made.list(query([("deleted", "true")])).map { $0["name"] } == ["甲"])
            let notFound = try await refusal { _ = try await made.engine.read(as: .system) { try $0.record(Firm.definition, gone) } }
            #expect(notFound == "notFound")
        }
    }

    @Test("Simple equality is read by the field's kind", arguments: Dialect.allCases)
    func simpleEquality(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let region = try await made.create(Region.self, ["name": "华东", "rank": 3]).id
            try await made.create(Firm.self, [
                "name": "甲", "employees": 5, "ratio": .decimal(1.5), "isKey": .flag(true), "founded": .day(Day("2020-02-29") ?? .first), "stage": "won", "price": yuan(100),
                "region": .reference(region), "address": .address(Address(city: "苏州")),
            ])
            try await made.create(Firm.self, ["name": "乙"])

            for (name, value) in [
                ("name", "甲"), ("employees", "5"), ("ratio", "1.5"), ("isKey", "true"), ("founded", "2020-02-29"), ("stage", "won"), ("price", "1.00"), ("region", region.description),
                ("address.city", "苏州"), ("region.name", "华东"), ("region.rank", "3"), ("orders", "0"), ("half", "2.5"),
            ] {
                let found = try await made.list(query([(name, value)])).compactMap { $0["name"]?.string }
                #expect(found.contains("甲") && (found.count == 1 || name == "orders"), "\(name)")
            }
            #expect(try await made.list(query([("employees", "")])).map { $0["name"] } == ["乙"])
            for (name, value) in [("employees", "five"), ("isKey", "maybe"), ("founded", "2021-02-29"), ("stage", "hot"), ("region", "x"), ("address", "x"), ("markets", "1"), ("extra", "1"), ("colour", "1"), ("a.b", "1"), ("", "1")] {
                #expect(throws: Invalid.self, "\(name)") { try query([(name, value)]) }
            }
        }
    }

    @Test("A bad parameter is an error that names it, and all of them are told at once")
    func badParameters() async throws {
        #expect(try await problems {
            _ = try query([("limit", "0"), ("sort", "colour"), ("fields", "x"), ("expand", "name"), ("count", "yes"), ("filter", "{"), ("q", String(repeating: "x", count: 500))])
        } == ["limit: outOfRange", "colour: unknownField", "x: unknownField", "expand: unknownField", "count: badFlag", "filter: badFilter", "q: tooLong"])
        for (name, value) in [("limit", "201"), ("limit", "x"), ("sort", "markets"), ("sort", "extra"), ("sort", "address"), ("sort", "a,b,c,d,e"), ("sort", "parent.parent.parent.name"), ("sort", "-")] {
            #expect(throws: Invalid.self, "\(name) \(value)") { try query([(name, value)]) }
        }
        #expect(try await problems { _ = try query([("name", "a"), ("name", "b")]) } == ["name: repeated"])
    }

    @Test("A bad filter is an error and never an unfiltered list", arguments: [
        #"[]"#, #"3"#, #""x""#, #"null"#, #"{"colour":1}"#, #"{"name":{}}"#, #"{"name":{"like":"x"}}"#, #"{"name":{"eq":3}}"#, #"{"employees":"5"}"#, #"{"employees":{"contains":"5"}}"#,
        #"{"founded":{"within":"someday"}}"#, #"{"founded":{"within":3}}"#, #"{"founded":{"between":["2020-01-01"]}}"#, #"{"stage":["won","hot"]}"#, #"{"and":{}}"#, #"{"or":[]}"#, #"{"not":[]}"#,
        #"{"address":["x"]}"#, #"{"extra":[1]}"#, #"{"page":["x"]}"#, #"{"isOpen":[true]}"#, #"{"markets":"1"}"#, #"{"signs":{"any":["rain"]}}"#, #"{"name":{"empty":"yes"}}"#, #"{"pin":"1"}"#,
        #"{"parent.parent.parent.name":"x"}"#, #"{"parent.pin":"x"}"#, #"{"name.x":"x"}"#, #"{"":1}"#, #"{"region.":"x"}"#, #"{"name":{"contains":"a\u0000b"}}"#,
    ])
    func badFilters(_ filter: String) throws {
        #expect(throws: Invalid.self) { try query([("filter", filter)]) }
    }

    @Test("Filters have bounds: in depth, in comparisons, and in values", arguments: Dialect.allCases)
    func bounds(_ dialect: Dialect) async throws {
        func nested(_ depth: Int) -> String { String(repeating: #"{"not":"#, count: depth) + #"{"name":"a"}"# + String(repeating: "}", count: depth) }
        func many(_ count: Int, of values: Int) -> String {
            let list = (0..<values).map(String.init).joined(separator: ",")
            return #"{"or":["# + (0..<count).map { _ in #"{"employees":{"in":[\#(list)]}}"# }.joined(separator: ",") + "]}"
        }
        #expect(try await problems { _ = try query([("filter", nested(9))]) } == [])
        #expect(try await problems { _ = try query([("filter", nested(10))]) } == ["filter: tooDeep"])
        #expect(try await problems { _ = try query([("filter", nested(1_000))]) }.count == 1)
        #expect(try await problems { _ = try query([("filter", many(201, of: 1))]) } == ["filter: tooMany"])
        #expect(try await problems { _ = try query([("filter", many(40, of: 1_000))]) } == ["filter: tooMany"])
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let values = try await made.list(query([("filter", many(10, of: 1_000))]))
            let comparisons = try await made.list(query([("filter", many(200, of: 1))]))
            #expect(values.isEmpty && comparisons.isEmpty)
        }
    }

    @Test("Twenty thousand rows stream by in order", arguments: Dialect.allCases)
    func streaming(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let at = TestClock.start.milliseconds
            try await made.database.database.write { session in
                for start in stride(from: 0, to: 20_000, by: 500) {
                    let rows = (start..<start + 500).map { "(\($0 + 1), 1, \(at), \(at), \("n\($0)"), 0, 0)" as SQL }
                    try session.execute(
                        "INSERT INTO region (id, version, created_at, modified_at, name, rank, firms) VALUES \(rows.joined(by: ", "))")
                }
            }
            var query = try query([("fields", "name")], Region.definition)
            query.sort = [ListQuery.SortKey([Common.id])]
            let wanted = query

            let (count, sum, inner) = try await made.engine.read(as: .system, limit: nil) { reader in
                var count = 0, sum: Int64 = 0, inner: Int64 = 0
                try reader.forEach(wanted) { values in
                    count += 1
                    sum += values[Common.id]?.reference?.rawValue ?? 0
                    // Other queries may run in between.
                    if count % 5_000 == 0 { inner = try reader.count(Region.definition) }
                }
                return (count, sum, inner)
            }

            #expect(count == 20_000 && sum == 200_010_000 && inner == 20_000)
        }
    }
}
