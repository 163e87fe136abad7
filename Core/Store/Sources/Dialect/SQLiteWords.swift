import Kernel

/// What SQLite says in its own words.
struct SQLiteWords: DialectWords {
    func columnType(_ type: ColumnType) -> SQL {
        switch type {
        case .integer: "INTEGER"
        case .real: "REAL"
        case .text: "TEXT"
        case .bytes: "BLOB"
        }
    }

    var forUpdate: SQL { .empty }

    func literal(ofBytes hexadecimal: String) -> String { "X'\(hexadecimal)'" }

    // SQLite's own lower() folds ASCII and nothing else.
    func containsFolded(column: SQL, foldedNeedle: String) -> SQL {
        "instr(lower(\(column)), \(foldedNeedle)) > 0"
    }

    func startsWithFolded(column: SQL, foldedPrefix: String) -> SQL {
        "substr(lower(\(column)), 1, \(foldedPrefix.unicodeScalars.count)) = \(foldedPrefix)"
    }

    func timeBucket(_ unit: TimeBucket, of column: SQL, offsetMinutes: Int) -> SQL {
        // A division of reals, because one of integers would round times before 1970 upwards.
        let seconds: SQL = "((\(column)) + \(SQL(trusted: "(\(offsetMinutes) * 60000)"))) / 1000.0, 'unixepoch'"
        return firstDay(of: unit, seconds)
    }

    func dateBucket(_ unit: TimeBucket, of column: SQL) -> SQL {
        """
        CASE WHEN \(column) GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]' THEN \(firstDay(of: unit, column)) END
        """
    }

    private func firstDay(of unit: TimeBucket, _ moment: SQL) -> SQL {
        switch unit {
        case .day: "date(\(moment))"
        case .week: "date(\(moment), '-6 days', 'weekday 1')"
        case .month: "date(\(moment), 'start of month')"
        case .quarter:
            "date(\(moment), 'start of month', '-' || ((CAST(strftime('%m', \(moment)) AS INTEGER) - 1) % 3) || ' months')"
        case .year: "date(\(moment), 'start of year')"
        }
    }
}

extension SQLiteWords {
    // detail=none: terms are single tokens, so positions would only cost space.
    func createSearchTable(_ name: String) -> [SQL] {
        ["CREATE VIRTUAL TABLE \(name: name) USING fts5(tokens, tokenize = 'ascii', detail = none, columnsize = 0)"]
    }

    func written(_ tokens: [String]) -> String { tokens.joined(separator: " ") }
    func tokenInsertion(into name: String) -> Insertion { Insertion(into: name, ["rowid", "tokens"]) }

    func putTokens(id: Int64, tokens: String, into name: String) -> SQL {
        "INSERT OR REPLACE INTO \(name: name) (rowid, tokens) VALUES (\(id), \(tokens))"
    }

    func removeTokens(id: Int64, from name: String) -> SQL {
        "DELETE FROM \(name: name) WHERE rowid = \(id)"
    }

    func matchingIDs(in name: String, terms: [[SearchTable.Needle]]) -> SQL {
        let query = terms.map { choices in
            let words = choices.map { $0.isPrefix ? "\"\($0.token)\"*" : "\"\($0.token)\"" }
            return words.count == 1 ? words[0] : "(\(words.joined(separator: " OR ")))"
        }.joined(separator: " AND ")
        return """
            SELECT rowid AS id
            FROM \(name: name)
            WHERE \(name: name) MATCH \(query)
            """
    }
}
