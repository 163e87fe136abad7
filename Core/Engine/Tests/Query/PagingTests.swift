import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct PagingTests {
    private static let sorts = [
        "", "name", "-name", "employees", "-employees", "ratio,-employees", "-stage,employees", "price", "-price,name", "founded,-calledAt,id", "region.name", "-region.name,name",
        "region.country.rank,-id", "isKey", "-half", "-load,address.city", "-createdAt", "id", "-id", "parent", "code", "-orders,-name", "due,mood,-isOpen,name",
    ]

    private func query(_ sort: String, limit: Int) throws -> ListQuery {
        var query = try ListQuery([("sort", sort), ("fields", "name")].filter { $0.0 != "sort" || !sort.isEmpty }, on: Firm.definition, Catalogue(modules: [People(), Workshop()]), for: .system)
        query.limit = limit
        return query
    }

    /// Page by page; between pages something may happen.
    private func pages(_ made: TestEngine, _ query: ListQuery, between: () async throws -> Void = {}) async throws -> [RecordID] {
        var query = query
        var ids: [RecordID] = []
        while true {
            let now = query
            let page = try await made.engine.read(as: .system) { try $0.list(now) }
            ids += try JSON.parse(page.json)["data"]?.array?.compactMap { $0["id"]?.string.flatMap { RecordID($0) } } ?? []
            guard let next = page.next else { return ids }
            // As the client sends it back.
            query.cursor = try #require(Cursor(next.text))
            #expect(try JSON.parse(page.json)["page"]?["next"]?.string == next.text)
            try await between()
        }
    }

    @Test("Pages one after the other are the whole list in its order, whatever it is sorted by", arguments: Dialect.allCases)
    func allSorts(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var random = SeededRandom(7)
            let ids = try await made.engine.populate(&random, firms: 60, orders: 30)
            let living = try await made.engine.read(as: .system) { reader in try (ids["firm"] ?? []).filter { try reader.find(Firm.self, $0) != nil } }

            for sort in Self.sorts {
                let whole = try await made.ids(query(sort, limit: 1_000))
                #expect(Set(whole) == Set(living) && whole.count == living.count, "\(sort)")
                for limit in [1, 7, 20] {
                    #expect(try await pages(made, query(sort, limit: limit)) == whole, "\(sort) by \(limit)")
                }
            }
        }
    }

    @Test("Lists stand in the order of their values, empty ones last", arguments: Dialect.allCases)
    func order(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let region = try await made.create(Region.self, ["name": "B"]).id
            let other = try await made.create(Region.self, ["name": "a"]).id
            for (name, employees, region) in [("张", 2, region), ("Z", nil, other), ("a", 2, nil), ("B", 1, region), ("😀", nil, nil)] as [(String, Int64?, RecordID?)] {
                try await made.create(Firm.self, [
                    "name": .text(name), "employees": employees.map(Value.integer) ?? .null, "region": region.map(Value.reference) ?? .null,
                ])
            }
            func names(_ sort: String) async throws -> [String] { try await made.list(query(sort, limit: 10)).compactMap { $0["name"]?.string } }

            #expect(try await names("name") == ["B", "Z", "a", "张", "😀"])
            #expect(try await names("-name") == ["😀", "张", "a", "Z", "B"])
            #expect(try await names("employees,name") == ["B", "a", "张", "Z", "😀"])
            #expect(try await names("-employees,name") == ["a", "张", "B", "Z", "😀"])
            #expect(try await names("region.name,-name") == ["张", "B", "Z", "😀", "a"])
            #expect(try await names("-region.name,name") == ["Z", "B", "张", "a", "😀"])
        }
    }

    @Test("While records come and go, no record that was there all the time is missed or seen twice", arguments: Dialect.allCases, [1, 2, 3] as [UInt64])
    func stability(_ dialect: Dialect, _ seed: UInt64) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var random = SeededRandom(seed)
            let ids = try await made.engine.populate(&random, firms: 40)
            let regions = try await made.engine.read(as: .system) { reader in try (ids["region"] ?? []).filter { try reader.find(Region.self, $0) != nil } }
            for _ in 0..<6 {
                let sort = random.pick(Self.sorts)
                let before = Set(try await made.ids(query(sort, limit: 1_000)))
                var gone: Set<RecordID> = []
                var turned = 0

                let seen = try await pages(made, query(sort, limit: Int.random(in: 2...9, using: &random))) {
                    made.clock.step(milliseconds: 10)
                    turned += 1
                    // In some orders all new records come at the end: a list that grew for ever would be read for ever.
                    for _ in 0..<(turned < 25 ? 2 : 0) {
                        try await made.create(Firm.self, random.values(for: Firm.definition, among: ["region": regions]))
                        if let one = before.subtracting(gone).sorted().randomElement(using: &random) {
                            gone.insert(one)
                            try await made.engine.perform(.delete(one), on: Firm.definition, as: .system)
                        }
                    }
                }

                #expect(Set(seen).count == seen.count, "\(sort)")
                #expect(before.subtracting(gone).subtracting(seen).isEmpty, "\(sort)")
            }
        }
    }

    @Test("A cursor fits only the list that it came from, and nothing else is one", arguments: Dialect.allCases)
    func cursors(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            for name in ["甲", "乙", "丙"] { try await made.create(Firm.self, ["name": .text(name)]) }
            let first = try query("name", limit: 1)
            let cursor = try #require(try await made.engine.read(as: .system) { try $0.list(first) }.next).text
            func code(_ parameters: [(name: String, value: String)], as actor: Actor = .system) async throws -> [String] {
                try await problems {
                    let query = try ListQuery(parameters, on: Firm.definition, made.engine.catalogue, for: .system)
                    _ = try await made.engine.read(as: actor) { try $0.list(query) }
                }
            }

            #expect(try await code([("sort", "name"), ("cursor", cursor)]) == [])
            let somebody = Actor(user: try made.engine.ids.next(), isAdministrator: true, rights: .unlimited)
            #expect(try await code([("sort", "name"), ("cursor", cursor)], as: somebody) == ["cursor: badCursor"])
            let second = try await made.second(modules: [Workshop()])
            let elsewhere = try ListQuery([("sort", "name"), ("cursor", cursor)], on: Firm.definition, second.catalogue, for: .system)
            #expect(try await second.read(as: .system) { try $0.list(elsewhere) }.count == 2)
            await second.stop()
            #expect(try await code([("sort", "-name"), ("cursor", cursor)]) == ["cursor: badCursor"])
            #expect(try await code([("sort", "name"), ("cursor", cursor), ("stage", "won")]) == ["cursor: badCursor"])
            #expect(try await code([("sort", "name"), ("cursor", cursor), ("deleted", "true")]) == ["cursor: badCursor"])
            #expect(try await code([("sort", "name"), ("cursor", cursor), ("q", "x")]) == ["cursor: badCursor"])
            for bad in ["", "x", "e30", "{}", String(cursor.dropLast(3)), cursor + "A", String(repeating: "A", count: 5_000), "\u{0}", "张三"] {
                #expect(try await code([("sort", "name"), ("cursor", bad)]) == ["cursor: badCursor"], "\(bad)")
            }
        }
    }
}
