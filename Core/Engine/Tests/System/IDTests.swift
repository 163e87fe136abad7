@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct IDTests {
    @Test("A hundred thousand ids of four tasks are all different, and each task's grow with time")
    func unique() async throws {
        let generator = IDGenerator(IDSpan(node: 3), clock: .system)

        let ids = try await withThrowingTaskGroup(of: [RecordID].self) { group in
            for _ in 0..<4 {
                group.addTask { try (0..<25_000).map { _ in try generator.next() } }
            }
            return try await group.reduce(into: [[RecordID]]()) { $0.append($1) }
        }

        #expect(Set(ids.joined()).count == 100_000)
        for mine in ids {
            #expect(zip(mine, mine.dropFirst()).allSatisfy { $0.madeAt <= $1.madeAt })
            #expect(mine.allSatisfy { $0.rawValue > 0 && $0.rawValue >> 7 & 31 == 3 })
        }
        #expect(Set(ids.joined().map(\.bucket)).count == RecordID.bucketCount)
    }

    @Test("Ids of one bucket are sorted as they were made, also when the clock stands or goes back")
    func order() throws {
        let clock = TestClock()
        let generator = IDGenerator(IDSpan(node: 0), clock: clock.clock)
        var ids: [RecordID] = []
        for step in 0..<1_000 {
            if step % 100 == 50 { clock.step(milliseconds: -5_000) }
            if step % 100 == 0 { clock.step(milliseconds: 3_000) }
            ids.append(try generator.next(bucket: 77))
        }

        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(ids.allSatisfy { $0.bucket == 77 })
        #expect(ids[0].madeAt == TestClock.start + 3_000)
    }

    @Test("A child lies in the bucket of its parent, with its audit and events", arguments: Dialect.allCases)
    func buckets(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            for index in 0..<5 {
                let firm = try await made.create(Firm.self, ["name": .text("\(index)")]).id
                let order = try await made.create(Order.self, ["name": "x", "firm": .reference(firm)]).id
                #expect(order.bucket == firm.bucket)
                for row in try await made.rows("SELECT id FROM audit WHERE record_id = \(order.rawValue) UNION SELECT id FROM outbox WHERE record_id = \(order.rawValue)") {
                    #expect(RecordID(rawValue: row[0].integer ?? 0).bucket == firm.bucket)
                }
            }
        }
    }

    @Test("Two engines on one database have two nodes, also when they start at once", arguments: Dialect.allCases)
    func nodes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let others = try await withThrowingTaskGroup(of: Engine.self) { group in
                for _ in 0..<5 { group.addTask { try await made.second(modules: [Workshop()], readers: 1) } }
                return try await group.reduce(into: [Engine]()) { $0.append($1) }
            }

            let nodes = ([made.engine] + others).map(\.lease.node)
            #expect(Set(nodes).count == 6)
            #expect(try await made.number("SELECT COUNT(*) FROM node_lease WHERE until > 0") == 6)
            for engine in others { await engine.stop() }
            #expect(try await made.number("SELECT COUNT(*) FROM node_lease WHERE until > 0") == 1)
        }
    }

    @Test("A node that another server takes at this very moment is left to it", arguments: Dialect.allCases)
    func nodesAtOnce(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let (begun, announce) = AsyncStream.makeStream(of: Void.self)
            let until = made.clock.now.milliseconds + 100_000

            async let other = made.database.database.write { session in
                try session.execute("INSERT INTO node_lease (node, holder, until) VALUES (1, 'other', \(until))")
                announce.yield()
                Thread.sleep(forTimeInterval: 0.1)
            }
            for await _ in begun { break }
            let lease = try await NodeLease.take(made.database.database, clock: made.clock.clock)
            _ = try await other

            #expect(lease.node == 2)
            await lease.giveBack()
        }
    }

    @Test("The node of a dead server is free after its time, and not before", arguments: Dialect.allCases)
    func deadNodes(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let now = made.clock.now.milliseconds
            try await made.database.database.write { session in
                try session.execute("INSERT INTO node_lease (node, holder, until) VALUES (1, 'dead', \(now - 1)), (2, 'alive', \(now + 100_000))")
            }

            let second = try await made.second(modules: [Workshop()])
            let third = try await made.second(modules: [Workshop()])

            #expect(second.lease.node == 1)
            #expect(third.lease.node == 3)
            await second.stop()
            await third.stop()
        }
    }

    @Test("When all nodes are in use, that is said", arguments: Dialect.allCases)
    func allTaken(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let until = made.clock.now.milliseconds + 100_000
            try await made.database.database.write { session in
                for node in 1..<IDGenerator.nodeCount { try session.execute("INSERT INTO node_lease (node, holder, until) VALUES (\(node), 'x', \(until))") }
            }

            await #expect { try await made.second(modules: [Workshop()]) } throws: { if case StoreError.unavailable = $0 { true } else { false } }
        }
    }
}
