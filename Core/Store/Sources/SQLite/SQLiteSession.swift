import GRDB
import Kernel

/// Queries on one connection of GRDB, inside its transaction.
final class SQLiteSession: WriteSession {
    let dialect = Dialect.sqlite
    private let connection: GRDB.Database
    private let statements: SQLiteStatements
    private let interruption: Interruption

    init(_ connection: GRDB.Database, _ statements: SQLiteStatements, _ interruption: Interruption) {
        self.connection = connection
        self.statements = statements
        self.interruption = interruption
    }

    func rows(_ sql: SQL) throws -> [Row] {
        try stepping(sql) { cursor in
            var rows: [Row] = []
            while let row = try cursor.next() { rows.append(row) }
            return rows
        }
    }

    func first(_ sql: SQL) throws -> Row? {
        // To the end, because a statement that changes rows is done only then.
        try stepping(sql) { cursor in
            let first = try cursor.next()
            while try cursor.skip() {}
            return first
        }
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        // A statement of its own: the same text may be run again inside `body`.
        let cursor = try mapped { try SQLiteCursor(prepare(sql, isKept: false)) }
        while let row = try mapped({ try cursor.next() }) {
            try body(row)
            try interruption.check()
        }
    }

    func execute(_ sql: SQL) throws -> Int {
        try interruption.check()
        return try mapped {
            let before = connection.totalChangesCount
            try prepare(sql).execute()
            // The number of the last change stands until the next one: a definition changes no rows.
            return connection.totalChangesCount == before ? 0 : connection.changesCount
        }
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        var result: Result<T, any Error> = .failure(StoreError.cancelled)
        try mapped {
            try connection.inSavepoint {
                result = .success(try body())
                return .commit
            }
        }
        return try result.get()
    }

    private func stepping<T>(_ sql: SQL, _ body: (SQLiteCursor) throws -> T) throws -> T {
        try interruption.check()
        return try mapped { try body(SQLiteCursor(prepare(sql))) }
    }

    private func prepare(_ sql: SQL, isKept: Bool = true) throws -> Statement {
        let (text, binds) = sql.rendered(for: .sqlite)
        let statement = try isKept ? statements.prepare(text, on: connection) : connection.makeStatement(sql: text)
        try statement.bind(binds)
        return statement
    }

    func insert(_ rows: [[Stored]], by insertion: Insertion) throws {
        try interruption.check()
        try mapped {
            // One by one: a statement for several rows opens a journal of its own, at which FTS5 writes out what it has gathered.
            let statement = try connection.cachedStatement(sql: insertion.sqlite)
            for row in rows {
                try statement.bind(row)
                try statement.execute()
            }
        }
    }

    private func mapped<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw storeError(error, interruption, on: connection)
        } catch let error as CancellationError {
            throw storeError(error, interruption)
        }
    }
}
