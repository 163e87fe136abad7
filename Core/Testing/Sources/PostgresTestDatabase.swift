import Foundation
public import Store

/// A fresh, empty database for one test, on either engine.
public struct TestDatabase: Sendable {
    public let database: any Database
    /// Where it is, for a second connection to it.
    public let url: String
    private let cleaning: @Sendable () async throws -> Void

    /// Makes one: a file in a temporary folder, or a new database on `PostgresServer`. Call `remove` in the end.
    public static func make(_ dialect: Dialect, readers: Int = 4) async throws -> TestDatabase {
        switch dialect {
        case .sqlite: try await makeFile(readers: readers)
        case .postgres: try await makePostgres(readers: readers)
        }
    }

    /// Closes the database and takes it away.
    public func remove() async throws {
        await database.close()
        try await cleaning()
    }

    private static func makeFile(readers: Int) async throws -> TestDatabase {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guanxi-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = "sqlite:\(folder.path)/test.sqlite"
        let database = try await Databases.open(url, readers: readers)
        return TestDatabase(database: database, url: url) { try FileManager.default.removeItem(at: folder) }
    }

    private static func makePostgres(readers: Int) async throws -> TestDatabase {
        let server = try PostgresServer.url
        let name = "test_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        // template1 may be in use by another test that is being made.
        try await PostgresAdministration.run(["CREATE DATABASE \(name: name) TEMPLATE template0"], on: server)
        let url = try PostgresServer.url(ofDatabase: name)
        let database = try await Databases.open(url, readers: readers)
        return TestDatabase(database: database, url: url) {
            try await PostgresAdministration.run(["DROP DATABASE \(name: name) WITH (FORCE)"], on: server)
        }
    }
}

/// Runs a test on a fresh, empty database, which is gone afterwards.
public func withDatabase<T>(
    _ dialect: Dialect, readers: Int = 4, _ test: (any Database) async throws -> T
) async throws -> T {
    try await withTestDatabase(dialect, readers: readers) { try await test($0.database) }
}

/// As `withDatabase`, for tests that open the same database a second time.
public func withTestDatabase<T>(
    _ dialect: Dialect, readers: Int = 4, _ test: (TestDatabase) async throws -> T
) async throws -> T {
    let made = try await TestDatabase.make(dialect, readers: readers)
    do {
        let result = try await test(made)
        try await made.remove()
        return result
    } catch {
        try? await made.remove()
        throw error
    }
}
