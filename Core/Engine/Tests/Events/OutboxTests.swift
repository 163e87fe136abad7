import Dispatch
@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct OutboxTests {
    private static func events(_ made: TestEngine, after place: Int64 = 0) async throws -> [Event] {
        let outbox = Outbox(database: made.engine.database)
        try await outbox.settle()
        return try await outbox.events(after: place).events
    }

    @Test("An event tells what was changed, by whom and when, and no values", arguments: Dialect.allCases)
    func content(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let user = try await made.create(User.self, ["login": "li", "name": "李敏"]).id
            let firm = try await made.create(Firm.self, ["name": "甲"], as: Actor(user: user, rights: .unlimited)).id
            try await made.edit(Firm.self, firm, ["memo": "x", "visits": 3])
            try await made.engine.perform(.delete(firm), on: Firm.definition, as: .system)
            try await made.engine.perform(.purge(firm), on: Firm.definition, as: .system)

            let events = try await Self.events(made).filter { $0.record == firm }
            #expect(events.map(\.kind) == [.create, .edit, .delete, .purge])
            #expect(events.map(\.version) == [1, 2, 3, 3])
            #expect(events[0].actor == user)
            #expect(events[1].fields == ["memo", "visits"])
            #expect(events[1].at == made.clock.now)
            #expect(Event(events[1].json, place: events[1].place) == events[1])
        }
    }

    @Test("A reader misses nothing of a transaction that began first and is committed last")
    func lateCommit() async throws {
        try await withEngine(.postgres, modules: [Workshop()]) { made in
            let early = try await made.create(Firm.self, ["name": "甲"]).id, late = try await made.create(Firm.self, ["name": "乙"]).id
            let start = try await Self.events(made).count
            let hasWritten = Latch(), mayCommit = DispatchSemaphore(value: 0)
            async let slow: Void = made.engine.write(as: .system) { door in
                try door.perform(.edit(early, ["memo": "x"]), on: Firm.definition)
                hasWritten.open()
                mayCommit.wait()
            }
            await hasWritten.wait()
            made.clock.step(milliseconds: 1_000)
            try await made.edit(Firm.self, late, ["memo": "x"])

            let before = try await Self.events(made, after: Int64(start))
            mayCommit.signal()
            try await slow
            let after = try await Self.events(made, after: try #require(before.last).place)

            #expect(before.map(\.record) == [late])
            #expect(after.map(\.record) == [early])
            // By id the reader would have gone past it.
            #expect(after[0].id < before[0].id)
        }
    }

    @Test("The events of a record come in its order, also from a server whose clock is behind", arguments: Dialect.allCases)
    func skew(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let behind = TestClock(made.clock.now + -3_600_000)
            let other = try await Engine.start(Databases.open(made.database.url), modules: [Workshop()], clock: behind.clock).engine
            let firm = try await made.create(Firm.self, ["name": "甲"]).id
            for number in 1...6 {
                let engine = number % 2 == 0 ? made.engine : other
                _ = try await engine.perform(.edit(firm, ["memo": .text("\(number)")]), on: Firm.definition, as: .system)
            }

            let events = try await Self.events(made)
            #expect(events.map(\.version) == Array(1...7))
            #expect(events.map(\.id) != events.map(\.id).sorted())
            await other.stop()
        }
    }

    @Test("While many write, a reader sees every event once and each record's in order", arguments: Dialect.allCases)
    func concurrent(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()], readers: 8) { made in
            let second = try await made.second(modules: [Workshop()])
            var firms: [RecordID] = []
            for number in 0..<4 { firms.append(try await made.create(Firm.self, ["name": .text("\(number)")]).id) }
            let isOver = Notes<Bool>(), ids = firms

            async let reading = {
                var seen: [Event] = []
                while true {
                    let wasOver = !isOver.all.isEmpty
                    seen += try await Self.events(made, after: seen.last?.place ?? 0)
                    if wasOver { return seen }
                }
            }()
            try await withThrowingTaskGroup { group in
                for task in 0..<8 {
                    group.addTask {
                        for round in 0..<10 {
                            let change = Change.edit(ids[(task + round) % ids.count], ["memo": .text("\(task) \(round)")])
                            try await (task % 2 == 0 ? made.engine : second).perform(change, on: Firm.definition, as: .system)
                        }
                    }
                }
                try await group.waitForAll()
            }
            isOver.add(true)
            let seen = try await reading

            #expect(seen.map(\.place) == Array(1...84))
            for firm in firms { #expect(seen.filter { $0.record == firm }.map(\.version) == Array(1...21)) }
            await second.stop()
        }
    }

    @Test("Old events are forgotten once all subscribers have been told, and a reader from before is sent back", arguments: Dialect.allCases)
    func forgetting(_ dialect: Dialect) async throws {
        let mayTake = Notes<Bool>()
        struct Refused: Error {}
        let bench = Bench(subscribers: [Subscriber("late", on: [Firm.self]) { event, _ in if mayTake.all.isEmpty { throw Refused() } }])
        try await withEngine(dialect, modules: [Workshop(), bench]) { made in
            let purge = { try await made.engine.enqueue(Housekeeping.purgeEvents.name) }
            await made.engine.startWorkers(.quick())
            try await eventually { try await made.number("SELECT COUNT(*) FROM subscriber") == 1 }
            for number in 0..<3 { try await made.create(Firm.self, ["name": .text("\(number)")]) }
            try await eventually { try await made.number("SELECT COUNT(*) FROM subscriber_event") == 3 }

            made.clock.step(milliseconds: 6 * 86_400_000)
            mayTake.add(true)
            try await eventually { try await made.number("SELECT COUNT(*) FROM subscriber_event") == 0 }
            _ = try await made.engine.job(purge(), in: .done)
            #expect(try await Self.events(made).count == 3)
            #expect(try await made.engine.events.start(after: 0, now: 3) == .after(0))

            made.clock.step(milliseconds: 2 * 86_400_000)
            try await made.create(Firm.self, ["name": "new"])
            _ = try await made.engine.job(purge(), in: .done)
            #expect(try await Self.events(made).map(\.place) == [4])
            #expect(try await made.engine.events.start(after: 2, now: 4) == .reset(4))
            #expect(try await made.engine.events.start(after: 3, now: 4) == .after(3))
            #expect(try await made.engine.events.start(after: 5, now: 4) == .reset(4))
            #expect(try await made.engine.events.start(after: nil, now: 4) == .after(4))
        }
    }
}
