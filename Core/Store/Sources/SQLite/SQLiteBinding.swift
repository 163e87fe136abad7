import Foundation
import GRDB
import GRDBSQLite
import Kernel

extension Statement {
    /// Binds the values straight to SQLite; by way of GRDB each would become a value of its own kind in an array of its own.
    func bind(_ values: [Stored]) throws {
        // After a failure the statement still tells it, once.
        sqlite3_reset(sqliteStatement)
        // GRDB takes the arguments for given from here on.
        setUncheckedArguments(StatementArguments())
        for (place, value) in zip(CInt(1)..., values) {
            let code = try bind(value, at: place)
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
    }

    private func bind(_ value: Stored, at place: CInt) throws -> CInt {
        switch value {
        case .null: return sqlite3_bind_null(sqliteStatement, place)
        case .integer(let number): return sqlite3_bind_int64(sqliteStatement, place, number)
        case .real(let number):
            try value.checkStorable()
            return sqlite3_bind_double(sqliteStatement, place, number)
        case .text(var text):
            return try text.withUTF8 { bytes in
                guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_text(sqliteStatement, place, "", 0, nil) }
                if memchr(start, 0, bytes.count) != nil { try value.checkStorable() }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(sqliteStatement, place, $0, CInt(bytes.count), Self.copied)
                }
            }
        case .bytes(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(sqliteStatement, place, 0) }
            return sqlite3_bind_blob(sqliteStatement, place, bytes, CInt(bytes.count), Self.copied)
        }
    }

    /// Tells SQLite to keep a copy of its own: the number that C calls SQLITE_TRANSIENT.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
