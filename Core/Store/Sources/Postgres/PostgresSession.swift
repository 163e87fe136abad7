import Kernel

/// Queries on one connection of libpq, inside its transaction.
final class PostgresSession: WriteSession {
    let dialect = Dialect.postgres
    private let link: PostgresLink
    private let interruption: Interruption
    private var names = 0
    /// What broke the transaction; PostgreSQL refuses everything after it.
    private(set) var failure: (any Error)?

    init(_ link: PostgresLink, _ interruption: Interruption) {
        self.link = link
        self.interruption = interruption
    }

    func rows(_ sql: SQL) throws -> [Row] {
        try run(sql).rows
    }

    func first(_ sql: SQL) throws -> Row? {
        try run(sql).rows.first
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        let cursor = newName("c")
        let (text, binds) = sql.rendered(for: .postgres)
        try watched { try link.runOnce("DECLARE \(cursor) NO SCROLL CURSOR FOR \(text)", binds) }
        // After a failure there is no cursor any more, and the error that counts is on its way already.
        defer { if !link.hasFailedTransaction { _ = try? link.command("CLOSE \(cursor)") } }
        while true {
            let rows = try watched { try link.command("FETCH FORWARD 500 FROM \(cursor)").rows }
            if rows.isEmpty { return }
            for row in rows { try body(row) }
        }
    }

    func execute(_ sql: SQL) throws -> Int {
        try run(sql).affected
    }

    /// A few rows with a statement that is kept ready, many by the way that reads them all at once.
    func insert(_ rows: [[Stored]], by insertion: Insertion) throws {
        guard rows.count > Self.mostSingleRows else {
            for row in rows { _ = try run(insertion.sql(CollectionOfOne(row))) }
            return
        }
        try watched { try link.copy(rows, by: insertion) }
    }

    private static let mostSingleRows = 3

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        let savepoint = newName("p")
        try watched { try link.command("SAVEPOINT \(savepoint)") }
        do {
            let result = try body()
            try watched { try link.command("RELEASE SAVEPOINT \(savepoint)") }
            return result
        } catch {
            // Not watched: an interrupted transaction must come back from here too. If that fails, COMMIT is refused.
            if (try? link.command("ROLLBACK TO SAVEPOINT \(savepoint)")) != nil {
                failure = nil
                _ = try? link.command("RELEASE SAVEPOINT \(savepoint)")
            }
            throw error
        }
    }

    private func newName(_ letter: String) -> String {
        names += 1
        return "guanxi_\(letter)\(names)"
    }

    private func run(_ sql: SQL) throws -> PostgresResult {
        let (text, binds) = sql.rendered(for: .postgres)
        return try watched { try link.run(text, binds) }
    }

    @discardableResult
    private func watched<T>(_ body: () throws -> T) throws -> T {
        try interruption.check()
        do {
            return try body()
        } catch {
            let told = interruption.explain(error)
            if failure == nil { failure = told }
            throw told
        }
    }
}

extension Interruption {
    /// A query that the server cancelled because we asked it to ended for our reason.
    func explain(_ error: any Error) -> any Error {
        guard case StoreError.failed(code: StoreError.queryCancelled, _) = error, let reason else { return error }
        return reason
    }
}
