@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct ScheduleTests {
    @Test("A time of day is that of its zone, also where clocks change")
    func next() throws {
        func next(_ schedule: Schedule, _ text: String) throws -> String { schedule.next(after: try #require(Instant(text))).description }
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))

        #expect(try next(.daily(at: 3, 30), "2026-11-22T19:29:59Z") == "2026-11-22T19:30:00.000Z")
        #expect(try next(.daily(at: 3, 30), "2026-11-22T19:30:00Z") == "2026-11-23T19:30:00.000Z")
        #expect(try next(.daily(at: 2, 30, in: berlin), "2026-03-28T12:00:00Z") == "2026-03-29T01:30:00.000Z")
        #expect(try next(.daily(at: 4, in: berlin), "2026-03-28T12:00:00Z") == "2026-03-29T02:00:00.000Z")
        #expect(try next(.minutes(15), "2026-11-22T10:00:00Z") == "2026-11-22T10:15:00.000Z")
        #expect(try next(.minutes(15), "2026-11-22T10:14:59.999Z") == "2026-11-22T10:15:00.000Z")
    }

    @Test("Every due moment comes once, however many servers there are; what was missed comes once", arguments: Dialect.allCases)
    func once(_ dialect: Dialect) async throws {
        let notes = Notes<Instant>()
        let bench = Bench(jobs: [
            JobKind("tick", every: .minutes(10)) { _, run in
                notes.add(run.engine.clock.now())
                return nil
            }
        ])
        try await withEngine(dialect, modules: [bench]) { made in
            let second = try await made.second(modules: [bench])
            await made.engine.startWorkers(.quick())
            await second.startWorkers(.quick())
            func ended() async throws -> Int64? { try await made.number("SELECT COUNT(*) FROM job WHERE kind = 'tick' AND state = 'done'") }
            try await eventually { try await made.number("SELECT COUNT(*) FROM job_schedule WHERE kind = 'tick'") == 1 }
            #expect(notes.all.isEmpty)

            for round in 1...5 {
                made.clock.step(milliseconds: 600_000)
                try await eventually { try await ended() == Int64(round) }
            }
            // A whole day without a server.
            made.clock.step(milliseconds: 86_400_000)
            try await eventually { try await ended() == 6 }
            made.clock.step(milliseconds: 600_000)
            try await eventually { try await ended() == 7 }

            #expect(notes.all.count == 7)
            #expect(try await made.number("SELECT COUNT(*) FROM job WHERE kind = 'tick'") == 7)
            await second.stop()
        }
    }

    @Test("What nobody needs any more is forgotten", arguments: Dialect.allCases)
    func housekeeping(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let user = try await made.create(User.self, ["login": "li", "name": "李敏"]).id
            _ = try await made.engine.accounts.grant(.session, to: user, name: "", milliseconds: 1_000)
            _ = try await made.engine.accounts.grant(.token, to: user, name: "", milliseconds: 1_000 * 86_400_000)
            let mapping = try ImportMapping(["entity": "firm", "columns": ["name": "name"]], made.engine.catalogue, for: .system)
            let lines = AsyncStream { $0.yield(Array("name\n甲\n\(String(repeating: "x", count: 100))\n".utf8)); $0.finish() }
            let imported = try await Importer(engine: made.engine, actor: .system, mapping: mapping).run(lines)
            #expect(imported.refused == 1)
            let old = try await made.engine.enqueue("check")
            await made.engine.startWorkers(.quick())
            #expect(try await made.engine.job(old, in: .done).result == ["findings": []])

            made.clock.step(milliseconds: 100 * 86_400_000)
            try await eventually {
                let kinds = made.engine.jobKinds.keys.filter { $0.hasPrefix("purge") }.count
                return try await made.number("SELECT COUNT(*) FROM job WHERE kind LIKE 'purge%' AND state = 'done'") == Int64(kinds)
            }

            #expect(try await made.rows("SELECT kind FROM access").map { $0[0].text } == ["token"])
            #expect(try await made.number("SELECT COUNT(*) FROM import_run") == 0)
            #expect(try await made.number("SELECT COUNT(*) FROM import_refusal") == 0)
            #expect(try await made.number("SELECT COUNT(*) FROM job WHERE kind = 'check'") == 0)
        }
    }
}
