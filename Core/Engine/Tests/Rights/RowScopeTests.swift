@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Every way to records shows each person the same ones: those that a plain reading of the roles allows.
@Suite struct RowScopeTests {
    @Test("Random roles: lists, counts, search, sums, time lines, exports and references all keep to the same rule", arguments: Dialect.allCases)
    func everyWay(_ dialect: Dialect) async throws {
        for seed in [1, 2, 3] as [UInt64] {
            try await withEngine(dialect, modules: [Workshop()]) { made in
                var random = SeededRandom(seed)
                let world = try await RightsWorld.make(&random, made)
                for person in world.people {
                    let actor = try #require(try await made.engine.actor(of: person.id))
                    let firms = Set(world.firms.filter { world.may(person, "read", $0) }.map(\.id))
                    let orders = Set(world.orders.filter { world.may(person, "read", order: $0) }.map(\.id))
                    try await Ways(made: made, actor: actor, seed: seed).check(Firm.definition, firms, world.firms)
                    try await Ways(made: made, actor: actor, seed: seed).check(Order.definition, orders, world.orders)
                    try await checkReferences(made, actor, world, firms, orders)
                    try await checkExport(made, actor, world, person)
                }
            }
        }
    }

    @Test("Random roles: what one may only see is refused, what one may not see is not there", arguments: Dialect.allCases)
    func changes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var random = SeededRandom(4)
            let world = try await RightsWorld.make(&random, made)
            for person in world.people {
                let actor = try #require(try await made.engine.actor(of: person.id))
                for firm in world.firms {
                    for verb in ["edit", "delete", "close"] {
                        let outcome = try await outcome(of: verb, firm.id, made, actor)
                        let isClosed = world.scopes(person, verb, "firm").isEmpty || world.scopes(person, "read", "firm").isEmpty
                        let expected = isClosed ? "forbidden" : !world.may(person, "read", firm) ? "notFound" : world.may(person, verb, firm) ? "done" : "forbidden"
                        #expect(outcome == expected, "\(verb) \(firm.name) by \(person.id)")
                    }
                }
            }
        }
    }

    private func outcome(of verb: String, _ id: RecordID, _ made: TestEngine, _ actor: Actor) async throws -> String {
        try await outcome(made, actor) { door in
            switch verb {
            case "edit": try door.perform(.edit(id, ["memo": "改"]), on: Firm.definition)
            case "delete": try door.perform(.delete(id), on: Firm.definition)
            default: _ = try door.act(made.engine.catalogue.action("close", on: Firm.definition), on: Firm.definition, id, ["reason": "r"])
            }
        }
    }

    /// Does it, takes it back, and tells what came of it.
    private func outcome(_ made: TestEngine, _ actor: Actor, _ change: @escaping @Sendable (Door) throws -> Void) async throws -> String {
        struct Undo: Error {}
        do {
            try await made.engine.write(as: actor) { door in
                try change(door)
                throw Undo()
            }
            return "nothing"
        } catch is Undo {
            return "done"
        } catch let refusal as Refusal {
            return refusal.code
        } catch let invalid as Invalid {
            return invalid.problems.map { "\($0.field): \($0.problem.code.rawValue)" }.joined()
        }
    }

    /// The name of a firm that one may not see tells nothing about its orders.
    private func checkReferences(
        _ made: TestEngine, _ actor: Actor, _ world: RightsWorld, _ firms: Set<RecordID>, _ orders: Set<RecordID>
    ) async throws {
        let permissions = made.engine.permissions
        guard permissions.may(actor, .read, Order.definition) else { return }
        guard permissions.may(actor, .read, Firm.definition) else {
            #expect(try await problems {
                _ = try ListQuery([("firm.name", "宏途1")], on: Order.definition, made.engine.catalogue, for: actor)
            } == ["firm.name: unknownField"])
            return
        }
        for firm in world.firms.prefix(20) {
            let query = try ListQuery([("firm.name", firm.name), ("limit", "200")], on: Order.definition, made.engine.catalogue, for: actor)
            let found = try await made.engine.read(as: actor) { try JSON.parse($0.list(query).json)["data"]?.array ?? [] }
            let expected = firms.contains(firm.id) ? world.orders.filter { $0.firm == firm.id && orders.contains($0.id) }.count : 0
            #expect(found.count == expected, "orders of \(firm.name)")
        }
        var query = ListQuery(Order.definition)
        (query.expand, query.limit, query.sort) = (["firm"], 200, [ListQuery.SortKey(["firm", "name"])])
        let wanted = query
        let rows = try await made.engine.read(as: actor) { try JSON.parse($0.list(wanted).json)["data"]?.array ?? [] }
        for row in rows {
            guard let firm = row["firm"]?.string.flatMap({ RecordID($0) }) else { continue }
            #expect((row["expanded"]?["firm"] != nil) == firms.contains(firm))
        }
        // Whose firm is not seen sorts with those that have none: last.
        let seen = rows.map { $0["firm"]?.string.flatMap { RecordID($0) }.map(firms.contains) ?? false }
        #expect(seen == seen.sorted { $0 && !$1 })
        let groups = try AggregateQuery([("group", "firm.name")], on: Order.definition, made.engine.catalogue, for: actor)
        let names = try await made.engine.read(as: actor) { try JSON.parse($0.aggregate(groups))["data"]?.array?.compactMap { $0["group"]?["firm.name"]?.string } ?? [] }
        #expect(Set(names).isSubset(of: world.firms.filter { firms.contains($0.id) }.map(\.name)))
    }

    @Test("Random roles: a record refers to what its maker sees, and lies where its maker may make some", arguments: Dialect.allCases)
    func creates(_ dialect: Dialect) async throws {
        var outcomes: [String: Int] = [:]
        for seed in [5, 6, 7] as [UInt64] {
            outcomes.merge(try await withEngine(dialect, modules: [Workshop()]) { try await createsEverywhere($0, seed: seed) }, uniquingKeysWith: +)
        }
        // Each of them has happened.
        #expect(outcomes.count == 3, "\(outcomes)")
    }

    private func createsEverywhere(_ made: TestEngine, seed: UInt64) async throws -> [String: Int] {
        var random = SeededRandom(seed), outcomes: [String: Int] = [:]
        let world = try await RightsWorld.make(&random, made)
        for person in world.people {
            let actor = try #require(try await made.engine.actor(of: person.id))
            for firm in world.firms.prefix(25) {
                let outcome = try await outcome(made, actor) { try $0.perform(.create(["name": "新", "firm": .reference(firm.id)]), on: Order.definition) }
                let mayCreate = !world.scopes(person, "create", "order").isEmpty
                let expected = !mayCreate ? "forbidden" : !world.may(person, "read", firm) ? "firm: notFound" : world.mayCreate(person, orderFor: firm) ? "done" : "forbidden"
                #expect(outcome == expected, "for \(firm.name) by \(person.id)")
                outcomes[expected, default: 0] += 1
            }
        }
        return outcomes
    }

    private func checkExport(_ made: TestEngine, _ actor: Actor, _ world: RightsWorld, _ person: RightsWorld.Person) async throws {
        var query = ListQuery(Firm.definition)
        query.fields = ["name"]
        guard made.engine.permissions.may(actor, .export, Firm.definition), made.engine.permissions.may(actor, .read, Firm.definition) else {
            #expect(throws: Refusal.self) {
                try Exporter(engine: made.engine, actor: actor, query: query)
                try made.engine.permissions.check(actor, may: .read, Firm.definition)
            }
            return
        }
        let count = try await Exporter(engine: made.engine, actor: actor, query: query).write { _ in }.records
        #expect(count == world.firms.filter { world.may(person, "export", $0) }.count)
    }
}

