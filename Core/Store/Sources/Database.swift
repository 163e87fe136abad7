/// A database with its connections, on either engine.
///
/// The closures run synchronously on the thread of their connection: keep them short and wait for nothing in them.
/// When `limit` runs out, or the task is cancelled, the running query is interrupted in the engine and the call throws
/// `StoreError.timedOut` or `.cancelled`; waiting for a connection counts too.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs queries on one snapshot.
    func read<T: Sendable>(
        limit: Duration?, _ body: @escaping @Sendable (any ReadSession) throws -> T
    ) async throws -> T

    /// Runs one transaction: committed when `body` returns, rolled back when it throws.
    ///
    /// `body` may run again, up to five times, when the engine asks for that (conflict, deadlock, busy file): it must
    /// change nothing but the database. PostgreSQL runs it READ COMMITTED: lock what you read to change it (`forUpdate`).
    @discardableResult
    func write<T: Sendable>(
        limit: Duration?, _ body: @escaping @Sendable (any WriteSession) throws -> T
    ) async throws -> T

    /// How busy the connections are.
    var load: [DatabaseLoad] { get }

    /// Lets running calls end, then closes all connections; later calls throw `StoreError.unavailable`.
    func close() async
}

/// How busy the connections of one kind are.
public struct DatabaseLoad: Sendable, Hashable {
    /// `readers` and `writer` on SQLite, `connections` on PostgreSQL.
    public let pool: String
    /// How many calls may run at once.
    public let places: Int
    public let busy: Int
    /// Calls that wait for a place.
    public let waiting: Int
}

extension Database {
    public var load: [DatabaseLoad] { [] }

    /// Runs queries on one snapshot, without a limit of time.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any ReadSession) throws -> T) async throws -> T {
        try await read(limit: nil, body)
    }

    /// Runs one transaction, without a limit of time.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any WriteSession) throws -> T) async throws -> T {
        try await write(limit: nil, body)
    }
}
