import Foundation
import Store
import TestKit
import Testing

/// A database that cannot be used is told in words that say which and why, with status 1, and is left as it is.
@Suite struct StartTests {
    /// Starts the server on a database, which ends it, and expects these words.
    private func expect(_ words: String..., of url: String, or others: String = "") throws {
        let program = try Program(database: url)
        defer { program.remove() }

        let ended = try program.run(["serve", "--database", url, "--port", "0"])

        #expect(ended.status == 1, "\(ended)")
        #expect(ended.errors.hasPrefix("Error: "), "\(ended)")
        for word in words { #expect(ended.errors.contains(word), "\(ended)") }
        // One paragraph, and nothing of the inside.
        #expect(!ended.errors.contains("DatabaseError") && !ended.errors.contains("Fatal") && ended.errors.count < 500, "\(ended)")
    }

    private func withFolder(_ test: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("guanxi-start-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await test(folder)
    }

    /// A whole database, closed.
    private func makeDatabase(in folder: URL) throws -> URL {
        let file = folder.appendingPathComponent("company.sqlite")
        let program = try Program(database: "sqlite:" + file.path)
        defer { program.remove() }
        let made = try program.run(["demo", "--customers", "20", "--database", program.database])
        try #require(made.status == 0, "\(made)")
        return file
    }

    @Test("A file that is something else") func otherFile() async throws {
        try await withFolder { folder in
            let file = folder.appendingPathComponent("letter.txt")
            let letter = String(repeating: "Dear Sir or Madam, ", count: 100)
            try letter.write(to: file, atomically: true, encoding: .utf8)

            try expect("letter.txt is no SQLite database", of: "sqlite:" + file.path)

            #expect(try String(contentsOf: file, encoding: .utf8) == letter)
        }
    }

    @Test("A folder") func folder() async throws {
        try await withFolder { try expect("is a folder", of: "sqlite:" + $0.path) }
    }

    @Test("A folder that is not there") func noFolder() async throws {
        try await withFolder { try expect("No such file or directory", of: "sqlite:" + $0.path + "/none/company.sqlite") }
    }

    @Test("A database with a damaged inside") func damaged() async throws {
        try await withFolder { folder in
            let file = try makeDatabase(in: folder)
            let handle = try FileHandle(forUpdating: file)
            let length = try handle.seekToEnd()
            // All pages but the first.
            try handle.seek(toOffset: 4_096)
            try handle.write(contentsOf: Data(repeating: 0x5A, count: Int(length) - 4_096))
            try handle.close()

            try expect("is damaged", of: "sqlite:" + file.path)
        }
    }

    @Test("A file that was cut off") func cutOff() async throws {
        try await withFolder { folder in
            let file = try makeDatabase(in: folder)
            try #require(truncate(file.path, 20_000) == 0)

            try expect("is damaged", of: "sqlite:" + file.path)
        }
    }

    @Test("A file that may not be written", .enabled(if: geteuid() != 0 || SmallDisk.isAllowed)) func readOnly() async throws {
        // Root may write what is read-only, but not on a disk that is.
        if geteuid() == 0 {
            let disk = try SmallDisk(megabytes: 20)
            defer { disk.remove() }
            let file = try makeDatabase(in: disk.folder)
            try disk.forbidWriting()
            try expect("cannot be written", of: "sqlite:" + file.path)
        } else {
            try await withFolder { folder in
                let file = try makeDatabase(in: folder)
                try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: file.path)
                try expect("cannot be written", of: "sqlite:" + file.path)
            }
        }
    }

    @Test("A file that another process keeps locked") func locked() async throws {
        try await withFolder { folder in
            let url = "sqlite:" + (try makeDatabase(in: folder)).path
            let other = try await Databases.open(url, readers: 1)
            try await other.write { session in
                try session.execute("UPDATE guanxi_schema SET name = name")
                try expect("Another process keeps the database locked", of: url)
            }
            await other.close()
        }
    }

    @Test("A PostgreSQL database in another encoding") func otherEncoding() async throws {
        let name = "test_encoding_\(UUID().uuidString.lowercased().prefix(8))"
        let server = try PostgresServer.url
        try await PostgresAdministration.run(
            [
                """
                CREATE DATABASE \(name: name) TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'
                """
            ], on: server)
        try expect("must have the encoding UTF8", of: server.replacing("/postgres", with: "/" + name, maxReplacements: 1))
        try await PostgresAdministration.run(["DROP DATABASE \(name: name) WITH (FORCE)"], on: server)
    }

    @Test("A PostgreSQL server that is too old") func oldServer() async throws {
        let server = try OldPostgres()
        defer { server.stop() }
        try expect("PostgreSQL 14 or newer is needed; this server is 12.9", of: server.url)
    }

    @Test("A PostgreSQL server that is not there") func noServer() throws {
        try expect("Connection refused", of: "postgres://guanxi:secret@127.0.0.1:\(try Program.freePort())/guanxi")
    }
}
