import CPostgres

/// The fields of an error that we read, by libpq's letters for them.
private enum Diagnostic: String {
    case code = "C"
    case message = "M"
    case constraint = "n"
    case column = "c"
    case function = "R"
}

extension PostgresResult {
    /// The error that both engines share, if this result is one.
    func error(isBroken: Bool) -> StoreError? {
        switch PQresultStatus(pointer) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY, PGRES_COPY_IN: return nil
        default: break
        }
        let message = self[.message] ?? PQresultErrorMessage(pointer).map { String(cString: $0) } ?? ""
        let code = self[.code] ?? ""
        if isBroken || code.hasPrefix("08") || code.hasPrefix("57P") { return .unavailable(message) }
        switch code {
        case "23505": return .unique(constraint: self[.constraint] ?? "")
        case "23503": return .foreignKey
        case "23502": return .notNull(column: self[.column] ?? "")
        case "23514": return .check
        case "53100": return .full(message)
        // The last: a lock was not to be had in the time that was set for it.
        case "40001", "40P01", "55P03": return .conflict(code: code)
        // Another server has changed a table that a prepared statement reads. The function's name is the one mark of
        // this error that is not translated.
        case "0A000" where self[.function] == "RevalidateCachedQuery": return .conflict(code: StoreError.stalePlan)
        default: return .failed(code: code, message: message)
        }
    }

    private subscript(field: Diagnostic) -> String? {
        let letter = Int32(field.rawValue.utf8.first ?? 0)
        return PQresultErrorField(pointer, letter).map { String(cString: $0) }
    }
}

extension StoreError {
    /// The code of a conflict between a prepared statement and a changed table.
    static let stalePlan = "0A000"
    /// The code of a query that was cancelled.
    static let queryCancelled = "57014"
}
