public import Kernel
public import Store

/// Everything that serves one company: its database, its catalogue, its clock. Reads and changes begin here, with an actor.
public final class Engine: Sendable {
    public let database: any Database
    public let catalogue: Catalogue
    public let modules: [any Module]
    public let permissions = Permissions()
    public let clock: Clock
    public let ids: IDGenerator
    let lease: NodeLease

    /// Brings the database to the shape of the modules and takes a node for ids.
    public static func start(
        _ database: any Database, modules: [any Module], clock: Clock = .system
    ) async throws -> (engine: Engine, report: SchemaReport) {
        let all: [any Module] = [People()] + modules
        let catalogue = try Catalogue(modules: all)
        let report = try await database.prepare(catalogue.schemaPlan)
        let lease = try await NodeLease.take(database)
        return (Engine(database, catalogue, all, clock, lease), report)
    }

    private init(_ database: any Database, _ catalogue: Catalogue, _ modules: [any Module], _ clock: Clock, _ lease: NodeLease) {
        (self.database, self.catalogue, self.modules, self.clock, self.lease) = (database, catalogue, modules, clock, lease)
        ids = IDGenerator(node: lease.node, clock: clock)
    }

    /// Gives the node back and closes the database.
    public func stop() async {
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
        try await database.read(limit: limit) { session in
            try body(Reader(engine: self, actor: actor, session: session))
        }
    }

    /// Changes in one transaction: all or nothing. Keep it short; others wait.
    @discardableResult
    public func write<T: Sendable>(
        as actor: Actor, limit: Duration? = nil, _ body: @escaping @Sendable (Door) throws -> T
    ) async throws -> T {
        try await database.write(limit: limit) { session in
            let door = Door(engine: self, actor: actor, session: session)
            let result = try body(door)
            try door.writeTakenNumbers()
            try door.writeTraces()
            return result
        }
    }

    /// One change in a transaction of its own.
    @discardableResult
    public func perform(_ change: Change, on entity: EntityDefinition, as actor: Actor) async throws -> Saved {
        try await write(as: actor) { try $0.perform(change, on: entity) }
    }
}
