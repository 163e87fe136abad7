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

    /// Lets running calls end, then closes all connections; later calls throw `StoreError.unavailable`.
    func close() async
}

extension Database {
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
