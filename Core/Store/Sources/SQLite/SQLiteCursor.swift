import GRDB
import GRDBSQLite
import Kernel

/// Steps through a result and makes of each row nothing but our own.
///
/// GRDB steps; the cells are read from SQLite itself. GRDB takes names and number of columns before the first step, which is
/// when SQLite notices that another connection has changed the table.
final class SQLiteCursor {
    private let statement: Statement
    private let cursor: RowCursor
    private var columns: [String]?

    init(_ statement: Statement) throws {
        self.statement = statement
        cursor = try GRDB.Row.fetchCursor(statement)
    }

    func next() throws -> Row? {
        guard try cursor.next() != nil else { return nil }
        let pointer = statement.sqliteStatement
        let columns = columns ?? Self.columns(of: pointer)
        self.columns = columns
        var cells: [Stored] = []
        cells.reserveCapacity(columns.count)
        for index in columns.indices { cells.append(Self.cell(of: pointer, Int32(index))) }
        return Row(columns: columns, cells: cells)
    }

    /// Goes on without reading.
    func skip() throws -> Bool { try cursor.next() != nil }

    private static func columns(of statement: SQLiteStatement) -> [String] {
        (0..<sqlite3_column_count(statement)).map { index in
            sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
        }
    }

    private static func cell(of statement: SQLiteStatement, _ index: Int32) -> Stored {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER:
            return .integer(sqlite3_column_int64(statement, index))
        case SQLITE_FLOAT:
            return .real(sqlite3_column_double(statement, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(statement, index)
            let text = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
            return .text(String(decoding: text, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(statement, index)
            return .bytes(Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))))
        default:
            return .null
        }
    }
}
