import Engine
import Foundation
import Store

extension Settings {
    /// The database as it may be shown: without its password.
    var databaseName: String {
        guard var parts = URLComponents(string: database), parts.host != nil else { return database.hasPrefix("sqlite:") ? database : "the database" }
        (parts.password, parts.query) = (nil, nil)
        return parts.string ?? "the database"
    }

    /// The same settings on another database, with what lies beside it.
    func on(_ database: String) -> Settings {
        var other = self
        other.database = database
        return other
    }

    func withDatabase<T: Sendable>(isNew: Bool, _ body: (any Database) async throws -> T) async throws -> T {
        if !isNew, database.hasPrefix("sqlite:") {
            let path = String(database.dropFirst("sqlite:".count))
            guard FileManager.default.fileExists(atPath: path) else { throw StoreError.unavailable("There is no file \(path).") }
        }
        let opened = try await Databases.open(database)
        do {
            let result = try await body(opened)
            await opened.close()
            return result
        } catch {
            await opened.close()
            throw error
        }
    }
}
