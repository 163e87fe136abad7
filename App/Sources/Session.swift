import ArgumentParser
import Engine
import Foundation
import Inspection
import struct Kernel.Invalid
import Store

/// The options that every command has.
struct CommonOptions: ParsableArguments {
    @Option(help: "The database: sqlite:PATH or postgres://user:password@host:port/name.")
    var database: String?

    @Option(help: "A YAML file with settings.")
    var config: String?

    func settings() throws -> Settings {
        var settings = try reporting { try Settings.load(file: config) }
        if let database { settings.database = database }
        return settings
    }

    /// Opens the database as it is. A file that is not there is not made, unless it is about to be filled.
    func withDatabase<T: Sendable>(isNew: Bool = false, _ body: (any Database, Settings) async throws -> T) async throws -> T {
        let settings = try settings()
        return try await reporting { try await settings.withDatabase(isNew: isNew) { try await body($0, settings) } }
    }

    /// Opens the database, brings it up to date, runs the body and closes it again.
    func withEngine<T: Sendable>(_ body: (Engine, Settings) async throws -> T) async throws -> T {
        let settings = try settings()
        return try await reporting {
            let database = try await Databases.open(settings.database)
            let vault = try await KeyStore(settings).vault(for: database)
            let (engine, report) = try await Engine.start(
                database, modules: makeModules(settings), vault: vault, accounts: try settings.readAccounts(), files: settings.files,
                divisions: settings.divisionsFile.isEmpty ? nil : URL(filePath: settings.divisionsFile))
            if !report.isEmpty { say("database: \(report)") }
            do {
                let result = try await body(engine, settings)
                await engine.stop()
                return result
            } catch {
                await engine.stop()
                throw error
            }
        }
    }
}

/// Words for the person at the terminal; what a command is for goes to standard output.
func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Says an error as a person can read it, in English like the rest of the command line, and ends with 1.
func reporting<T>(_ body: () async throws -> T) async throws -> T {
    do { return try await body() } catch { throw ending(error) }
}

func reporting<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch { throw ending(error) }
}

private func ending(_ error: any Error) -> any Error {
    guard let words = words(of: error) else { return error }
    say("Error: \(words)")
    return ExitCode.failure
}

/// Nil for what ArgumentParser explains itself.
private func words(of error: any Error) -> String? {
    let catalogue = try? Catalogue(modules: Engine.ownModules + modules)
    return switch error {
    case let invalid as Invalid:
        invalid.problems.map { catalogue?.message($0, .english) ?? "\($0)" }.joined(separator: "\n")
    case let refusal as Refusal: catalogue?.texts.text("refusal.\(refusal.code)", .english, refusal.values)
    case let mistake as Settings.Mistake: mistake.description
    case let mistake as KeyRing.Mistake: mistake.description
    case let missing as KeyRotation.MissingKeys: missing.description
    case let error as BackupError: error.description
    case let mistake as InspectionMistake: mistake.description
    case StoreError.badURL(let text): "the database cannot be opened: \(text)"
    case StoreError.unavailable(let text): "the database cannot be used: \(text)"
    case StoreError.full(let text): "the disk of the database is full: \(text) Make room and try again; nothing was written."
    case StoreError.newer(let database, let program):
        "this database was changed by a newer program (its shape is \(database), this program knows \(program)): install the newer program"
    case let other as StoreError: "the database refused: \(other)"
    default: nil
    }
}
