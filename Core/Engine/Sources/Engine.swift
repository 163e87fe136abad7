public import Kernel
public import Store

/// Everything that serves one company: its database, its catalogue, its clock. Reads and changes begin here, with an actor.
public final class Engine: Sendable {
    public let database: any Database
    public let modules: [any Module]
    public let permissions = Permissions()
    public let clock: Clock
    public let ids: IDGenerator
    let lease: NodeLease
    let snapshots: Snapshots
    let reindexing = Reindexing()

    /// Brings the database to the shape of the modules and takes a node for ids.
    public static func start(
        _ database: any Database, modules: [any Module], clock: Clock = .system
    ) async throws -> (engine: Engine, report: SchemaReport) {
        let all: [any Module] = [People(), Customisation()] + modules
        let builtIn = try Catalogue(modules: all)
        let (catalogue, report) = try await prepare(database, builtIn)
        let lease = try await NodeLease.take(database)
        let engine = Engine(database, Snapshots(catalogue, builtIn: builtIn), all, clock, lease)
        if try await database.read(Reindexing.isDue) { engine.reindexing.begin(engine) }
        return (engine, report)
    }

    private init(_ database: any Database, _ snapshots: Snapshots, _ modules: [any Module], _ clock: Clock, _ lease: NodeLease) {
        (self.database, self.modules, self.clock, self.lease) = (database, modules, clock, lease)
        self.snapshots = snapshots
        ids = IDGenerator(node: lease.node, clock: clock)
    }

    /// Gives the node back and closes the database.
    public func stop() async {
        await reindexing.stop()
        await lease.giveBack()
        await database.close()
    }

    public var accounts: Accounts { Accounts(engine: self) }

    /// The longest that a reader of the API may keep the database busy.
    public static let readLimit = Duration.seconds(30)

    /// Reads on one snapshot.
    ///
    /// - Parameter catalogue: the one that the caller's query was read with; nil for the one in force.
    public func read<T: Sendable>(
        as actor: Actor, on catalogue: Catalogue? = nil, limit: Duration? = Engine.readLimit,
        _ body: @escaping @Sendable (Reader) throws -> T
    ) async throws -> T {
        let catalogue = catalogue ?? self.catalogue
        return try await database.read(limit: limit) { session in
            try body(Reader(engine: self, catalogue: catalogue, actor: actor, session: session))
        }
    }

    /// Changes in one transaction: all or nothing. Keep it short; others wait.
    @discardableResult
    public func write<T: Sendable>(
        as actor: Actor, on catalogue: Catalogue? = nil, limit: Duration? = nil, _ body: @escaping @Sendable (Door) throws -> T
    ) async throws -> T {
        let catalogue = catalogue ?? self.catalogue
        let (result, redefined) = try await database.write(limit: limit) { session in
            let door = Door(engine: self, catalogue: catalogue, actor: actor, session: session)
            let result = try body(door)
            try door.end()
            return (result, door.redefines)
        }
        // It is written: if this server cannot read it now, the next request will.
        if redefined, (try? await keepUp()) != nil { reindexing.begin(self) }
        return result
    }

    /// One change in a transaction of its own.
    @discardableResult
    public func perform(_ change: Change, on entity: EntityDefinition, as actor: Actor) async throws -> Saved {
        try await write(as: actor) { try $0.perform(change, on: entity) }
    }
}
