/// Statements that PostgreSQL runs outside of transactions only, such as CREATE DATABASE.
package enum PostgresAdministration {
    /// Runs them one by one, on a connection that is closed afterwards.
    package static func run(_ statements: [SQL], on url: String) async throws {
        let connection = PostgresConnection(url: url)
        try await connection.open()
        for statement in statements { try await connection.administer(statement) }
        await connection.close()
    }
}
