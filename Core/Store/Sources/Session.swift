public import Kernel

/// Queries on one snapshot of the database. Valid only inside the closure that it was given to.
public protocol ReadSession: AnyObject {
    var dialect: Dialect { get }

    /// All rows at once; for what fits in memory.
    func rows(_ sql: SQL) throws -> [Row]

    /// The first row, if any.
    func first(_ sql: SQL) throws -> Row?

    /// Row by row, with bounded memory. Other queries may run inside `body`; throw to stop.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws
}

/// Queries and changes in one transaction.
public protocol WriteSession: ReadSession {
    /// Runs a statement and says how many rows it changed.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

    /// Writes rows, a cell for each column of the insertion. What an index refuses is thrown as `execute` throws it.
    func insert(_ rows: [[Stored]], by insertion: Insertion) throws

    /// Undoes what `body` changed, and only that, when it throws; the error goes on to the caller.
    func savepoint<T>(_ body: () throws -> T) throws -> T
}
