import GRDB

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
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
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
                    try await access(interruption) { [pool, statements] in
                        try await pool.read { connection in
                            try body(SQLiteSession(connection, statements, interruption))
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
            return try await access(interruption) { [statements] in
                try await writer().writeWithoutTransaction { connection in
                    var result: Result<T, any Error> = .failure(StoreError.cancelled)
                    do {
                        try connection.inTransaction(.immediate) {
                            result = .success(try body(SQLiteSession(connection, statements, interruption)))
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

    /// Runs a call of GRDB in a task of its own, because cancelling that is how GRDB interrupts one connection.
    private func access<T: Sendable>(
        _ interruption: Interruption, _ call: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        try interruption.check()
        let task = Task { try await call() }
        do {
            try interruption.arm { _ in task.cancel() }
        } catch {
            task.cancel()
        }
        defer { interruption.disarm() }
        do {
            return try await task.value
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
