public import Engine
public import Store

/// An engine over a fresh database, with a clock that only the test moves.
public struct TestEngine: Sendable {
    public let engine: Engine
    public let clock: TestClock
    public let database: TestDatabase

    /// A second server on the same database, with a connection of its own. Stop it in the end.
    public func second(modules: [any Module], readers: Int = 4) async throws -> Engine {
        let database = try await Databases.open(database.url, readers: readers)
        return try await Engine.start(database, modules: modules, secrets: Secrets.test, clock: clock.clock).engine
    }
}

/// Runs a test on an engine over a fresh database, which is gone afterwards.
@discardableResult
public func withEngine<T>(
    _ dialect: Dialect, modules: [any Module], readers: Int = 4, clock: TestClock = TestClock(),
    accounts: AccountSettings = AccountSettings(), _ test: (TestEngine) async throws -> T
) async throws -> T {
    try await withTestDatabase(dialect, readers: readers) { database in
        let (engine, _) = try await Engine.start(
            database.database, modules: modules, accounts: accounts, secrets: Secrets.test, clock: clock.clock)
        do {
            let result = try await test(TestEngine(engine: engine, clock: clock, database: database))
            await engine.stop()
            return result
        } catch {
            await engine.stop()
            throw error
        }
    }
}

extension Secrets {
    /// A key that is good for tests and nothing else.
    public static var test: Secrets { Secrets(key: "dGhpcyBpcyBhIGtleSBmb3IgdGVzdHMgYWxvbmUhIS4=") ?? .none }
}
