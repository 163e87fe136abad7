@testable import Engine
import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

@Suite struct ScheduledJobTests {
    private static let daily: Values = [
        "name": "每日导出", "job": "export", "payload": .json(["entity": "firm"]), "rhythm": "0 8 * * *", "zone": "Asia/Shanghai",
    ]

    private func plan(_ world: BulkWorld, by user: RecordID? = nil, _ changes: Values = [:]) async throws -> RecordID {
        let actor = try await world.actor(user ?? world.manager)
        let values = Self.daily.merging(changes) { $1 }
        return try await world.made.engine.perform(.create(values), on: ScheduledJob.schema.definition, as: actor).id
    }

    private func jobs(_ made: TestEngine, _ condition: SQL = "1 = 1") async throws -> Int64? {
        try await made.number("SELECT COUNT(*) FROM job WHERE kind = 'export' AND \(condition)")
    }

    @Test("A job is begun in its person's name at every due moment, by one of the servers, and once for all that were missed", arguments: Dialect.allCases)
    func runs(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(2)
            let id = try await plan(world)
            let first = try #require(try await made.find(ScheduledJob.self, id)?[\.nextAt])
            #expect(first.description.hasSuffix("T00:00:00.000Z") && first > made.engine.clock.now())
            // Nothing has been begun by trying whether it can be.
            #expect(try await jobs(made) == 0)
            let second = try await made.second(modules: [Workshop()])
            await made.engine.startWorkers(.quick())
            await second.startWorkers(.quick())

            made.clock.step(milliseconds: first.milliseconds - made.engine.clock.now().milliseconds)
            try await eventually { try await jobs(made, "state = 'done'") == 1 }
            made.clock.step(milliseconds: 3 * 86_400_000)
            try await eventually { try await jobs(made, "state = 'done'") == 2 }

            let planned = try #require(try await made.find(ScheduledJob.self, id))
            let job = try #require(planned[\.lastJob].flatMap { RecordID($0) })
            let found = try await made.engine.jobs.find(job, as: try await world.actor(world.manager))
            #expect(found.createdBy == world.manager && found.result["records"] == 2)
            #expect(planned[\.nextAt].map { $0 > made.engine.clock.now() } == true && planned[\.trouble] == nil)
            #expect(try await jobs(made) == 2)
            await second.stop()
        }
    }

    @Test("What could not be begun by hand is refused when it is planned", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            func problems(_ changes: Values) async throws -> [String] {
                do {
                    _ = try await plan(world, changes)
                    return []
                } catch let invalid as Invalid {
                    return invalid.problems.map { "\($0.field):\($0.problem.code)" }
                }
            }

            #expect(try await problems(["rhythm": "every day"]) == ["rhythm:badRhythm"])
            #expect(try await problems(["rhythm": "0 0 30 2 *"]) == ["rhythm:badRhythm"])
            #expect(try await problems(["rhythm": "0,10 8 * * *"]) == ["rhythm:tooOften"])
            #expect(try await problems(["zone": "Mars/Base"]) == ["zone:unknownOption"])
            #expect(try await problems(["job": "purgeFiles"]) == ["job:unknownOption"])
            #expect(try await problems(["payload": .json(["entity": "nothing"])]) == ["payload.entity:unknownOption"])
            #expect(try await problems(["payload": .json(["entity": "firm", "filter": ["nothing": 1]])]).count == 1)
            #expect(try await problems([:]) == [])
        }
    }

    @Test("Whoever changes what is done has it done in their own name", arguments: Dialect.allCases)
    func names(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let id = try await plan(world), colleague = try await world.actor(world.colleague)
            func edit(_ values: Values) async throws { _ = try await made.engine.perform(.edit(id, values), on: ScheduledJob.schema.definition, as: colleague) }
            func runsAs() async throws -> RecordID? { try await made.find(ScheduledJob.self, id)?[\.runsAs]?.id }

            try await edit(["rhythm": "0 9 * * *"])
            #expect(try await runsAs() == world.manager)
            try await edit(["payload": .json(["entity": "firm", "fields": ["name"]])])
            #expect(try await runsAs() == world.colleague)
        }
    }

    @Test("One that cannot be begun keeps no other one waiting, and is tried again", arguments: Dialect.allCases)
    func apart(_ dialect: Dialect) async throws {
        let isBroken = Mutex(false)
        let fragile = JobKind("fragile", isRepeatable: true, begin: { _, door in
            if isBroken.withLock({ $0 }) { throw StoreError.conflict(code: "elsewhere") }
            return try door.enqueue("fragile")
        }) { _, _ in [:] }
        try await withEngine(dialect, modules: [Workshop(), Bench(jobs: [fragile])]) { made in
            let world = try await BulkWorld(made)
            let ill = try await plan(world, ["job": "fragile", "payload": .json([:])])
            made.clock.step(milliseconds: 1_000)
            let well = try await plan(world)
            isBroken.withLock { $0 = true }
            await made.engine.startWorkers(.quick())

            made.clock.step(milliseconds: 86_400_000)
            try await eventually { try await made.find(ScheduledJob.self, well)?[\.lastJob] != nil }
            #expect(try await made.find(ScheduledJob.self, ill)?[\.lastAt] == nil)
            isBroken.withLock { $0 = false }
            try await eventually { try await made.find(ScheduledJob.self, ill)?[\.lastJob] != nil }
        }
    }

    @Test("A change of all that meet a filter is made again at every due moment, also of those that meet it anew", arguments: Dialect.allCases)
    func changes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let firms = try await world.firms(2)
            let payload: JSON = ["entity": "firm", "filter": ["name": ["ne": "旧"]], "change": ["name": "旧"]]
            _ = try await plan(world, ["job": "bulkChange", "payload": .json(payload)])
            await made.engine.startWorkers(.quick())
            func left() async throws -> Int64? { try await made.number("SELECT COUNT(*) FROM firm WHERE name <> '旧'") }

            made.clock.step(milliseconds: 86_400_000)
            try await eventually { try await made.number("SELECT COUNT(*) FROM job WHERE kind = 'bulkChange' AND state = 'done'") == 1 }
            #expect(try await left() == 0)
            for firm in firms { try await made.edit(Firm.self, firm, ["name": "新"]) }
            made.clock.step(milliseconds: 86_400_000)
            try await eventually { try await left() == 0 }
        }
    }

    @Test("Who may not do it any more has nothing done; who has gone has it switched off", arguments: Dialect.allCases)
    func gone(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            let id = try await plan(world)
            try await made.edit(User.self, world.manager, ["roles": .list([])])
            await made.engine.startWorkers(.quick())
            func planned() async throws -> Record<ScheduledJob>? { try await made.find(ScheduledJob.self, id) }

            made.clock.step(milliseconds: 86_400_000)
            try await eventually { try await planned()?[\.trouble] == .forbidden }
            #expect(try await planned()?[\.isActive] == true)
            try await made.edit(User.self, world.manager, ["isActive": .flag(false)])
            made.clock.step(milliseconds: 86_400_000)
            try await eventually { try await planned()?[\.trouble] == .userGone }

            #expect(try await planned()?[\.isActive] == false)
            #expect(try await jobs(made) == 0)
        }
    }
}
