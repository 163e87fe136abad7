import ArgumentParser
import Engine
import Foundation

/// Copies of everything that a company has, but for its keys.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make a backup while servers run, or look one through.", subcommands: [Make.self, Verify.self],
        defaultSubcommand: Make.self)

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write all tables and the files of attachments, as they stand now, into a new folder.",
            discussion: "The keys are no part of it: keep a copy of the key file apart from the backups.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The folder in which the backups of this database lie side by side.")
        var folder: String

        @Option(help: "How many backups to keep, this one included; older ones are taken away. All unless said otherwise.")
        var keep: Int?

        func validate() throws {
            guard keep.map({ $0 >= 1 }) ?? true else { throw ValidationError("--keep takes 1 or more") }
        }

        func run() async throws {
            let result = try await common.withDatabase { database, settings in
                let making = BackupMaking(
                    of: database, named: settings.databaseName, files: settings.files, program: Guanxi.configuration.version,
                    settings: settings.written)
                return try await making.run(into: BackupStore(URL(filePath: folder, directoryHint: .isDirectory)), keep: keep)
            }
            let backup = result.backup
            print(backup.folder.path)
            say("\(words(backup)). Keep a copy of the key file apart from it.")
            for name in result.removed { say("removed the older \(name)") }
            if backup.manifest.contents.missing > 0 {
                say("Error: \(backup.manifest.contents.missing) files of attachments are missing or damaged where they lie, and are not in the backup.")
                throw ExitCode.failure
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a backup through and compare every file with what was noted; no database is needed. Ends with 1 on damage.")

        @Argument(help: "The backup: its folder, or the manifest.json in it.")
        var backup: String

        func run() throws {
            let backup = try reporting {
                let opened = try Backup.open(URL(filePath: self.backup))
                try opened.verify()
                return opened
            }
            print("\(words(backup)), and all of it is as it was written.")
        }
    }
}

/// What a backup holds, in one line.
private func words(_ backup: Backup) -> String {
    let manifest = backup.manifest
    return "\(manifest.rows) rows in \(manifest.tables.count) tables and \(manifest.contents.count) files of attachments, \(manifest.bytes) bytes, "
        + "as of \(manifest.madeAt)"
}
