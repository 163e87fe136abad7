import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

struct Refusal: Error, Equatable {}

@Suite struct Transactions {
    @Test("Many writers lose no update", arguments: Dialect.allCases)
    func noLostUpdates(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            try await database.write { try $0.execute("INSERT INTO note (id, amount) VALUES (0, 0)") }

            try await withThrowingTaskGroup { group in
                for task in 1...40 {
                    group.addTask {
                        for step in 0..<5 {
                            try await database.write { session in
                                let lock = session.dialect.forUpdate
                                let row = try session.first("SELECT amount FROM note WHERE id = 0\(lock)")
                                let amount = row?[0].integer ?? 0
                                try session.execute("UPDATE note SET amount = \(amount + 1) WHERE id = 0")
                                try session.execute("INSERT INTO note (id) VALUES (\(task * 100 + step))")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }

            #expect(try await database.value("SELECT amount FROM note WHERE id = 0") == .integer(200))
            #expect(try await database.count("note") == 201)
        }
    }

    @Test("What throws changes nothing, and its error arrives", arguments: Dialect.allCases)
    func rollback(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()

            await #expect(throws: Refusal()) {
                try await database.write { session in
                    try session.execute("INSERT INTO note (id) VALUES (1)")
                    throw Refusal()
                }
            }

            #expect(try await database.count("note") == 0)
        }
    }

    @Test("A savepoint takes back its own changes only", arguments: Dialect.allCases)
    func savepoints(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()

            let told = try await database.write { session in
                var told: [String] = []
                try session.execute("INSERT INTO note (id) VALUES (1)")
                do {
                    try session.savepoint {
                        try session.execute("INSERT INTO note (id) VALUES (2)")
                        try session.savepoint { _ = try session.execute("INSERT INTO note (id) VALUES (3)") }
                        try session.execute("INSERT INTO note (id) VALUES (1)")
                    }
                } catch StoreError.unique(let constraint) {
                    told.append(constraint)
                }
                do {
                    try session.savepoint {
                        try session.execute("INSERT INTO note (id) VALUES (4)")
                        throw Refusal()
                    }
                } catch is Refusal {
                    told.append("refusal")
                }
                try session.savepoint { _ = try session.execute("INSERT INTO note (id) VALUES (5)") }
                return told
            }

            #expect(told == ["note_pkey", "refusal"])
            let ids = try await database.read { try $0.rows("SELECT id FROM note ORDER BY id").compactMap { $0[0].integer } }
            #expect(ids == [1, 5])
        }
    }

    @Test("A reader sees one snapshot while others write", arguments: Dialect.allCases)
    func snapshot(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            let steps = Steps()

            async let counts = database.read { session in
                let first = try session.first("SELECT count(*) FROM note")?[0]
                steps.reach(1)
                steps.wait(for: 2)
                return [first, try session.first("SELECT count(*) FROM note")?[0]]
            }
            try await steps.reached(1)
            try await database.write { try $0.execute("INSERT INTO note (id) VALUES (1)") }
            steps.reach(2)

            #expect(try await counts == [.integer(0), .integer(0)])
            #expect(try await database.count("note") == 1)
        }
    }

    @Test("Fifty thousand rows stream by, with other queries in between", arguments: Dialect.allCases)
    func streaming(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            try await database.makeNotes()
            try await database.write { session in
                try session.execute(
                    """
                    INSERT INTO note (id, body)
                    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 50000)
                    SELECT n, 'row ' || n FROM number
                    """)
            }

            let (count, sum, looked) = try await database.read { session in
                var (count, sum, looked) = (0, Int64(0), 0)
                let query: SQL = "SELECT id, body FROM note WHERE id > \(0) ORDER BY id"
                try session.forEach(query) { row in
                    count += 1
                    sum += row[0].integer ?? 0
                    if count % 10_000 == 0 {
                        looked += try session.rows("SELECT id FROM note WHERE body = \(row["body"])").count
                        // The very statement that is streaming, inside itself.
                        try session.forEach("\(query) LIMIT 3") { _ in looked += 1 }
                    }
                }
                return (count, sum, looked)
            }

            #expect(count == 50_000)
            #expect(sum == 1_250_025_000)
            #expect(looked == 20)
        }
    }

    @Test("A stream ends when its body throws, and the session goes on", arguments: Dialect.allCases)
    func stoppedStream(dialect: Dialect) async throws {
        try await withDatabase(dialect) { database in
            let (seen, after) = try await database.read { session in
                var seen = 0
                do {
                    try session.forEach("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n") { _ in
                        seen += 1
                        if seen == 700 { throw Refusal() }
                    }
                } catch is Refusal {
                    seen += 1000
                }
                return (seen, try session.first("SELECT 1")?[0])
            }

            #expect(seen == 1700)
            #expect(after == .integer(1))
        }
    }

    @Test("Two transactions that lock two rows crosswise both succeed")
    func deadlock() async throws {
        try await withDatabase(.postgres) { database in
            try await database.makeNotes()
            try await database.write { try $0.execute("INSERT INTO note (id) VALUES (1), (2)") }
            let steps = Steps()
            let runs = Counter()

            try await withThrowingTaskGroup { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await database.write { session in
                            runs.add()
                            try session.execute("UPDATE note SET amount = amount + 1 WHERE id = \(first)")
                            steps.reach(first)
                            steps.wait(for: second)
                            try session.execute("UPDATE note SET amount = amount + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }

            #expect(runs.count > 2)
            let amounts = try await database.read { try $0.rows("SELECT amount FROM note").map { $0[0] } }
            #expect(amounts == [.integer(2), .integer(2)])
        }
    }

    @Test("Conflicts are repeated five times and then told")
    func endlessConflict() async throws {
        try await withDatabase(.postgres) { database in
            let runs = Counter()

            await #expect(throws: StoreError.conflict(code: "40001")) {
                try await database.write { session in
                    runs.add()
                    try session.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
                }
            }

            #expect(runs.count == 6)
        }
    }

    @Test("An error that the body swallows is not committed over")
    func swallowedError() async throws {
        try await withDatabase(.postgres) { database in
            try await database.makeNotes()

            await #expect(throws: StoreError.unique(constraint: "note_pkey")) {
                try await database.write { session in
                    try session.execute("INSERT INTO note (id) VALUES (1)")
                    _ = try? session.execute("INSERT INTO note (id) VALUES (1)")
                }
            }

            #expect(try await database.count("note") == 0)
        }
    }
}

/// Numbered moments that threads and tasks wait for.
final class Steps: Sendable {
    private let done = Mutex<Set<Int>>([])

    func reach(_ step: Int) { done.withLock { _ = $0.insert(step) } }

    private func isReached(_ step: Int) -> Bool { done.withLock { $0.contains(step) } }

    /// Holds the thread; for the synchronous bodies of transactions.
    func wait(for step: Int) {
        while !isReached(step) { Thread.sleep(forTimeInterval: 0.001) }
    }

    func reached(_ step: Int) async throws {
        while !isReached(step) { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// Counts from many threads.
final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
}
