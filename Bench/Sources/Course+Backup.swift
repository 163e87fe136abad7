import Foundation
import Store

/// Backup, verification, restore and move of the whole database, by the commands that administrators use.
extension Course {
    func measureBackups(_ figures: inout Figures) async throws {
        let backups = folder.appending(path: "backups")
        try? FileManager.default.removeItem(at: backups)
        defer { try? FileManager.default.removeItem(at: backups) }

        let backup = try await command("Backup", ["backup", backups.path, "--database", url])
        guard let name = try FileManager.default.contentsOfDirectory(atPath: backups.path).first(where: { $0.hasPrefix("guanxi-") }) else {
            throw BenchError("there is no backup in \(backups.path)")
        }
        let made = backups.appending(path: name).path
        // The least that a copy of as many bytes, flushed, can take here; and that of reading and adding them up.
        figures.copies.append(backup.over(try Self.timed("cp -r \(made) \(backups.path)/floor && sync -f \(backups.path)")))
        let verify = try await command("Verify", ["backup", "verify", made])
        figures.copies.append(verify.over(try Self.timed("find \(made) -type f -print0 | xargs -0 sha256sum")))
        figures.copies.append(try await command("Restore", ["restore", made, "--database", makeEmpty(url)]))
        let target = other ?? url
        figures.copies.append(
            try await command(
                "Move to \(target.hasPrefix("sqlite:") ? "SQLite" : "PostgreSQL")",
                ["move", "--database", url, "--to", makeEmpty(target), "--folder", backups.path]))
        figures.backupBytes = try Self.bytes(in: made)
        for copy in figures.copies { say("\(copy.name): \(copy.seconds.written(1)) s, \(Int(copy.memory)) MB") }
    }

    private func command(_ name: String, _ arguments: [String]) async throws -> Figures.Copy {
        let log = folder.appending(path: "backup.log"), begun = ContinuousClock.now
        // Files of attachments, of which the made-up company has none, would lie here.
        let files = ["GUANXI_FILES_FOLDER": folder.appending(path: "backup-files").path]
        let end = try await Program(program, arguments, log: log, environment: environment.merging(files) { $1 }).finish()
        guard end.status == 0 else { throw BenchError("\(name) failed; see \(log.path)") }
        return Figures.Copy(name: name, seconds: begun.duration(to: .now).inSeconds, memory: end.mostMemory)
    }

    private static func timed(_ command: String) throws -> Double {
        let begun = ContinuousClock.now
        _ = try Program.output("/bin/sh", ["-c", command])
        return begun.duration(to: .now).inSeconds
    }

    private static func bytes(in folder: String) throws -> Int {
        try FileManager.default.subpathsOfDirectory(atPath: folder).reduce(0) { sum, name in
            sum + ((try FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.size] as? Int) ?? 0)
        }
    }
}
