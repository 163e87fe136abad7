@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct SubscriberTests {
    struct Refused: Error {}

    /// Notes `record version` of every event that it takes.
    private static func bench(_ notes: Notes<String>, attempts: Int = 8, _ refuses: @escaping @Sendable (Event) -> Bool = { _ in false }) -> Bench {
        let backoff = Backoff(first: .seconds(10), longest: .seconds(10))
        return Bench(subscribers: [
            Subscriber("note", on: [Firm.self], maximumAttempts: attempts, backoff: backoff) { event, _ in
                if refuses(event) { throw Refused() }
                notes.add("\(event.record) \(event.version)")
            }
        ])
    }

    private static func entered(_ made: TestEngine) async throws {
        try await eventually { try await made.number("SELECT COUNT(*) FROM subscriber") == 1 }
    }

    @Test("Every event is brought to its subscriber, each record's in order, by one of the servers", arguments: Dialect.allCases)
    func order(_ dialect: Dialect) async throws {
        let notes = Notes<String>(), bench = Self.bench(notes)
        try await withEngine(dialect, modules: [Workshop(), bench], readers: 8) { made in
            let second = try await made.second(modules: [Workshop(), bench])
            await made.engine.startWorkers(.quick())
            await second.startWorkers(.quick())
            try await Self.entered(made)
            let firms = [try await made.create(Firm.self, ["name": "甲"]).id, try await made.create(Firm.self, ["name": "乙"]).id]
            try await made.create(Region.self, ["name": "nobody's"])

            try await withThrowingTaskGroup { group in
                for task in 0..<6 {
                    group.addTask { for round in 0..<5 { try await made.edit(Firm.self, firms[task % 2], ["memo": .text("\(task) \(round)")]) } }
                }
                try await group.waitForAll()
            }
            try await eventually { notes.all.count == 32 }

            for firm in firms { #expect(notes.all.filter { $0.hasPrefix("\(firm)") } == (1...16).map { "\(firm) \($0)" }) }
            await second.stop()
        }
    }

    @Test("An event that fails is tried again and holds up its own record only", arguments: Dialect.allCases)
    func failing(_ dialect: Dialect) async throws {
        let notes = Notes<String>(), isMended = Notes<Bool>(), tries = Notes<Int64>()
        let bench = Self.bench(notes) { event in
            guard event.version == 2, event.fields.contains("memo") else { return false }
            tries.add(event.version)
            return isMended.all.isEmpty
        }
        try await withEngine(dialect, modules: [Workshop(), bench]) { made in
            await made.engine.startWorkers(.quick())
            try await Self.entered(made)
            let bad = try await made.create(Firm.self, ["name": "甲"]).id, good = try await made.create(Firm.self, ["name": "乙"]).id
            try await made.edit(Firm.self, bad, ["memo": "x"])
            try await eventually { tries.all.count == 1 }
            try await made.edit(Firm.self, bad, ["employees": 1])
            try await made.edit(Firm.self, good, ["employees": 1])

            try await eventually { notes.all.contains("\(good) 2") }
            #expect(notes.all.filter { $0.hasPrefix("\(bad)") } == ["\(bad) 1"])
            #expect(tries.all.count == 1)
            isMended.add(true)
            made.clock.step(milliseconds: 10_000)
            try await eventually { notes.all.count == 5 }

            #expect(notes.all.filter { $0.hasPrefix("\(bad)") } == ["\(bad) 1", "\(bad) 2", "\(bad) 3"])
        }
    }

    @Test("After its last attempt it lies by as a failed job, which can be started again", arguments: Dialect.allCases)
    func parked(_ dialect: Dialect) async throws {
        let notes = Notes<String>(), isMended = Notes<Bool>()
        let bench = Self.bench(notes, attempts: 2) { $0.version == 1 && isMended.all.isEmpty }
        try await withEngine(dialect, modules: [Workshop(), bench]) { made in
            await made.engine.startWorkers(.quick())
            try await Self.entered(made)
            let firm = try await made.create(Firm.self, ["name": "甲"]).id
            try await made.edit(Firm.self, firm, ["memo": "x"])
            try await eventually { try await made.number("SELECT COUNT(*) FROM subscriber_event") == 2 }

            made.clock.step(milliseconds: 10_000)
            try await eventually { notes.all == ["\(firm) 2"] }
            let job = try #require(try await made.engine.jobs.list(as: .system, state: .failed).jobs.first)
            #expect(job.kind == "deliver")
            #expect(job.payload["subscriber"] == "note")
            #expect(job.trouble?.detail == "Refused()")
            isMended.add(true)
            _ = try await made.engine.jobs.retry(job.id, as: .system)
            _ = try await made.engine.job(job.id, in: .done)

            #expect(notes.all == ["\(firm) 2", "\(firm) 1"])
        }
    }

    @Test("Another server goes on where the last one stopped", arguments: Dialect.allCases)
    func handOver(_ dialect: Dialect) async throws {
        let notes = Notes<String>(), bench = Self.bench(notes)
        try await withEngine(dialect, modules: [Workshop(), bench]) { made in
            let second = try await made.second(modules: [Workshop(), bench])
            await second.startWorkers(.quick())
            try await Self.entered(made)
            let firm = try await made.create(Firm.self, ["name": "甲"]).id
            try await eventually { notes.all.count == 1 }
            await second.stop()
            try await made.edit(Firm.self, firm, ["memo": "x"])

            await made.engine.startWorkers(.quick())
            try await eventually { notes.all.count == 2 }

            #expect(notes.all == ["\(firm) 1", "\(firm) 2"])
        }
    }
}
