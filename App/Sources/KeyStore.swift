import Engine
import Foundation
import Store

/// Where the keys of a company lie: in a file beside its database, in a file that the settings name, or in the environment.
struct KeyStore: Sendable {
    let path: String
    private let written: String

    init(_ settings: Settings) {
        written = settings.keys.replacing(",", with: "\n")
        if !settings.keyFile.isEmpty {
            path = settings.keyFile
        } else if settings.database.hasPrefix("sqlite:") {
            path = settings.database.dropFirst("sqlite:".count) + ".keys"
        } else {
            path = "guanxi.keys"
        }
    }

    /// The vault of a database. A key file is made for a database that has none yet, and never for one that had one.
    func vault(for database: any Database) async throws -> Vault {
        if written.isEmpty, !FileManager.default.fileExists(atPath: path), try await KeyRotation.keys(of: database).isEmpty {
            try write([KeyRing.newLine()])
            say("Made the key file \(path). Keep a copy in a safe place, apart from the backups of the database.")
        }
        return try Vault { [self] in try KeyRing(text) }
    }

    /// Says which keys a database needs that are not here.
    func tellOfMissing(_ ids: [String]) throws {
        let isThere = !written.isEmpty || FileManager.default.fileExists(atPath: path)
        let known = isThere ? Set(try KeyRing(text).keys.map(\.id)) : []
        let missing = ids.filter { !known.contains($0) }
        if !missing.isEmpty { say("The keys \(missing.joined(separator: ", ")) are still missing: put the key file of this database at \(path) before you start a server.") }
    }

    private var text: String {
        get throws {
            if !written.isEmpty { return written }
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw KeyRing.Mistake(description: "cannot read the key file \(path)")
            }
            return text
        }
    }

    /// Puts a new key before the others, in one step: a server reads either the old file or the new one.
    func addKey() throws {
        guard written.isEmpty else {
            throw KeyRing.Mistake(description: "the keys stand in the environment or the settings: put the new one first there, and restart the servers")
        }
        try write([KeyRing.newLine()] + text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    private func write(_ lines: [String]) throws {
        let whole = lines.joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n"
        let draft = path + ".new"
        try? FileManager.default.removeItem(atPath: draft)
        guard FileManager.default.createFile(atPath: draft, contents: Data(whole.utf8), attributes: [.posixPermissions: 0o600]),
            rename(draft, path) == 0
        else { throw KeyRing.Mistake(description: "cannot write the key file \(path)") }
    }
}
