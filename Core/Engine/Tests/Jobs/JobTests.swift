@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct JobTests {
    @Test("A job runs once its transaction is committed, and says what it came to", arguments: Dialect.allCases)
    func runs(_ dialect: Dialect) async throws {
        let bench = Bench(jobs: [JobKind("add") { payload, _ in JSON((payload["a"]?.integer ?? 0) + (payload["b"]?.integer ?? 0)) }])
        try await withEngine(dialect, modules: [bench]) { made in
            await made.engine.startWorkers(.quick())

            let id = try await made.engine.enqueue("add", ["a": 2, "b": 3])
            let job = try await made.engine.job(id, in: .done)

            #expect(job.result == 5)
            #expect(job.attempts == 1)
            #expect(job.endedAt == made.clock.now)
            #expect(job.trouble == nil)
        }
    }

    @Test("A change that is undone leaves no job", arguments: Dialect.allCases)
    func undone(_ dialect: Dialect) async throws {
        struct Undone: Error {}
        try await withEngine(dialect, modules: [Bench(jobs: [JobKind("add") { _, _ in 1 }])]) { made in
            try? await made.engine.write(as: .system) { door in
                try door.enqueue("add")
                throw Undone()
            }

            let count = try await made.number("SELECT COUNT(*) FROM job")
            #expect(count == 0)
        }
    }

    @Test("A kind that nobody declares and a payload that is too long are refused", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Bench(jobs: [JobKind("add") { _, _ in 1 }])]) { made in
            let long = JSON.string(String(repeating: "x", count: Door.maximumPayload))
            let unknown = try await problems { try await made.engine.enqueue("sub") }
            let tooLong = try await problems { try await made.engine.enqueue("add", ["text": long]) }

            #expect(unknown == ["kind: unknownOption"])
            #expect(tooLong == ["payload: tooLong"])
        }
    }

    @Test("What failed is tried again later and later, and in the end it has failed for everybody to see", arguments: Dialect.allCases)
    func retries(_ dialect: Dialect) async throws {
        struct Broken: Error {}
        let kind = JobKind("break", maximumAttempts: 3, backoff: Backoff(first: .seconds(10), longest: .seconds(15))) { _, _ in throw Broken() }
        try await withEngine(dialect, modules: [Bench(jobs: [kind])]) { made in
            await made.engine.startWorkers(.quick())
            let id = try await made.engine.enqueue("break")

            for (attempt, longest) in [(1, 10_000), (2, 15_000)] as [(Int, Int64)] {
                try await eventually {
                    let job = try await made.engine.job(id)
                    return job.attempts == attempt && job.state == .waiting
                }
                let wait = try await made.engine.job(id).runAt.milliseconds - made.clock.now.milliseconds
                #expect((longest / 2...longest).contains(wait))
                made.clock.step(milliseconds: wait)
            }
            let failed = try await made.engine.job(id, in: .failed)

            #expect(failed.attempts == 3)
            #expect(failed.trouble?.code == "internal")
            #expect(failed.trouble?.detail.contains("Broken") == true)
            let log = try await made.engine.jobs.log(of: id, as: .system)
            #expect(log.map(\.step) == [.failed, .failed, .failed] && log.map(\.attempt) == [1, 2, 3])
            #expect(log.allSatisfy { $0.trouble?.code == "internal" } && log[0].at < log[1].at)
            // With the job goes what is known of it.
            made.clock.step(milliseconds: 100 * 86_400_000)
            try await eventually { try await made.number("SELECT COUNT(*) FROM job_log") == 0 }
        }
    }

    @Test("What no attempt would mend fails at once, and can be started again by hand", arguments: Dialect.allCases)
    func final(_ dialect: Dialect) async throws {
        let notes = Notes<Int>()
        let kind = JobKind("send") { _, run in
            notes.add(run.attempt)
            if notes.all.count == 1 { throw FinalFailure("noAddress", "nobody") }
            return "sent"
        }
        try await withEngine(dialect, modules: [Bench(jobs: [kind])]) { made in
            await made.engine.startWorkers(.quick())
            let id = try await made.engine.enqueue("send")

            #expect(try await made.engine.job(id, in: .failed).trouble == Job.Trouble(code: "noAddress", detail: "nobody"))
            _ = try await made.engine.jobs.retry(id, as: .system)
            let done = try await made.engine.job(id, in: .done)

            #expect(done.result == "sent")
            #expect(done.trouble == nil)
            #expect(notes.all == [1, 1])
            #expect(try await refusal { _ = try await made.engine.jobs.retry(id, as: .system) } == "notPossible")
        }
    }

    @Test("A waiting job is cancelled at once, a running one when it next says how far it is", arguments: Dialect.allCases)
    func cancelled(_ dialect: Dialect) async throws {
        let started = Latch(), goOn = Latch()
        let kind = JobKind("count") { _, run in
            started.open()
            await goOn.wait()
            try await run.progress(1, of: 2)
            return "reached the end"
        }
        try await withEngine(dialect, modules: [Bench(jobs: [kind])]) { made in
            let waiting = try await made.engine.enqueue("count", at: made.clock.now + 1_000)
            #expect(try await made.engine.jobs.cancel(waiting, as: .system).state == .cancelled)

            await made.engine.startWorkers(.quick())
            let running = try await made.engine.enqueue("count")
            await started.wait()
            #expect(try await made.engine.jobs.cancel(running, as: .system).state == .running)
            goOn.open()

            let cancelled = try await made.engine.job(running, in: .cancelled)
            #expect(cancelled.result == .null)
            #expect(try await refusal { _ = try await made.engine.jobs.cancel(running, as: .system) } == "notPossible")
        }
    }

    @Test("Progress is kept, at most once a second, and the last word always", arguments: Dialect.allCases)
    func progress(_ dialect: Dialect) async throws {
        let said = Latch(), goOn = Latch()
        let kind = JobKind("count") { _, run in
            try await run.progress(1, of: 9, "first")
            try await run.progress(2, of: 9, "second")
            said.open()
            await goOn.wait()
            try await run.progress(9, of: 9, "last")
            return nil
        }
        try await withEngine(dialect, modules: [Bench(jobs: [kind])]) { made in
            await made.engine.startWorkers(.quick())
            let id = try await made.engine.enqueue("count")

            await said.wait()
            #expect(try await made.engine.job(id).progress == Job.Progress(done: 1, total: 9, message: "first"))
            goOn.open()
            #expect(try await made.engine.job(id, in: .done).progress == Job.Progress(done: 9, total: 9, message: "last"))
        }
    }

    @Test("Of jobs with the same key one waits or runs, and what is urgent goes first", arguments: Dialect.allCases)
    func order(_ dialect: Dialect) async throws {
        let notes = Notes<String>()
        let kind = JobKind("note") { payload, _ in
            notes.add(payload["name"]?.string ?? "")
            return nil
        }
        try await withEngine(dialect, modules: [Bench(jobs: [kind])]) { made in
            let low = try await made.engine.enqueue("note", ["name": "low"], priority: .low)
            let once = try await made.engine.enqueue("note", ["name": "once"], uniqueKey: "a")
            #expect(try await made.engine.enqueue("note", ["name": "twice"], uniqueKey: "a") == once)
            _ = try await made.engine.enqueue("note", ["name": "high"], priority: .high)
            await made.engine.startWorkers(.quick(1))
            _ = try await made.engine.job(low, in: .done)

            #expect(notes.all == ["high", "once", "low"])
            // The key is free again once the job has ended.
            #expect(try await made.engine.enqueue("note", ["name": "again"], uniqueKey: "a") != once)
        }
    }

    @Test("People see their own jobs, administrators all, page by page", arguments: Dialect.allCases)
    func list(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Bench(jobs: [JobKind("add") { _, _ in 1 }])]) { made in
            let clerk = Actor(user: RecordID(rawValue: 7)), other = Actor(user: RecordID(rawValue: 8))
            var own: [RecordID] = []
            for _ in 0..<5 {
                made.clock.step(milliseconds: 10)
                own.append(try await made.engine.enqueue("add", as: clerk))
                try await made.engine.enqueue("add", as: other)
            }
            let jobs = made.engine.jobs

            let first = try await jobs.list(as: clerk, limit: 3)
            let second = try await jobs.list(as: clerk, before: first.next, limit: 3)
            #expect((first.jobs + second.jobs).map(\.id) == own.reversed())
            #expect(second.next == nil)
            #expect(try await jobs.list(as: .system).jobs.count == 10)
            #expect(try await jobs.list(as: .system, state: .done).jobs.isEmpty)
            #expect(try await refusal { _ = try await jobs.find(own[0], as: other) } == "notFound")
            #expect(try await refusal { _ = try await jobs.cancel(own[0], as: other) } == "notFound")
        }
    }
}
