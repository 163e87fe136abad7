import Foundation
import GRDB
import GRDBSQLite

/// The error that both engines share, for one that GRDB threw; other errors pass as they are.
///
/// With the connection at hand a broken unique index is told by its name, as PostgreSQL does.
func storeError(
    _ error: any Error, _ interruption: Interruption?, on connection: GRDB.Database? = nil
) -> any Error {
    if error is CancellationError { return interruption?.reason ?? StoreError.cancelled }
    guard let error = error as? DatabaseError else { return error }
    let message = error.message ?? ""
    switch error.resultCode {
    case .SQLITE_INTERRUPT, .SQLITE_ABORT:
        if let reason = interruption?.reason { return reason }
    case .SQLITE_BUSY, .SQLITE_LOCKED:
        return interruption?.reason ?? StoreError.conflict(code: "\(error.extendedResultCode.rawValue)")
    case .SQLITE_FULL:
        return StoreError.full(message)
    case .SQLITE_IOERR where connection?.hasNoRoom == true:
        return StoreError.full(message)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        return StoreError.unavailable("The file is damaged: \(message) (\(error.extendedResultCode.rawValue)).")
    case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_READONLY:
        return StoreError.unavailable("\(message) (\(error.extendedResultCode.rawValue))")
    case .SQLITE_MISUSE where message == "Connection is closed":
        return StoreError.closed
    default: break
    }
    switch error.extendedResultCode {
    case .SQLITE_CONSTRAINT_FOREIGNKEY:
        return StoreError.foreignKey
    case .SQLITE_CONSTRAINT_CHECK:
        return StoreError.check
    case .SQLITE_CONSTRAINT_NOTNULL:
        return StoreError.notNull(column: refusedColumns(in: message).columns.first ?? "")
    case .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
        return StoreError.unique(constraint: "\(refusedColumns(in: message).table)_pkey")
    case .SQLITE_CONSTRAINT_UNIQUE:
        return StoreError.unique(constraint: refusedIndex(in: message, on: connection))
    default:
        return StoreError.failed(code: "\(error.extendedResultCode.rawValue)", message: message)
    }
}

/// Reads `UNIQUE constraint failed: table.first, table.second`.
private func refusedColumns(in message: String) -> (table: String, columns: [String]) {
    guard let start = message.range(of: "failed: ")?.upperBound else { return ("", []) }
    let pairs = message[start...].components(separatedBy: ", ").map { pair -> (String, String) in
        guard let dot = pair.firstIndex(of: ".") else { return ("", pair) }
        return (String(pair[..<dot]), String(pair[pair.index(after: dot)...]))
    }
    return (pairs.first?.0 ?? "", pairs.map(\.1))
}

private func refusedIndex(in message: String, on connection: GRDB.Database?) -> String {
    // An index on expressions is named by SQLite itself.
    if let start = message.range(of: "index '")?.upperBound { return String(message[start...].dropLast()) }
    let (table, columns) = refusedColumns(in: message)
    let indexes = try? connection.map { connection in
        try GRDB.Row.fetchAll(
            connection,
            sql: """
                SELECT list.name, (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(list.name) ORDER BY seqno))
                FROM pragma_index_list(?) AS list
                WHERE list."unique"
                ORDER BY list.name
                """, arguments: [table])
    }
    let wanted = columns.joined(separator: ", ")
    let name = indexes?.first { ($0[1] as String?) == wanted }?[0] as String?
    return name ?? "\(table)(\(wanted))"
}

extension GRDB.Database {
    /// Whether the operating system refused the last write for want of room; SQLite itself tells that of a full disk alone.
    fileprivate var hasNoRoom: Bool {
        sqliteConnection.map { [ENOSPC, EDQUOT, EFBIG].contains(sqlite3_system_errno($0)) } ?? false
    }
}
