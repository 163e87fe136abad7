import ArgumentParser
import Engine
import Foundation

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring a backup into an empty database of either engine: all of it, or nothing.",
        discussion: "A restore that was killed is simply repeated. The keys are no part of a backup: put the key file back yourself.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The backup: its folder, or the manifest.json in it.")
    var backup: String

    func run() async throws {
        let backup = try reporting { try Backup.open(URL(filePath: self.backup)) }
        let settings = try await common.withDatabase(isNew: true) { database, settings in
            let restoring = try Restoring(backup, into: database, named: settings.databaseName, files: settings.files, modules: makeModules(settings))
            try await restoring.run()
            return settings
        }
        print("Restored \(backup.manifest.rows) rows and \(backup.manifest.contents.count) files as of \(backup.manifest.madeAt) into \(settings.databaseName).")
        try reporting { try KeyStore(settings).tellOfMissing(backup.manifest.keys) }
    }
}
