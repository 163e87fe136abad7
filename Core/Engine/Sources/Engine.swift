public import Kernel
public import Store
import Synchronization

/// Everything that serves one company: its database, its catalogue, its clock. Reads and changes begin here, with an actor.
public final class Engine: Sendable {
    public let database: any Database
    public let catalogue: Catalogue
    public let modules: [any Module]
    public let permissions = Permissions()
    public let vault: Vault
    let rights = RightsCache()
    public let clock: Clock
    public let ids: IDGenerator
    let lease: NodeLease
    let meter = QueryMeter()
    let cursorKey: SigningKey
    let jobKinds: [String: JobKind]
    /// Rung after every commit of this process that leaves work or news behind.
    let bell = Bell()
    let workers = Mutex<Workers?>(nil)
    /// What happens, for those who follow it.
    public let feed: Feed

    /// Brings the database to the shape of the modules and takes a node for ids.
    public static func start(
        _ database: any Database, modules: [any Module], vault: Vault, clock: Clock = .system
    ) async throws -> (engine: Engine, report: SchemaReport) {
        let all: [any Module] = [People()] + modules
        let catalogue = try Catalogue(modules: all)
        let report = try await database.prepare(catalogue.schemaPlan)
        let lease = try await NodeLease.take(database, clock: clock)
        let cursorKey = try await SigningKey.load("cursor", from: database)
        let engine = Engine(database, catalogue, all, vault, clock, lease, cursorKey)
        do {
            try await KeyRotation(engine).register()
            try await engine.makePreparedRoles()
        } catch {
            await lease.giveBack()
            throw error
        }
        return (engine, report)
    }

    private init(
        _ database: any Database, _ catalogue: Catalogue, _ modules: [any Module], _ vault: Vault, _ clock: Clock, _ lease: NodeLease,
        _ cursorKey: SigningKey
    ) {
        (self.database, self.catalogue, self.modules, self.vault) = (database, catalogue, modules, vault)
        (self.clock, self.lease, self.cursorKey) = (clock, lease, cursorKey)
        feed = Feed(database: database, bell: bell)
        ids = lease.ids
        jobKinds = Dictionary(modules.flatMap(\.jobs).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Ends the workers, gives the node back and closes the database.
    public func stop() async {
        await feed.close()
        await stopWorkers()
        await lease.giveBack()
        await database.close()
    }

    public var accounts: Accounts { Accounts(engine: self) }

    /// The longest that a reader of the API may keep the database busy.
    public static let readLimit = Duration.seconds(30)

    /// Reads on one snapshot.
    public func read<T: Sendable>(
        as actor: Actor, limit: Duration? = Engine.readLimit, _ body: @escaping @Sendable (Reader) throws -> T
    ) async throws -> T {
        try await meter.timing(.read) {
            try await database.read(limit: limit) { session in
                try body(Reader(engine: self, actor: actor, session: session))
            }
        }
    }

    /// Changes in one transaction: all or nothing. Keep it short; others wait.
    @discardableResult
    public func write<T: Sendable>(
        as actor: Actor, limit: Duration? = nil, _ body: @escaping @Sendable (Door) throws -> T
    ) async throws -> T {
        let (result, hasWritten) = try await meter.timing(.write) {
            try await database.write(limit: limit) { session in
                let door = Door(engine: self, actor: actor, session: session)
                let result = try body(door)
                try door.writeTakenNumbers()
                try door.writeTraces()
                return (result, door.writes > 0)
            }
        }
        if hasWritten { bell.ring() }
        return result
    }

    /// One change in a transaction of its own.
    @discardableResult
    public func perform(_ change: Change, on entity: EntityDefinition, as actor: Actor) async throws -> Saved {
        try await write(as: actor) { try $0.perform(change, on: entity) }
    }
}
