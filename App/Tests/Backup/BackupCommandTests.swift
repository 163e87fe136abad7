import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Backup, restore and move as an administrator types them.
@Suite struct BackupCommandTests {
    @Test("While people work, a backup is made, looked through and restored; what was acknowledged before is in it", arguments: Dialect.allCases)
    func whileWorking(_ dialect: Dialect) async throws {
        try await withTestDatabase(dialect) { made in
            await made.database.close()
            let program = try Program(database: made.url)
            defer { program.remove() }
            let process = try await program.serve()
            defer { process.kill() }
            let server = Client(port: process.port, token: try program.makeUser())
            let load = Load()
            async let work: Void = load.work(at: server, shift: "1", isPatient: true)
            while load.count < 60 { try await Task.sleep(for: .milliseconds(5)) }
            let known = Set(load.remembered.made)

            let backup = try program.run(["backup", "backups", "--database", made.url])
            load.end()
            await work
            let folder = backup.output.trimmingCharacters(in: .newlines)
            let verified = try program.run(["backup", "verify", folder])
            let state = await server.send("GET", "/api/v1/system")

            #expect(backup.status == 0 && backup.errors.contains("Keep a copy of the key file"), "\(backup)")
            #expect(verified.status == 0 && verified.output.contains("as it was written"), "\(verified)")
            #expect(state?.json["backup"]?["isOverdue"] == false && (state?.json["backup"]?["bytes"]?.integer ?? 0) > 1_000, "\(String(describing: state))")
            #expect(state?.json["backup"]?["madeBy"]?.string?.hasPrefix("guanxi ") == true)
            for other in Dialect.allCases {
                try await withTestDatabase(other) { empty in
                    await empty.database.close()
                    let restored = try program.run(["restore", folder, "--database", empty.url])
                    #expect(restored.status == 0, "\(restored)")
                    let check = try Self.check(empty.url, program)
                    #expect(check.status == 0 && check.output.contains("Everything agrees."), "\(check)")
                    let names = try Self.names(empty.url, program)
                    #expect(known.subtracting(names).isEmpty && known.count >= 30, "\(known.subtracting(names))")
                }
            }
        }
    }

    @Test("A database moves to the other engine and back, and every table comes out the same")
    func move() async throws {
        let program = try Program()
        defer { program.remove() }
        try Self.fill(program)
        try await withTestDatabase(.postgres) { other in
            await other.database.close()
            let home = "sqlite:" + program.folder.appendingPathComponent("home.sqlite").path
            var before = program
            // A password does not have to stand among the arguments.
            before.environment["GUANXI_MOVE_TO"] = other.url
            let away = Self.keyed(program)

            let there = try before.run(["move", "--database", program.database])
            let first = try Self.sums(try program.run(["backup", "one", "--database", program.database]))
            let back = try away.run(["move", "--database", other.url, "--to", home])
            let second = try Self.sums(try away.run(["backup", "two", "--database", home]))
            let refused = try program.run(["move", "--database", program.database, "--to", home])

            #expect(there.status == 0 && there.output.contains("every table reads back the same"), "\(there)")
            #expect(there.errors.contains("are still missing: put the key file"), "\(there)")
            #expect(back.status == 0, "\(back)")
            #expect(first == second && first.count > 40)
            #expect(refused.status == 1 && refused.errors.contains("holds data already"), "\(refused)")
            #expect(!there.errors.contains(Self.password(of: other.url)) && !there.output.contains(Self.password(of: other.url)))
            let check = try away.run(["check", "--database", home])
            #expect(check.status == 0 && check.output.contains("Everything agrees."), "\(check)")
            // No trace of the way is left.
            #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path).filter { $0.hasPrefix("guanxi-move") } == [])
        }
    }

    @Test("Nothing moves from under a running server")
    func running() async throws {
        let program = try Program()
        defer { program.remove() }
        let server = try await program.serve()
        defer { server.kill() }

        let moved = try program.run(["move", "--database", program.database, "--to", "sqlite:other.sqlite"])

        #expect(moved.status == 1 && moved.errors.contains("1 server works on this database"), "\(moved)")
    }

    @Test("What cannot be done ends with words and a status, and changes nothing")
    func refusals() throws {
        let program = try Program()
        defer { program.remove() }
        try Self.fill(program)
        let folder = try program.run(["backup", "backups", "--database", program.database]).output.trimmingCharacters(in: .newlines)
        let names = try Self.names(program.database, program)
        try Data("no database".utf8).write(to: program.folder.appendingPathComponent("note.txt"))
        let cases: [([String], String)] = [
            (["restore", folder, "--database", program.database], "holds data already"),
            (["restore", "backups", "--database", "sqlite:new.sqlite"], "is no backup"),
            (["backup", "verify", "backups"], "is no backup"),
            (["backup", "backups", "--database", "sqlite:nowhere.sqlite"], "There is no file"),
            (["backup", "backups", "--keep", "0", "--database", program.database], "--keep takes 1 or more"),
            (["backup", "note.txt", "--database", program.database], "Error: "),
            (["move", "--database", program.database], "--to names"),
            (["move", "--database", program.database, "--to", program.database], "holds data already"),
        ]
        for (arguments, words) in cases {
            let ended = try program.run(arguments)
            #expect(ended.status != 0 && ended.errors.contains(words), "\(arguments) \(ended)")
        }
        #expect(try Self.names(program.database, program) == names && names == ["重庆宏途物流有限公司", "Harbour \"Tea\", Ltd."])
        #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("nowhere.sqlite").path))
    }

    // MARK: - Around it

    static func fill(_ program: Program) throws {
        let file = program.folder.appendingPathComponent("in.csv")
        try "name,kind,externalCode\n重庆宏途物流有限公司,organisation,1\n\"Harbour \"\"Tea\"\", Ltd.\",organisation,2\n".write(to: file, atomically: true, encoding: .utf8)
        let done = try program.run(["import", "--database", program.database, "--entity", "customer", file.path])
        try #require(done.status == 0, "\(done)")
    }

    static func names(_ url: String, _ program: Program) throws -> Set<String> {
        let ended = try keyed(program).run(["export", "--database", url, "customer", "--fields", "name"])
        try #require(ended.status == 0, "\(ended)")
        let lines = ended.output.split(whereSeparator: \.isNewline).dropFirst().map { line in
            line.hasPrefix("\"") ? String(line.dropFirst().dropLast()).replacing("\"\"", with: "\"") : String(line)
        }
        return Set(lines)
    }

    static func check(_ url: String, _ program: Program) throws -> Program.Ended { try keyed(program).run(["check", "--database", url]) }

    /// The same with the keys at hand, wherever the database lies.
    private static func keyed(_ program: Program) -> Program {
        var keyed = program
        if keyed.environment["GUANXI_KEYS"] == nil,
            let keys = try? String(contentsOfFile: program.database.replacing("sqlite:", with: "") + ".keys", encoding: .utf8) {
            keyed.environment["GUANXI_KEYS"] = keys.trimmingCharacters(in: .newlines)
        }
        return keyed
    }

    /// Of all tables but the log of backups itself, and what servers note when they start.
    private static func sums(_ made: Program.Ended) throws -> [String: RowSum] {
        try #require(made.status == 0, "\(made)")
        let manifest = try Backup.open(URL(filePath: made.output.trimmingCharacters(in: .newlines))).manifest
        let pairs = manifest.tables.map { ($0.plan.name, $0.sum) }
        return Dictionary(uniqueKeysWithValues: pairs).filter { !["backup_log"].contains($0.key) }
    }

    private static func password(of url: String) -> String { URLComponents(string: url)?.password ?? "?" }
}
