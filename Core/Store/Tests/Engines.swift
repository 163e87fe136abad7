import Foundation
import Kernel
import Store
import TestKit
import Testing

/// What only one of the engines has.
@Suite struct Engines {
    @Test("A new SQLite file and its side files belong to their owner alone, and commits reach the disk")
    func fileRights() async throws {
        try await withTestDatabase(.sqlite) { made in
            try await made.database.makeNotes()

            let path = String(made.url.dropFirst("sqlite:".count))
            for file in [path, path + "-wal", path + "-shm"] {
                let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(rights == 0o600, "\(file)")
            }
            let settings = try await made.database.write { session in
                try ["synchronous", "foreign_keys", "journal_mode"].map { try session.first("SELECT * FROM \(name: "pragma_" + $0)")?[0] }
            }
            #expect(settings == [.integer(2), .integer(1), .text("wal")])
        }
    }

    @Test("Another process that holds the SQLite file is waited for, and that wait can be ended")
    func busyFile() async throws {
        try await withTestDatabase(.sqlite) { made in
            try await made.database.makeNotes()
            let other = try await Databases.open(made.url, readers: 1)
            let steps = Steps()
            let holder = Task {
                try await other.write { session in
                    try session.execute("INSERT INTO note (id) VALUES (1)")
                    steps.reach(1)
                    steps.wait(for: 2)
                }
            }
            try await steps.reached(1)

            await #expect(throws: StoreError.timedOut) {
                try await made.database.write(limit: .milliseconds(50)) { try $0.execute("INSERT INTO note (id) VALUES (2)") }
            }
            async let waiting = made.database.write { try $0.execute("INSERT INTO note (id) VALUES (3)") }
            try await Task.sleep(for: .milliseconds(30))
            steps.reach(2)
            try await holder.value

            #expect(try await waiting == 1)
            #expect(try await made.database.count("note") == 2)
            await other.close()
        }
    }

    @Test("Connections that the server has closed are replaced")
    func reconnecting() async throws {
        try await withDatabase(.postgres) { database in
            func useFour() async throws {
                try await withThrowingTaskGroup { group in
                    for _ in 0..<4 { group.addTask { _ = try await database.read { try $0.first("SELECT pg_sleep(0.1)") } } }
                    try await group.waitForAll()
                }
            }
            try await useFour()

            try await database.endOthers()

            try await useFour()
        }
    }

    @Test("A connection lost in the middle is told, and the next call works")
    func lostConnection() async throws {
        try await withDatabase(.postgres) { database in
            let steps = Steps()
            let victim = Task {
                try await database.read { session in
                    steps.reach(1)
                    steps.wait(for: 2)
                    return try session.first("SELECT 1")
                }
            }
            try await steps.reached(1)
            try await database.endOthers()
            steps.reach(2)

            await #expect {
                try await victim.value
            } throws: { if case StoreError.unavailable = $0 { true } else { false } }
            let one = try await database.value("SELECT 1")
            #expect(one == .integer(1))
        }
    }
}

extension Database {
    /// Ends all other connections to the same PostgreSQL database, as a restart of the server would.
    fileprivate func endOthers() async throws {
        _ = try await read { session in
            try session.rows(
                """
                SELECT pg_terminate_backend(pid, 1000)
                FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
        }
    }
}
