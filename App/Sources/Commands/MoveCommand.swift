import ArgumentParser
import Engine
import Foundation

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Copy a database, with the files of attachments, into an empty one of the other engine, and compare every table.",
        discussion: "The servers must be stopped. The old database stays as it is. On the way all lies in a folder once more, which is removed.")

    @OptionGroup var common: CommonOptions

    @Option(help: "The empty database: sqlite:PATH or postgres://user:password@host:port/name. GUANXI_MOVE_TO unless said here.")
    var to: String?

    @Option(help: "A folder on a disk with room for a copy of all tables.")
    var folder = "."

    func run() async throws {
        guard let to = to ?? ProcessInfo.processInfo.environment[Settings.moveTarget] else {
            throw ValidationError("--to names the database to move to")
        }
        let way = URL(filePath: folder, directoryHint: .isDirectory).appending(path: "guanxi-move-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: way) }
        let (manifest, target) = try await common.withDatabase { database, settings in
            try await RunningServers.refuse(on: database)
            let target = settings.on(to)
            guard target.database != settings.database else { throw BackupError.notEmpty(settings.databaseName) }
            let manifest = try await target.withDatabase(isNew: true) { empty in
                let making = BackupMaking(of: database, named: settings.databaseName, files: settings.files, program: Guanxi.configuration.version)
                let backup = try await making.run(into: BackupStore(way), sharing: true).backup
                // Servers may have started meanwhile.
                try await RunningServers.refuse(on: database)
                let files = settings.files == target.files ? nil : target.files
                try await Restoring(backup, into: empty, named: target.databaseName, files: files, modules: makeModules(settings))
                    .run(isTrusted: true, sharing: true)
                return backup.manifest
            }
            return (manifest, target)
        }
        print("Moved \(manifest.rows) rows in \(manifest.tables.count) tables and \(manifest.contents.count) files to \(target.databaseName); every table reads back the same.")
        try reporting { try KeyStore(target).tellOfMissing(manifest.keys) }
    }
}
