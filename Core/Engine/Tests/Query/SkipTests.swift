import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct SkipTests {
    private static let sorts = [
        "", "name", "-name", "employees", "-employees,name", "stage,-employees", "price", "region.name,-mood", "-region.country.rank", "-half", "isKey,founded", "-id",
    ]

    private func query(_ made: TestEngine, _ parameters: [(name: String, value: String)]) throws -> ListQuery {
        try ListQuery(parameters.filter { !$0.value.isEmpty }, on: Firm.definition, made.engine.catalogue, for: .system)
    }

    @Test("The rows from a position are those that pages one after the other come to", arguments: Dialect.allCases, [1, 2] as [UInt64])
    func everywhere(_ dialect: Dialect, _ seed: UInt64) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var random = SeededRandom(seed)
            // Few values and many missing ones: ties and empty places in every order.
            _ = try await made.engine.populate(&random, firms: 60)

            for sort in Self.sorts {
                let filter = random.chance(50) ? #"{"stage":{"in":["new","warm"]}}"# : ""
                let walked = try await walk(made, query(made, [("sort", sort), ("filter", filter), ("limit", "7")]))
                for skip in [0, 1, 6, walked.count / 2, max(walked.count - 1, 0), walked.count, walked.count + 5] {
                    let page = try await made.ids(query(made, [("sort", sort), ("filter", filter), ("limit", "7"), ("skip", "\(skip)")]))
                    #expect(page == Array(walked.dropFirst(skip).prefix(7)), "\(sort) from \(skip)")
                }
            }
        }
    }

    @Test("From a page in the middle one goes on as from any other", arguments: Dialect.allCases)
    func goesOn(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            for number in 0..<12 { try await made.create(Firm.self, ["name": .text("甲"), "employees": number < 6 ? 3 : .null]) }
            let whole = try await walk(made, query(made, [("sort", "-employees"), ("limit", "5")]))

            let rest = try await walk(made, query(made, [("sort", "-employees"), ("limit", "5"), ("skip", "4")]))

            #expect(rest == Array(whole.dropFirst(4)))
        }
    }

    @Test("A position out of bounds, or one beside a cursor, is refused by its name")
    func refused() async throws {
        try await withEngine(.sqlite, modules: [Workshop()]) { made in
            for number in 0..<3 { try await made.create(Firm.self, ["name": .text("甲\(number)")]) }
            let first = try query(made, [("limit", "1")])
            let cursor = try #require(try await made.engine.read(as: .system) { try $0.list(first) }.next).text

            #expect(try await problems { _ = try query(made, [("skip", "-1")]) } == ["skip: outOfRange"])
            #expect(try await problems { _ = try query(made, [("skip", "10000001")]) } == ["skip: outOfRange"])
            #expect(try await problems { _ = try query(made, [("skip", "x")]) } == ["skip: outOfRange"])
            #expect(try await problems { _ = try query(made, [("skip", "1"), ("cursor", cursor)]) } == ["skip: notTogether"])
        }
    }

    @Test("A walk far into a list is a heavy query, a short one is not")
    func weight() async throws {
        try await withEngine(.sqlite, modules: [Workshop()]) { made in
            let short = try query(made, [("skip", "1000")]), far = try query(made, [("skip", "1001")])

            #expect(!short.isHeavy)
            #expect(far.isHeavy)
        }
    }

    /// The whole list by its cursors.
    private func walk(_ made: TestEngine, _ query: ListQuery) async throws -> [RecordID] {
        var query = query
        var ids: [RecordID] = []
        while true {
            let now = query
            let page = try await made.engine.read(as: .system) { try $0.list(now) }
            ids += try JSON.parse(page.json)["data"]?.array?.compactMap { $0["id"]?.string.flatMap { RecordID($0) } } ?? []
            guard let next = page.next else { return ids }
            (query.cursor, query.skip) = (next, 0)
        }
    }
}
