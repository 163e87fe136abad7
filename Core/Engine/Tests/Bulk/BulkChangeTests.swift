@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct BulkChangeTests {
    @Test("All that match and are seen are changed in the name of whoever asked; what is made later is not", arguments: Dialect.allCases)
    func all(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let firms = try await world.firms(230), others = try await world.firms(3, in: world.south)
            let won = try await world.firms(2, ["stage": "won"])
            let job = try await world.start(["entity": "firm", "filter": ["stage": ["in": ["new", "won"]]], "change": ["stage": "won", "memo": "x"]])
            made.clock.step(milliseconds: 1_000)
            let later = try await world.firms(1)
            await made.engine.startWorkers(.quick())

            let done = try await made.engine.job(job.id, in: .done, .failed)

            #expect(done.counts == [232, 232, 0, 0])
            #expect(done.progress.total == 232)
            #expect(try await world.stages(Array(firms.suffix(2)) + won + others + later) == ["won", "won", "won", "won", "new", "new", "new", "new"])
            let doers = try await made.rows("SELECT actor_id, job_id FROM audit WHERE record_id = \(firms[200].rawValue) AND field = 'stage'")
            #expect(doers.map { $0[0].integer } == [world.manager.rawValue] && doers.map { $0[1].integer } == [job.id.rawValue])
        }
    }

    @Test("A run that is broken off goes on behind its last batch, and repeats nothing", arguments: Dialect.allCases)
    func brokenOff(_ dialect: Dialect) async throws {
        let broken = atSaving(150) { _ in throw StoreError.unavailable("gone") }
        try await withEngine(dialect, modules: [Workshop(hooks: [broken])]) { made in
            let world = try await BulkWorld(made)
            let firms = try await world.firms(250)
            let job = try await world.start(["entity": "firm", "filter": [:], "change": ["signs": ["add": ["sun"]]]])
            await made.engine.startWorkers(.quick())
            try await eventually { try await made.engine.job(job.id).trouble != nil }
            #expect(try await made.engine.job(job.id).counts == [100, 100, 0, 0])
            made.clock.step(milliseconds: 20_000)

            let done = try await made.engine.job(job.id, in: .done, .failed)

            #expect(done.attempts == 2)
            #expect(done.counts == [250, 250, 0, 0])
            for id in [firms[0], firms[120], firms[249]] { #expect(try await made.audit(id).count { $0.field == "signs" } == 1) }
        }
    }

    @Test("Rights that are taken away while it works hold for the rest", arguments: Dialect.allCases)
    func rightsTakenAway(_ dialect: Dialect) async throws {
        let broken = atSaving(150) { _ in throw StoreError.unavailable("gone") }
        try await withEngine(dialect, modules: [Workshop(hooks: [broken])]) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(250)
            let job = try await world.start(["entity": "firm", "filter": [:], "change": ["memo": "x"]])
            await made.engine.startWorkers(.quick())
            try await eventually { try await made.engine.job(job.id).trouble != nil }
            let fewer: JSON = ["*": ["read": "subtree"], "user": ["read": "all"], "orgUnit": ["read": "all"]]
            try await made.edit(Role.self, world.role, ["grants": .json(fewer)])
            made.clock.step(milliseconds: 20_000)

            let done = try await made.engine.job(job.id, in: .done, .failed)

            #expect(done.counts == [250, 100, 0, 150])
            #expect(done.reasons == ["forbidden - 150"])
            #expect(try await world.count(.compare(["memo"], .equal, "x")) == 100)
        }
    }

    @Test("Whoever may not work any more changes nothing more", arguments: Dialect.allCases)
    func gone(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(5)
            let job = try await world.start(["entity": "firm", "filter": [:], "change": ["memo": "x"]])
            try await made.edit(User.self, world.manager, ["isActive": .flag(false)])
            await made.engine.startWorkers(.quick())

            let ended = try await made.engine.job(job.id, in: .done, .failed)

            #expect(ended.trouble?.code == "forbidden")
            #expect(try await world.count(.compare(["memo"], .equal, "x")) == 0)
        }
    }

    @Test("Cancelled half-way it stops, and says how far it came", arguments: Dialect.allCases)
    func cancelled(_ dialect: Dialect) async throws {
        let clock = TestClock()
        let cancelling = atSaving(150) { saving in
            // As if somebody asked meanwhile; the clock moves on so that the job looks.
            try saving.door.session.execute("UPDATE job SET cancel_asked = 1 WHERE kind = 'bulkChange'")
            clock.step(milliseconds: 2_000)
        }
        try await withEngine(dialect, modules: [Workshop(hooks: [cancelling])], clock: clock) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(350)

            let job = try await world.run(["entity": "firm", "filter": [:], "change": ["memo": "x"]])

            #expect(job.state == .cancelled)
            #expect(job.counts == [200, 200, 0, 0])
            #expect(try await world.count(.compare(["memo"], .equal, "x")) == 200)
        }
    }

    @Test("One record that is refused holds nothing up, and its reason is told", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async throws {
        let veto = Hook.beforeSaving(Firm.self) { firm, saving in
            if saving.before != nil, firm[\.title] == "锁" { throw Invalid("name", .notAllowed) }
        }
        try await withEngine(dialect, modules: [Workshop(hooks: [veto])]) { made in
            let world = try await BulkWorld(made)
            let free = try await world.firms(2), locked = try await world.firms(2, ["name": "锁"])
            let done = try await world.firms(1, ["stage": "won"]), unseen = try await world.firms(1, in: world.south)
            let ids = (free + locked + done + unseen).map { JSON.string($0.description) }

            let job = try await world.run(["entity": "firm", "ids": .array(ids), "change": ["stage": "won"]])

            #expect(job.counts == [6, 2, 1, 3])
            #expect(job.reasons.sorted() == ["notAllowed name 2", "notFound - 1"])
            let samples = job.result["samples"]?.array ?? []
            #expect(samples.count == 3)
            // Two ids of one millisecond are ordered by their buckets.
            #expect(samples.filter { $0["title"] == "锁" }.compactMap { $0["id"]?.string } == locked.sorted().map(\.description))
            #expect(samples.contains { $0["title"] == "" && $0["id"]?.string == unseen[0].description })
        }
    }

    @Test("Lists take and lose single entries, whatever else is in them", arguments: Dialect.allCases)
    func lists(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let unordered = try await [made.create(Region.self, ["name": "a"]).id, made.create(Region.self, ["name": "b"]).id, made.create(Region.self, ["name": "c"]).id]
            let regions = unordered.sorted()
            let names = regions.map { JSON.string($0.description) }
            func markets(_ indices: Int...) -> Value { .list(indices.map { .reference(regions[$0]) }) }
            let both = try await world.firms(1, ["signs": .list(["sun", "star"]), "markets": markets(0, 1)])
            let none = try await world.firms(1)

            let job = try await world.run([
                "entity": "firm", "filter": [:],
                "change": ["signs": ["add": ["moon"], "remove": ["sun"]], "markets": ["add": [names[2]], "remove": [names[0]]]],
            ])

            #expect(job.counts == [2, 2, 0, 0])
            let first = try #require(try await made.find(Firm.self, both[0])), second = try #require(try await made.find(Firm.self, none[0]))
            #expect(first.values["signs"] == .list(["moon", "star"]) && first.values["markets"] == markets(1, 2))
            #expect(second.values["signs"] == .list(["moon"]) && second.values["markets"] == markets(2))
        }
    }

    @Test("Actions, deletions and restorations go through many records as well", arguments: Dialect.allCases)
    func otherChanges(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(3)
            _ = try await world.firms(1, ["isOpen": .flag(false)])

            let closed = try await world.run(["entity": "firm", "filter": [:], "action": "close", "parameters": ["reason": "x"]])
            #expect(closed.counts == [4, 3, 0, 1])
            #expect(closed.reasons == ["notPossible - 1"])

            let role = try #require(try await made.engine.role("analyst"))
            let analyst = try await made.create(User.self, ["login": "a", "name": "a", "roles": .list([.reference(role)])]).id
            let unallowed = try await refusal { _ = try await world.start(["entity": "firm", "filter": [:], "delete": true], by: analyst) }
            #expect(unallowed == "forbidden")
            let deleted = try await world.run(["entity": "firm", "filter": ["memo": "x"], "delete": true])
            #expect(deleted.counts == [3, 3, 0, 0])
            #expect(try await world.count(.always) == 1)
            let restored = try await world.run(["entity": "firm", "filter": [:], "restore": true])
            #expect(restored.counts == [3, 3, 0, 0])
            #expect(try await world.count(.always) == 4)
        }
    }

    @Test("What is wrong with a payload is told at once, by its field", arguments: Dialect.allCases)
    func payloads(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let fields: JSON = ["firm": ["memo": "hidden", "site": "masked"]]
            try await made.edit(Role.self, world.role, ["fields": .json(fields)])
            func told(_ payload: JSON) async throws -> [String] { try await problems { _ = try await world.start(payload) } }
            let ids = JSON.array((1...10_001).map { .string("\($0)") })

            #expect(try await told(["filter": [:], "change": ["stage": "won"]]) == ["entity: required"])
            #expect(try await told(["entity": "x", "filter": [:], "change": ["stage": "won"]]) == ["entity: unknownOption"])
            #expect(try await told(["entity": "firm", "change": ["stage": "won"]]) == ["filter: required"])
            #expect(try await told(["entity": "firm", "filter": [:]]) == ["change: required"])
            #expect(try await told(["entity": "firm", "filter": [:], "change": [:]]) == ["change: required"])
            #expect(try await told(["entity": "firm", "filter": [:], "x": 1, "change": ["stage": "won"]]) == ["x: unknownField"])
            #expect(try await told(["entity": "firm", "filter": [:], "ids": ["1"], "change": ["stage": "won"]]) == ["ids: notTogether"])
            #expect(try await told(["entity": "firm", "ids": [], "change": ["stage": "won"]]) == ["ids: required"])
            #expect(try await told(["entity": "firm", "ids": ["a"], "change": ["stage": "won"]]) == ["ids: badReference"])
            #expect(try await told(["entity": "firm", "ids": ids, "change": ["stage": "won"]]) == ["ids: tooMany"])
            #expect(try await told(["entity": "firm", "filter": [:], "change": ["stage": "won"], "delete": true]) == ["delete: notTogether"])
            #expect(try await told(["entity": "firm", "filter": [:], "delete": false]) == ["delete: badFlag"])
            #expect(try await told(["entity": "firm", "filter": [:], "action": "x"]) == ["action: unknownOption"])
            #expect(try await told(["entity": "firm", "filter": [:], "action": "close"]) == ["reason: required"])
            #expect(try await told(["entity": "firm", "filter": ["memo": "x"], "change": ["stage": "won"]]) == ["memo: unknownField"])
            #expect(try await told(["entity": "firm", "filter": ["stage": ["x": 1]], "change": ["stage": "won"]]) != [])
            #expect(try await told(["entity": "firm", "filter": [:], "q": 1, "change": ["stage": "won"]]) == ["q: wrongType"])
            let change: JSON = ["memo": "x", "nothing": 1, "site": "https://a.cn", "signs": ["add": ["x"]], "markets": ["put": []], "code": "1", "margin": 1]
            let all = try await told(["entity": "firm", "filter": [:], "change": change])
            #expect(
                all.sorted() == [
                    "margin: readOnly", "markets.put: unknownField", "memo: unknownField", "nothing: unknownField", "signs: unknownOption", "site: notAllowed",
                ])
            #expect(try await made.number("SELECT COUNT(*) FROM job WHERE kind = 'bulkChange'") == 0)
        }
    }
}
