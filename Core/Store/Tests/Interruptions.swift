import Foundation
import Kernel
import Store
import TestKit
import Testing

/// A query that would run for minutes.
private let endless: SQL = """
    WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000)
    SELECT count(*) FROM n
    """

@Suite(.timeLimit(.minutes(5))) struct Interruptions {
    @Test("A query that runs out of time is stopped, and the connection works on", arguments: Dialect.allCases)
    func limitOfReads(dialect: Dialect) async throws {
        try await withDatabase(dialect, readers: 1) { database in
            for _ in 0..<3 {
                await #expect(throws: StoreError.timedOut) {
                    try await database.read(limit: .milliseconds(50)) { try $0.first(endless) }
                }
                let one = try await database.value("SELECT 1")
                #expect(one == .integer(1))
            }
        }
    }

    @Test("A stream that runs out of time is stopped", arguments: Dialect.allCases)
    func limitOfStreams(dialect: Dialect) async throws {
        try await withDatabase(dialect, readers: 1) { database in
            await #expect(throws: StoreError.timedOut) {
                try await database.read(limit: .milliseconds(50)) { session in
                    try session.forEach("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n") { _ in }
                }
            }
            let one = try await database.value("SELECT 1")
            #expect(one == .integer(1))
        }
    }

    @Test("A write that runs out of time is rolled back, and the next one works", arguments: Dialect.allCases)
    func limitOfWrites(dialect: Dialect) async throws {
        try await withDatabase(dialect, readers: 1) { database in
            try await database.makeNotes()

            await #expect(throws: StoreError.timedOut) {
                try await database.write(limit: .milliseconds(50)) { session in
                    try session.execute("INSERT INTO note (id) VALUES (1)")
                    _ = try session.first(endless)
                }
            }
            // Swallowed by the body: the transaction must not be committed all the same.
            await #expect(throws: StoreError.timedOut) {
                try await database.write(limit: .milliseconds(50)) { session in
                    try session.execute("INSERT INTO note (id) VALUES (2)")
                    _ = try? session.savepoint { _ = try session.first(endless) }
                }
            }
            try await database.write { try $0.execute("INSERT INTO note (id) VALUES (3)") }

            #expect(try await database.value("SELECT sum(id) FROM note") == .integer(3))
        }
    }

    @Test("A cancelled task stops its query", arguments: Dialect.allCases)
    func cancellation(dialect: Dialect) async throws {
        try await withDatabase(dialect, readers: 1) { database in
            let steps = Steps()
            let task = Task {
                try await database.read { session in
                    steps.reach(1)
                    return try session.first(endless)
                }
            }
            try await steps.reached(1)
            task.cancel()

            await #expect(throws: StoreError.cancelled) { try await task.value }
            let one = try await database.value("SELECT 1")
            #expect(one == .integer(1))
        }
    }

    @Test("A task that was cancelled before it began does nothing", arguments: Dialect.allCases)
    func cancelledBefore(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                try await database.write { try $0.execute("INSERT INTO note (id) VALUES (1)") }
            }
            task.cancel()

            await #expect(throws: StoreError.cancelled) { try await task.value }
            #expect(try await database.count("note") == 0)
        }
    }

    @Test("Waiting for a connection ends with the limit and with the task", arguments: Dialect.allCases)
    func waiting(dialect: Dialect) async throws {
        try await withDatabase(dialect, readers: 1) { database in
            let steps = Steps()
            // All that can be taken: one writer of SQLite, five connections of PostgreSQL.
            let places = dialect == .sqlite ? 1 : 5
            let holders = (0..<places).map { place in
                Task {
                    try await database.write { _ in
                        steps.reach(place)
                        steps.wait(for: 99)
                    }
                }
            }
            for place in 0..<places { try await steps.reached(place) }

            await #expect(throws: StoreError.timedOut) { try await database.write(limit: .milliseconds(30)) { _ in } }
            let waiter = Task { try await database.write { _ in } }
            try await Task.sleep(for: .milliseconds(20))
            waiter.cancel()
            await #expect(throws: StoreError.cancelled) { try await waiter.value }

            steps.reach(99)
            for holder in holders { try await holder.value }
            try await database.write { _ in }
        }
    }

    @Test("Interruptions hit only their own calls", arguments: Dialect.allCases)
    func stormOfCancellations(dialect: Dialect) async throws {
        try await withDatabase(dialect, readers: 2) { database in
            let outcomes = await withTaskGroup { group in
                for number in 0..<300 {
                    group.addTask { () -> String in
                        let isDoomed = number % 3 == 0
                        do {
                            let limit: Duration? = isDoomed ? .microseconds(number * 10) : nil
                            let found = try await database.read(limit: limit) { try $0.first("SELECT \(number)")?[0] }
                            return found == .integer(Int64(number)) ? "right" : "wrong"
                        } catch StoreError.timedOut where isDoomed {
                            return "right"
                        } catch {
                            return "\(number): \(error)"
                        }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }

            #expect(outcomes == ["right": 300])
        }
    }

    @Test("After closing, calls are refused", arguments: Dialect.allCases)
    func closing(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            await database.close()

            await #expect {
                try await database.read { try $0.first("SELECT 1") }
            } throws: { if case StoreError.unavailable = $0 { true } else { false } }
        }
    }
}
