import CPostgres
import Synchronization

/// A PostgreSQL database behind a pool of connections.
final class PostgresDatabase: Database {
    let dialect = Dialect.postgres
    private let url: String
    private let gate: Gate
    private let idle = Mutex<[PostgresConnection]>([])

    /// Makes sure that the database answers.
    static func open(_ url: String, connections: Int) async throws -> PostgresDatabase {
        try checkURL(url)
        let database = PostgresDatabase(url: url, connections: connections)
        try await database.read(limit: nil) { _ in }
        return database
    }

    private init(url: String, connections: Int) {
        self.url = url
        gate = Gate(places: connections)
    }

    var load: [DatabaseLoad] { [gate.load("connections")] }

    func read<T: Sendable>(
        limit: Duration?, _ body: @escaping @Sendable (any ReadSession) throws -> T
    ) async throws -> T {
        try await transaction(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", limit: limit, body)
    }

    func write<T: Sendable>(
        limit: Duration?, _ body: @escaping @Sendable (any WriteSession) throws -> T
    ) async throws -> T {
        try await transaction(begin: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", limit: limit, body)
    }

    private func transaction<T: Sendable>(
        begin: String, limit: Duration?, _ body: @escaping @Sendable (PostgresSession) throws -> T
    ) async throws -> T {
        try await interruptible(limit: limit) { interruption in
            try await retryingConflicts(interruption) {
                try await gate.inside(interruption) {
                    try await onConnection { try await $0.transaction(begin: begin, interruption, body) }
                }
            }
        }
    }

    /// Uses an idle connection, or a new one. After a restart of the server the idle ones are dead, all of them.
    private func onConnection<T: Sendable>(_ use: (PostgresConnection) async throws -> T) async throws -> T {
        while let connection = idle.withLock({ $0.popLast() }) {
            do {
                return try await using(connection, use)
            } catch is LostConnection {
                continue
            }
        }
        let connection = PostgresConnection(url: url)
        try await connection.open()
        do {
            return try await using(connection, use)
        } catch is LostConnection {
            throw StoreError.unavailable("The connection was lost at once.")
        }
    }

    private func using<T: Sendable>(
        _ connection: PostgresConnection, _ use: (PostgresConnection) async throws -> T
    ) async throws -> T {
        do {
            let result = try await use(connection)
            await keep(connection)
            return result
        } catch {
            await keep(connection)
            throw error
        }
    }

    private func keep(_ connection: PostgresConnection) async {
        if await connection.isUsable {
            idle.withLock { $0.append(connection) }
        } else {
            await connection.close()
        }
    }

    func close() async {
        await gate.close()
        let connections = idle.withLock { idle in
            defer { idle = [] }
            return idle
        }
        for connection in connections { await connection.close() }
    }

    /// Has libpq read the URL, so that a mistake in it is not told as a server that does not answer.
    private static func checkURL(_ url: String) throws {
        var explanation: UnsafeMutablePointer<CChar>?
        if let options = PQconninfoParse(url, &explanation) {
            PQconninfoFree(options)
            return
        }
        // libpq's own explanation may repeat the password.
        PQfreemem(explanation)
        throw StoreError.badURL("A PostgreSQL URL is written as postgres://user:password@host:port/database.")
    }
}
