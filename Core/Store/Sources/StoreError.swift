/// What can go wrong in a database, the same on both engines.
public enum StoreError: Error, Sendable, Equatable {
    /// Neither `sqlite:PATH` nor `postgres://…`; the text says what is wrong and holds no password.
    case badURL(String)
    /// A unique index, by its name, or `TABLE_pkey`, refused a second equal row.
    case unique(constraint: String)
    /// A reference to a row that is not there, or a row taken away that others refer to.
    case foreignKey
    /// A required column was left empty.
    case notNull(column: String)
    /// A check constraint refused the row.
    case check
    /// The task was cancelled.
    case cancelled
    /// The limit of time ran out.
    case timedOut
    /// The database cannot be reached, or was closed.
    case unavailable(String)
    /// The disk of the database has no room, or its quota is used up. Nothing was written; reads go on.
    case full(String)
    /// A newer program has already changed this database.
    case newer(database: Int, program: Int)
    /// The database holds a column that the plan cannot work with.
    case incompatible(table: String, column: String, reason: String)
    /// The plan contradicts itself or cannot be built on both engines.
    case badPlan(String)
    /// A value that neither engine keeps: text with a zero byte, or a number that is not one.
    case badValue(String)
    /// Two transactions stood in each other's way, still after all repetitions.
    case conflict(code: String)
    /// Anything else, with the engine's own code (SQLSTATE, or SQLite's extended result code).
    case failed(code: String, message: String)
}
