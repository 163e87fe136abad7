import Store
import Synchronization

/// A database that notes every statement that is run on it: what the floor runs is what the engine runs, to the letter.
final class Recorder: Store.Database {
    private let base: any Store.Database
    private let noted = Mutex<[SQL]?>(nil)

    init(_ base: any Store.Database) { self.base = base }

    var dialect: Dialect { base.dialect }

    /// The statements that `body` leads to.
    func statements(of body: () async throws -> Void) async throws -> [SQL] {
        noted.withLock { $0 = [] }
        try await body()
        return noted.withLock { noted in
            defer { noted = nil }
            return noted ?? []
        }
    }

    fileprivate func note(_ sql: SQL) { noted.withLock { $0?.append(sql) } }

    func read<T: Sendable>(limit: Duration?, _ body: @escaping @Sendable (any ReadSession) throws -> T) async throws -> T {
        try await base.read(limit: limit) { [self] in try body(NotedSession(base: $0, recorder: self)) }
    }

    func write<T: Sendable>(limit: Duration?, _ body: @escaping @Sendable (any WriteSession) throws -> T) async throws -> T {
        try await base.write(limit: limit, body)
    }

    func close() async { await base.close() }
}

private final class NotedSession: ReadSession {
    let base: any ReadSession
    let recorder: Recorder

    init(base: any ReadSession, recorder: Recorder) { (self.base, self.recorder) = (base, recorder) }

    var dialect: Dialect { base.dialect }

    func rows(_ sql: SQL) throws -> [Row] {
        recorder.note(sql)
        return try base.rows(sql)
    }

    func first(_ sql: SQL) throws -> Row? {
        recorder.note(sql)
        return try base.first(sql)
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        recorder.note(sql)
        try base.forEach(sql, body)
    }
}
