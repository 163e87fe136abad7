public import Foundation
public import Kernel
public import Store
import Synchronization

/// Everything that serves one company: its database, its catalogue, its clock. Reads and changes begin here, with an actor.
public final class Engine: Sendable {
    public let database: any Database
    public let modules: [any Module]
    public let permissions = Permissions()
    public let vault: Vault
    let rights = RightsCache()
    let remembered = RememberedIdentities()
    let shapes = ListShapes()
    public let accountSettings: AccountSettings
    public let clock: Clock
    public let ids: IDGenerator
    let lease: NodeLease
    let meter = QueryMeter()
    let cursorKey: SigningKey
    let jobKinds: [String: JobKind]
    /// By key.
    let noticeKinds: [String: NoticeKind]
    /// How people are told beside the pages; nil where no module brings a way.
    let noticeChannel: (any NoticeChannel)?
    /// Rung after every commit of this process that leaves work or news behind.
    let bell = Bell()
    let workers = Mutex<Workers?>(nil)
    /// What happens, for those who follow it.
    public let feed: Feed
    let snapshots: Snapshots
    /// Where jobs write files that are fetched later.
    public let files: FileFolder
    /// The bytes of attachments.
    public let contents: ContentFolder
    /// Provinces, cities, districts and streets to choose from.
    public let divisions: DivisionTable
    /// When this server started.
    public let startedAt: Instant
    let reindexing = Reindexing()
    let views = ViewLog()

    /// Brings the database to the shape of the modules and takes a node for ids.
    ///
    /// - Parameters:
    ///   - files: the folder for files that are fetched later and for attachments; without one they are gone with this process.
    ///   - divisions: the table that `Divisions` reads; without one there are none to choose from.
    public static func start(
        _ database: any Database, modules: [any Module], vault: Vault, accounts: AccountSettings = AccountSettings(),
        files: URL? = nil, divisions: URL? = nil, clock: Clock = .system
    ) async throws -> (engine: Engine, report: SchemaReport) {
        let all: [any Module] = ownModules + modules
        let builtIn = try Catalogue(modules: all)
        let (catalogue, report) = try await prepare(database, builtIn)
        let lease = try await NodeLease.take(database, clock: clock)
        do {
            let cursorKey = try await SigningKey.load("cursor", from: database)
            let engine = Engine(database, Snapshots(catalogue, builtIn: builtIn), all, vault, accounts, FileFolder(files), DivisionTable(divisions), clock, lease, cursorKey)
            try await KeyRotation(engine).register()
            try await engine.makePreparedRoles()
            if try await database.read(Reindexing.isDue) { engine.reindexing.begin(engine) }
            return (engine, report)
        } catch {
            await lease.giveBack()
            throw error
        }
    }

    private init(
        _ database: any Database, _ snapshots: Snapshots, _ modules: [any Module], _ vault: Vault, _ accounts: AccountSettings,
        _ files: FileFolder, _ divisions: DivisionTable, _ clock: Clock, _ lease: NodeLease, _ cursorKey: SigningKey
    ) {
        (self.database, self.snapshots, self.modules, self.vault) = (database, snapshots, modules, vault)
        (self.files, self.divisions, startedAt) = (files, divisions, clock.now())
        contents = ContentFolder(files.isTemporary ? nil : files.url.appending(path: "contents"))
        (accountSettings, self.clock, self.lease, self.cursorKey) = (accounts, clock, lease, cursorKey)
        feed = Feed(database: database, bell: bell)
        ids = lease.ids
        jobKinds = Dictionary(modules.flatMap(\.jobs).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        noticeKinds = Dictionary(modules.flatMap(\.noticeKinds).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        noticeChannel = modules.lazy.compactMap(\.noticeChannel).first
    }

    /// Ends the workers, gives the node back and closes the database.
    public func stop() async {
        await feed.close()
        await stopWorkers()
        await reindexing.stop()
        await writeLastViews()
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
        return try await meter.timing(.read) {
            try await database.read(limit: limit) { session in
                try actor.proof?.check(session, self.accountSettings, now: self.clock.now())
                return try body(Reader(engine: self, catalogue: catalogue, actor: actor, session: session))
            }
        }
    }

    /// Changes in one transaction: all or nothing. Keep it short; others wait.
    @discardableResult
    public func write<T: Sendable>(
        as actor: Actor, on catalogue: Catalogue? = nil, limit: Duration? = nil, _ body: @escaping @Sendable (Door) throws -> T
    ) async throws -> T {
        let catalogue = catalogue ?? self.catalogue
        let (result, hasWritten, redefined) = try await meter.timing(.write) {
            try await database.write(limit: limit) { session in
                try actor.proof?.check(session, self.accountSettings, now: self.clock.now())
                let door = Door(engine: self, catalogue: catalogue, actor: actor, session: session)
                let result = try body(door)
                try door.end()
                try self.securityLog.append(door.notes, in: session)
                return (result, door.writes > 0, door.redefines)
            }
        }
        if hasWritten { bell.ring() }
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
