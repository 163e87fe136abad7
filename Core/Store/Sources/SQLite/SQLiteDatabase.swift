import GRDB
import GRDBSQLite

/// One SQLite file: many readers on snapshots and one writer, in WAL mode. Other processes may use the file too.
final class SQLiteDatabase: Database {
    let dialect = Dialect.sqlite
    private let path: String
    private let pool: DatabasePool
    private let statements = SQLiteStatements()
    private let patience = SQLitePatience()
    private let readerGate: Gate
    private let writerGate = Gate(places: 1)

    init(path: String, readers: Int) throws {
        try createOwnedFile(at: path)
        self.path = path
        readerGate = Gate(places: readers)
        do {
            pool = try DatabasePool(path: path, configuration: .store(readers: readers, patience: patience))
            // GRDB has set NORMAL, which may lose the last transactions when the power fails.
            // A row goes into a dozen indexes, at as many places: the writer gets more memory, and lets the journal grow to 16 MB
            // before it moves it over, so that a page that many rows touch is moved once.
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000")
            }
        } catch {
            throw openingError(error, path: path)
        }
    }

    var load: [DatabaseLoad] { [readerGate.load("readers"), writerGate.load("writer")] }

    func read<T: Sendable>(
        limit: Duration?, _ body: @escaping @Sendable (any ReadSession) throws -> T
    ) async throws -> T {
        try await interruptible(limit: limit) { [self] interruption in
            try await retryingConflicts(interruption) {
                try await readerGate.inside(interruption) {
                    try await explaining(interruption) {
                        try await pool.read { [statements] connection in
                            try interruption.arm(connection)
                            defer { interruption.disarm() }
                            return try body(SQLiteSession(connection, statements, interruption))
                        }
                    }
                }
            }
        }
    }

    func write<T: Sendable>(
        limit: Duration?, _ body: @escaping @Sendable (any WriteSession) throws -> T
    ) async throws -> T {
        try await interruptible(limit: limit) { [self] interruption in
            try await retryingConflicts(interruption) {
                try await writerGate.inside(interruption) {
                    try await transaction(on: { [pool] in pool }, interruption, body)
                }
            }
        }
    }

    private func transaction<T: Sendable>(
        on writer: @escaping @Sendable () throws -> any DatabaseWriter, _ interruption: Interruption,
        _ body: @escaping @Sendable (any WriteSession) throws -> T
    ) async throws -> T {
        patience.begin(interruption)
        defer { patience.end() }
        do {
            return try await explaining(interruption) {
                try await writer().writeWithoutTransaction { [statements] connection in
                    var result: Result<T, any Error> = .failure(StoreError.cancelled)
                    try interruption.arm(connection)
                    defer { interruption.disarm() }
                    do {
                        try connection.inTransaction(.immediate) {
                            result = .success(try body(SQLiteSession(connection, statements, interruption)))
                            // What ran out of time before its end does not count.
                            try interruption.check()
                            return .commit
                        }
                    } catch let error as DatabaseError {
                        // While the connection still knows what the operating system said.
                        throw storeError(error, interruption, on: connection)
                    }
                    return try result.get()
                }
            }
        } catch StoreError.conflict where patience.hasGivenUp {
            throw StoreError.lockedElsewhere
        }
    }

    /// Says an error of GRDB in the words of both engines. Cancelling the calling task interrupts the connection as well: GRDB sees to
    /// that itself.
    private func explaining<T: Sendable>(_ interruption: Interruption, _ call: () async throws -> T) async throws -> T {
        try interruption.check()
        do {
            return try await call()
        } catch {
            throw storeError(error, interruption)
        }
    }

    func close() async {
        await readerGate.close()
        await writerGate.close()
        await emptyLog()
        try? pool.close()
    }

    /// Moves all that was written into the file itself: a copy of the file alone would lack it. SQLite would do so only when a
    /// writer is the last to go, and GRDB closes it first.
    private func emptyLog() async {
        let impatience = Interruption()
        impatience.fire(.cancelled)
        // Nobody waits for a reader in another process: what it still needs stays in the log.
        patience.begin(impatience)
        defer { patience.end() }
        try? await pool.writeWithoutTransaction { connection in
            // Nil when it was closed before; GRDB would hand SQLite a null pointer.
            guard connection.sqliteConnection != nil else { return }
            _ = try connection.checkpoint(.passive)
            _ = try connection.checkpoint(.truncate)
        }
    }
}

extension SQLiteDatabase: SchemaAltering {
    /// A transaction on a connection of its own that does not enforce foreign keys: SQLite rebuilds no table otherwise.
    func alter<T: Sendable>(_ body: @escaping @Sendable (any WriteSession) throws -> T) async throws -> T {
        try await interruptible(limit: nil) { [self] interruption in
            try await retryingConflicts(interruption) {
                try await writerGate.inside(interruption) {
                    try await transaction(on: { [path, patience] in
                        var configuration = Configuration.store(readers: 1, patience: patience)
                        configuration.foreignKeysEnabled = false
                        return try DatabaseQueue(path: path, configuration: configuration)
                    }, interruption, body)
                }
            }
        }
    }
}

extension Interruption {
    /// Stops what the connection is doing when the time has come.
    fileprivate func arm(_ connection: GRDB.Database) throws {
        guard let pointer = connection.sqliteConnection else { return }
        // As a number, because a pointer may not cross to other threads; SQLite allows this one call from any.
        let address = UInt(bitPattern: pointer)
        try arm { _ in sqlite3_interrupt(OpaquePointer(bitPattern: address)) }
    }
}