/// All ways to the records of one entity.
private struct Ways {
    let made: TestEngine
    let actor: Actor
    let seed: UInt64

    func check(_ entity: EntityDefinition, _ expected: Set<RecordID>, _ all: [RightsWorld.Thing]) async throws {
        guard made.engine.permissions.may(actor, .read, entity) else {
            #expect(expected.isEmpty)
            var query = ListQuery(entity)
            query.limit = 1
            let wanted = query
            await #expect(throws: Refusal.self) { try await made.engine.read(as: actor) { try $0.list(wanted) } }
            return
        }
        #expect(try await listed(entity) == expected, "list")
        #expect(try await made.engine.read(as: actor) { try $0.count(entity) } == Int64(expected.count), "count")
        let sums = try AggregateQuery([], on: entity, made.engine.catalogue, for: actor)
        let sum = try await made.engine.read(as: actor) { try JSON.parse($0.aggregate(sums))["data"]?.array?.first?["measures"]?["count"]?.integer }
        #expect(sum ?? 0 == Int64(expected.count), "aggregate")
        for word in ["宏途", "qh", "o1"] {
            let found = try await made.engine.read(as: actor) { try JSON.parse($0.search(word, limit: 200))["data"]?.array ?? [] }
            let ids = found.first { $0["entity"]?.string == entity.name }?["items"]?.array?.compactMap { $0["id"]?.string.flatMap { RecordID($0) } } ?? []
            var query = ListQuery(entity)
            (query.search, query.limit) = (word, 200)
            #expect(Set(ids) == Set(try await made.ids(query)).intersection(expected), "search \(word)")
        }
        for thing in all {
            let record = try await isThere { try $0.record(entity, thing.id) }
            let timeline = try await isThere { try $0.timeline(entity, thing.id) }
            #expect(record == expected.contains(thing.id) && timeline == record, "\(thing.name)")
        }
    }

    /// All pages, in an order that leads through a reference.
    private func listed(_ entity: EntityDefinition) async throws -> Set<RecordID> {
        var query = ListQuery(entity)
        query.limit = 7
        if entity.name == "order", made.engine.permissions.may(actor, .read, Firm.definition) { query.sort = [ListQuery.SortKey(["firm", "name"])] }
        var found: Set<RecordID> = []
        while true {
            let wanted = query
            let page = try await made.engine.read(as: actor) { try $0.list(wanted) }
            for row in try JSON.parse(page.json)["data"]?.array ?? [] { found.insert(try #require(row["id"]?.string.flatMap { RecordID($0) })) }
            guard let next = page.next else { return found }
            query.cursor = next
        }
    }

    private func isThere(_ body: @escaping @Sendable (Reader) throws -> some Any) async throws -> Bool {
        do {
            return try await made.engine.read(as: actor) { reader in
                _ = try body(reader)
                return true
            }
        } catch Refusal.notFound {
            return false
        }
    }
}
