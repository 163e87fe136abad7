@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Ids stay apart, whatever happens to clocks, processes and the database.
@Suite struct NodeLeaseTests {
    @Test("A server whose clock was set back while it was down gives no id again", arguments: Dialect.allCases, [true, false])
    func clockSetBackWhileDown(_ dialect: Dialect, _ endsWell: Bool) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var given: Set<RecordID> = []
            // Each life on every node there is, the whole hour again in each.
            for _ in 0..<3 {
                made.clock.set(TestClock.start)
                for _ in 0..<IDGenerator.nodeCount {
                    let lease = try await NodeLease.take(made.database.database, clock: made.clock.clock)
                    for _ in 0..<300 {
                        made.clock.step(milliseconds: 1)
                        let id = try lease.ids.next(bucket: 1)
                        #expect(given.insert(id).inserted)
                    }
                    if endsWell { await lease.giveBack() } else { try await made.end(lease) }
                    made.clock.step(milliseconds: -3_600_000)
                }
            }
        }
    }

    @Test("A restarted server takes the node that went least far, and goes on above it", arguments: Dialect.allCases)
    func leastFar(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let now = made.clock.now.milliseconds
            try await made.database.database.write { session in
                for node in 1..<IDGenerator.nodeCount {
                    let reached = now + (node == 9 ? 5_000 : 9_000)
                    try session.execute("INSERT INTO node_lease (node, holder, until, reached) VALUES (\(node), '', 0, \(reached))")
                }
            }

            let lease = try await NodeLease.take(made.database.database, clock: made.clock.clock)

            #expect(lease.node == 9)
            #expect(try lease.ids.next().madeAt == made.clock.now + 5_001)
            await lease.giveBack()
        }
    }

    @Test("A clock that is set back while the server runs neither stops ids nor repeats them", arguments: Dialect.allCases)
    func clockSetBackWhileRunning(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            var ids: [RecordID] = []
            for step in 0..<600 {
                if step % 100 == 0 { made.clock.step(milliseconds: step % 200 == 0 ? 90_000 : -3_600_000) }
                if step % 150 == 0 { try await made.engine.lease.renew() }
                ids.append(try made.engine.ids.next(bucket: 5))
            }

            #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
            let reached = try #require(try await made.number("SELECT MAX(reached) FROM node_lease"))
            #expect(ids.allSatisfy { $0.madeAt.milliseconds <= reached })
        }
    }

    @Test("A server that slept through its lease shares no id with the one that took its node", arguments: Dialect.allCases)
    func slept(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let sleeper = made.engine.lease, node = sleeper.node
            // All others are busy, so that the newcomer must take this one.
            let far = made.clock.now.milliseconds + 10_000_000
            try await made.database.database.write { session in
                for other in 0..<IDGenerator.nodeCount where other != node {
                    try session.execute("INSERT INTO node_lease (node, holder, until) VALUES (\(other), 'x', \(far))")
                }
            }
            made.clock.step(milliseconds: 180_000)

            let newcomer = try await NodeLease.take(made.database.database, clock: made.clock.clock)
            var ids: [RecordID] = []
            for _ in 0..<1_000 {
                ids.append(try sleeper.ids.next(bucket: 1))
                ids.append(try newcomer.ids.next(bucket: 1))
            }
            #expect(newcomer.node == node)
            #expect(Set(ids).count == 2_000)

            // Awake again it asks for more time, finds its node gone, and gets none while there is none.
            #expect(try await sleeper.renew() == false)
            try await made.database.database.write { try $0.execute("DELETE FROM node_lease WHERE node = 30") }
            #expect(try await sleeper.renew())
            #expect(sleeper.node == 30)
            let later = try sleeper.ids.next(bucket: 1)
            #expect(ids.allSatisfy { $0 != later } && later > ids[1_998])
            await newcomer.giveBack()
        }
    }

    @Test("Without a renewal ids end before another server could begin, and a renewal gives more")
    func usedUp() throws {
        let clock = TestClock()
        let now = clock.now.milliseconds
        let generator = IDGenerator(IDSpan(node: 1, after: now, upTo: now + 3), clock: clock.clock)
        clock.step(milliseconds: 60_000)

        let ids = try (0..<3 * 128).map { _ in try generator.next(bucket: 1) }

        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { (now + 1...now + 3).contains($0.madeAt.milliseconds) })
        #expect { try generator.next() } throws: { if case StoreError.unavailable = $0 { true } else { false } }
        generator.go(on: IDSpan(node: 1, after: now, upTo: now + IDSpan.length))
        #expect(try generator.next(bucket: 1) > ids[ids.count - 1])
    }

    @Test("A machine whose clock begins in 1970 makes ids that differ, and goes on when the clock was set", arguments: Dialect.allCases)
    func noClock(_ dialect: Dialect) async throws {
        let clock = TestClock(Instant(milliseconds: 1_000))
        try await withEngine(dialect, modules: [Workshop()], clock: clock) { made in
            var ids: [RecordID] = []
            for step in 0..<2_000 {
                if step == 1_500 { clock.set(TestClock.start) }
                if step == 1_700 { try await made.engine.lease.renew() }
                clock.step(milliseconds: 1)
                ids.append(try made.engine.ids.next(bucket: 1))
            }

            #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
            #expect(ids.last?.madeAt == clock.now)
        }
    }

    @Test("A process that has ended holds its node no longer; one that runs, or ran elsewhere, does", arguments: Dialect.allCases)
    func ended(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/true")
            try process.run()
            process.waitUntilExit()
            let mine = Holder.mark().split(separator: " ").map(String.init)
            try #require(mine.count == 4)
            let dead = [mine[0], String(process.processIdentifier), mine[2], "x"].joined(separator: " ")
            // The same number, but a process that began at another time.
            let earlier = [mine[0], mine[1], "1", "x"].joined(separator: " ")
            let elsewhere = ["other", String(process.processIdentifier), mine[2], "x"].joined(separator: " ")
            let until = made.clock.now.milliseconds + 100_000
            try await made.database.database.write { session in
                for (node, holder) in [(1, mine.joined(separator: " ")), (2, elsewhere), (3, dead), (4, earlier)] {
                    try session.execute("INSERT INTO node_lease (node, holder, until) VALUES (\(node), \(holder), \(until))")
                }
            }

            var nodes: [Int] = []
            for _ in 0..<3 { nodes.append(try await NodeLease.take(made.database.database, clock: made.clock.clock).node) }

            #expect(nodes == [3, 4, 5])
        }
    }
}

extension TestEngine {
    /// Leaves a lease as a killed process does; the next one may have its node.
    fileprivate func end(_ lease: NodeLease) async throws {
        _ = lease.ids.end()
        try await database.database.write { [node = lease.node] session in
            try session.execute("UPDATE node_lease SET until = 0 WHERE node = \(node)")
        }
    }
}
