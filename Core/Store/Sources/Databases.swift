/// Where databases are opened.
public enum Databases {
    /// Opens `sqlite:PATH` or `postgres://user:password@host:port/database?…`, and makes sure that it answers.
    ///
    /// A new SQLite file is made readable and writable by its owner only.
    public static func open(_ url: String, readers: Int = 8) async throws -> any Database {
        guard readers > 0 else { throw StoreError.badURL("At least one reader is needed.") }
        if url.hasPrefix("sqlite:") {
            return try SQLiteDatabase(path: String(url.dropFirst("sqlite:".count)), readers: readers)
        }
        if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
            return try await PostgresDatabase.open(url, connections: readers + 4)
        }
        throw StoreError.badURL("A database is written as sqlite:PATH or postgres://user:password@host:port/database.")
    }
}
