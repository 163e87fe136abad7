import Engine
import Foundation
import Store
import TestKit
import Testing

/// Backup and restore that are killed, or find no room.
@Suite struct BackupFaultTests {
    /// A process that was started and may be killed.
    private static func start(_ program: Program, _ arguments: [String]) throws -> Process {
        let process = try program.prepared(arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func killed(_ process: Process, after milliseconds: Int) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// From before anything was done to after all was done.
    private static let moments = [5, 20, 40, 70, 110, 160, 220, 300, 400, 550, 800, 1_200]

    @Test("A backup that is killed leaves nothing that looks like one, and the next one clears up", arguments: Dialect.allCases)
    func killedBackup(_ dialect: Dialect) async throws {
        try await withTestDatabase(dialect) { made in
            await made.database.close()
            let program = try Program(database: made.url)
            defer { program.remove() }
            try BackupCommandTests.fill(program)
            let store = BackupStore(program.folder.appending(path: "backups"))
            for moment in Self.moments {
                try await Self.killed(Self.start(program, ["backup", "backups", "--database", made.url]), after: moment)
                for backup in store.backups { try Backup.open(backup).verify() }
            }

            let last = try program.run(["backup", "backups", "--database", made.url, "--keep", "1"])

            #expect(last.status == 0, "\(last)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted().filter { $0 != ".lock" } == store.backups.map(\.lastPathComponent))
        }
    }

    @Test("A restore that is killed leaves an empty place or all of it, and is simply repeated", arguments: Dialect.allCases)
    func killedRestore(_ dialect: Dialect) async throws {
        let program = try Program()
        defer { program.remove() }
        try BackupCommandTests.fill(program)
        let folder = try program.run(["backup", "backups", "--database", program.database]).output.trimmingCharacters(in: .newlines)
        var ends = Set<Bool>()
        for moment in Self.moments {
            try await withTestDatabase(dialect) { empty in
                await empty.database.close()
                let restore = ["restore", folder, "--database", empty.url]
                try await Self.killed(Self.start(program, restore), after: moment)
                let again = try program.run(restore)
                // All or nothing: what refuses a second restore has everything.
                #expect(again.status == 0 || again.errors.contains("holds data already"), "\(again)")
                ends.insert(again.status == 0)
                #expect(try BackupCommandTests.names(empty.url, program).count == 2)
                let check = try BackupCommandTests.check(empty.url, program)
                #expect(check.status == 0, "\(check)")
            }
        }
        #expect(ends.contains(true), "none was killed in time to prove anything")
    }

    @Test("Without room nothing is kept, and that is said", .enabled(if: SmallDisk.isAllowed, "mounting a small disk takes root or sudo"))
    func fullDisk() throws {
        let disk = try SmallDisk(megabytes: 1), program = try Program()
        defer { disk.remove() }
        defer { program.remove() }
        try BackupCommandTests.fill(program)
        let folder = try program.run(["backup", "backups", "--database", program.database]).output.trimmingCharacters(in: .newlines)
        let store = BackupStore(disk.folder.appending(path: "backups"))
        try FileManager.default.createDirectory(at: store.folder, withIntermediateDirectories: true)
        try disk.fill()

        let made = try program.run(["backup", store.folder.path, "--database", program.database])
        try disk.empty()
        let restored = try program.run(["restore", folder, "--database", "sqlite:\(disk.folder.path)/small.sqlite"])

        #expect(made.status == 1 && made.errors.contains("no room left"), "\(made)")
        #expect(store.backups == [])
        #expect(restored.status == 1 && restored.errors.contains("no room left"), "\(restored)")
        let check = try program.run(["backup", "disk", "--database", "sqlite:\(disk.folder.path)/small.sqlite"])
        #expect(check.status == 1 && check.errors.contains("is no database of Guanxi"), "\(check)")
    }
}
