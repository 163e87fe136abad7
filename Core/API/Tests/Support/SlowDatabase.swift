import Store
import Synchronization

/// A database whose reads of records take long while it is slow, and which notes how they ended.
final class SlowDatabase: Store.Database {
    private let base: any Store.Database
    private let state = Mutex((isSlow: false, started: 0, endings: [StoreError]()))

    private let rows: Int

    /// - Parameter rows: how many a slow read counts through.
    init(_ base: any Store.Database, rows: Int = 30_000_000) { (self.base, self.rows) = (base, rows) }

    var dialect: Dialect { base.dialect }
    var isSlow: Bool {
        get { state.withLock(\.isSlow) }
        set { state.withLock { $0.isSlow = newValue } }
    }
    var started: Int { state.withLock(\.started) }
    var endings: [StoreError] { state.withLock(\.endings) }

    func read<T: Sendable>(limit: Duration?, _ body: @escaping @Sendable (any ReadSession) throws -> T) async throws -> T {
        do {
            return try await base.read(limit: limit) { [self] session in
                // Reads without a limit are the server's own: who asks.
                if isSlow, limit != nil {
                    state.withLock { $0.started += 1 }
                    _ = try session.first(
                        "WITH RECURSIVE counter(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counter WHERE x < \(rows)) SELECT MAX(x) FROM counter")
                }
                return try body(session)
            }
        } catch let error as StoreError {
            state.withLock { $0.endings.append(error) }
            throw error
        }
    }

    func write<T: Sendable>(limit: Duration?, _ body: @escaping @Sendable (any WriteSession) throws -> T) async throws -> T {
        try await base.write(limit: limit, body)
    }

    func close() async { await base.close() }
}
