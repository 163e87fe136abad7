@testable import Engine
import Kernel
import Store
import TestKit
import Testing

/// Several servers, some of which die.
@Suite struct LeaseTests {
    @Test("Two servers never run a job twice", arguments: Dialect.allCases)
    func twoServers(_ dialect: Dialect) async throws {
        let notes = Notes<Int64>()
        let bench = Bench(jobs: [
            JobKind("note") { payload, _ in
                notes.add(payload["number"]?.integer ?? -1)
                return nil
            }
        ])
        try await withEngine(dialect, modules: [bench]) { made in
            let second = try await made.second(modules: [bench])
            try await made.engine.write(as: .system) { door in
                for number in 0..<300 { try door.enqueue("note", ["number": JSON(number)]) }
            }

            await made.engine.startWorkers(.quick(8))
            await second.startWorkers(.quick(8))
            try await eventually { try await made.number("SELECT COUNT(*) FROM job WHERE state = 'done'") == 300 }

            #expect(notes.all.sorted() == Array(0..<300))
            #expect(try await made.number("SELECT MAX(attempts) FROM job") == 1)
            await second.stop()
        }
    }

    @Test("A job whose server died is done by another, and the dead one's last words count for nothing", arguments: Dialect.allCases)
    func killed(_ dialect: Dialect) async throws {
        let started = Latch(), goOn = Latch(), notes = Notes<String>()
        let slow = JobKind("work") { _, run in
            started.open()
            await goOn.wait()
            do { try await run.progress(99, of: 100) } catch is JobRun.Lost { notes.add("progress refused") }
            do { try await run.write { try $0.enqueue("work", at: .last) } } catch is JobRun.Lost { notes.add("write refused") }
            return "from the dead"
        }
        let quick = JobKind("work") { _, run in .string("attempt \(run.attempt)") }
        try await withEngine(dialect, modules: [Bench(jobs: [slow])]) { made in
            let second = try await made.second(modules: [Bench(jobs: [quick])])
            await made.engine.startWorkers(.quick())
            let id = try await made.engine.enqueue("work")
            await started.wait()

            await second.startWorkers(.quick())
            made.clock.step(milliseconds: 59_000)
            #expect(try await made.engine.job(id).state == .running)
            await made.engine.abandonWorkers()
            made.clock.step(milliseconds: 2_000)
            let done = try await made.engine.job(id, in: .done)
            goOn.open()
            try await eventually { notes.all.count == 2 }

            #expect(done.result == "attempt 2")
            #expect(notes.all == ["progress refused", "write refused"])
            #expect(try await made.engine.job(id).result == "attempt 2")
            #expect(try await made.engine.job(id).progress.done == nil)
            #expect(try await made.number("SELECT COUNT(*) FROM job") == 1)
            await second.stop()
        }
    }

    @Test("A job that kills its server every time ends as failed", arguments: Dialect.allCases)
    func poison(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Bench(jobs: [JobKind("kill", maximumAttempts: 2) { _, _ in nil }])]) { made in
            let id = try await made.engine.enqueue("kill")
            let queue = JobQueue(engine: made.engine, leaseMilliseconds: 60_000)

            for attempt in 1...2 {
                #expect(try await queue.take(1).map(\.job.attempts) == [attempt])
                made.clock.step(milliseconds: 61_000)
                try await queue.freeLapsed()
            }

            let failed = try await made.engine.job(id)
            #expect(failed.state == .failed)
            #expect(failed.trouble == .leaseEnded)
            #expect(try await queue.take(1).isEmpty)
        }
    }

    @Test("A server that stops lets jobs end, and gives back those that take long", arguments: Dialect.allCases)
    func stopping(_ dialect: Dialect) async throws {
        let started = Latch()
        let bench = Bench(jobs: [
            JobKind("short") { _, _ in "done" },
            JobKind("long") { _, _ in
                started.open()
                try await Task.sleep(for: .seconds(600))
                return nil
            },
        ])
        try await withEngine(dialect, modules: [bench]) { made in
            let second = try await made.second(modules: [bench])
            var habits = Workers.Habits.quick()
            habits.grace = .milliseconds(50)
            await second.startWorkers(habits)
            let long = try await made.engine.enqueue("long"), short = try await made.engine.enqueue("short")
            await started.wait()
            _ = try await made.engine.job(short, in: .done)

            await second.stop()

            let returned = try await made.engine.job(long)
            #expect(returned.state == .waiting)
            #expect(returned.attempts == 0)
            #expect(returned.runAt == made.clock.now)
        }
    }
}
