public import Foundation
public import Kernel
public import Engine
public import Store

/// An engine over a fresh database, with a clock that only the test moves.
public struct TestEngine: Sendable {
    public let engine: Engine
    public let clock: TestClock
    public let database: TestDatabase

    public init(engine: Engine, clock: TestClock, database: TestDatabase) {
        (self.engine, self.clock, self.database) = (engine, clock, database)
    }

    /// A second server on the same database, with a connection of its own. Stop it in the end.
    public func second(modules: [any Module], readers: Int = 4) async throws -> Engine {
        let database = try await Databases.open(database.url, readers: readers)
        return try await Engine.start(database, modules: modules, clock: clock.clock).engine
    }
}

/// Runs a test on an engine over a fresh database, which is gone afterwards.
@discardableResult
public func withEngine<T>(
    _ dialect: Dialect, modules: [any Module], readers: Int = 4, clock: TestClock = TestClock(),
    accounts: AccountSettings = AccountSettings(), divisions: URL? = nil, _ test: (TestEngine) async throws -> T
) async throws -> T {
    try await withTestDatabase(dialect, readers: readers) { database in
        let (engine, _) = try await Engine.start(
            database.database, modules: modules, accounts: accounts, divisions: divisions, clock: clock.clock)
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

extension Vault {
    /// With one key that everybody knows.
    public static var test: Vault {
        get throws { try Vault { try KeyRing("\(Array(repeating: "A", count: 43).joined())=") } }
    }
}

extension Engine {
    /// Starts with the keys of the tests.
    public static func start(
        _ database: any Database, modules: [any Module], accounts: AccountSettings = AccountSettings(), divisions: URL? = nil,
        clock: Clock = .system
    ) async throws -> (engine: Engine, report: SchemaReport) {
        try await start(database, modules: modules, vault: .test, accounts: accounts, divisions: divisions, clock: clock)
    }

    /// A role with these rights; `*` stands for all entities.
    public func makeRole(
        _ key: String, grants: JSON, fields: JSON = [:], personal: Role.Personal = .write, abilities: [Role.Ability] = []
    ) async throws -> RecordID {
        let values: Values = [
            "key": .text(key), "name": .text(key), "grants": .json(grants), "fields": .json(fields), "personal": personal.value,
            "abilities": .list(abilities.map(\.value)),
        ]
        return try await perform(.create(values), on: Role.schema.definition, as: .system).id
    }

    /// A role that does everything with all records but what is left to administrators.
    public func makeMemberRole() async throws -> RecordID {
        let verbs = ["read", "create", "edit", "delete", "export", "assign", "share", "reveal", "act"]
        return try await makeRole("member", grants: ["*": .object(Dictionary(uniqueKeysWithValues: verbs.map { ($0, "all") }))])
    }
}
