import Kernel

/// What PostgreSQL says in its own words.
struct PostgresWords: DialectWords {
    func columnType(_ type: ColumnType) -> SQL {
        switch type {
        case .integer: "BIGINT"
        case .real: "DOUBLE PRECISION"
        case .text: "TEXT COLLATE \"C\""
        case .bytes: "BYTEA"
        }
    }

    var forUpdate: SQL { " FOR UPDATE" }

    func literal(ofBytes hexadecimal: String) -> String { "'\\x\(hexadecimal)'::bytea" }

    // Under collation "C" lower() folds ASCII and nothing else.
    func containsFolded(column: SQL, foldedNeedle: String) -> SQL {
        "strpos(lower((\(column)) COLLATE \"C\"), \(foldedNeedle)) > 0"
    }

    func startsWithFolded(column: SQL, foldedPrefix: String) -> SQL {
        "starts_with(lower((\(column)) COLLATE \"C\"), \(foldedPrefix))"
    }

    func timeBucket(_ unit: TimeBucket, of column: SQL, offsetMinutes: Int) -> SQL {
        let minutes = SQL(trusted: "(\(offsetMinutes) * 60000)")
        return firstDay(of: unit, "TIMESTAMP 'epoch' + ((\(column)) + \(minutes)) * INTERVAL '1 millisecond'")
    }

    func dateBucket(_ unit: TimeBucket, of column: SQL) -> SQL {
        """
        CASE WHEN \(column) ~ '^[0-9]{4}-[0-1][0-9]-[0-3][0-9]$' THEN \(firstDay(of: unit, "(\(column))::timestamp")) END
        """
    }

    private func firstDay(of unit: TimeBucket, _ moment: SQL) -> SQL {
        "to_char(date_trunc(\(SQL(trusted: "'\(unit.rawValue)'")), \(moment)), 'YYYY-MM-DD') COLLATE \"C\""
    }
}

extension PostgresWords {
    func createSearchTable(_ name: String) -> [SQL] {
        [
            "CREATE TABLE \(name: name) (id BIGINT PRIMARY KEY, tokens TSVECTOR NOT NULL)",
            "CREATE INDEX \(name: "\(name)_tokens") ON \(name: name) USING gin (tokens)",
        ]
    }

    // A lexeme in quotes is taken as it stands; none has a quote in it, nor a backslash.
    func written(_ tokens: [String]) -> String { tokens.map { "'\($0)'" }.joined(separator: " ") }
    func tokenInsertion(into name: String) -> Insertion { Insertion(into: name, ["id", "tokens"], types: ["tokens": "tsvector"]) }

    // Not to_tsvector: its parser would cut tokens by rules that SQLite does not share.
    func putTokens(id: Int64, tokens: String, into name: String) -> SQL {
        """
        INSERT INTO \(name: name) (id, tokens)
        VALUES (\(id), array_to_tsvector(string_to_array(\(tokens), ' ')))
        ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens
        """
    }

    func removeTokens(id: Int64, from name: String) -> SQL {
        "DELETE FROM \(name: name) WHERE id = \(id)"
    }

    func matchingIDs(in name: String, terms: [[SearchTable.Needle]]) -> SQL {
        let query = terms.map { choices in
            let words = choices.map { $0.isPrefix ? "'\($0.token)':*" : "'\($0.token)'" }
            return words.count == 1 ? words[0] : "(\(words.joined(separator: " | ")))"
        }.joined(separator: " & ")
        return """
            SELECT id
            FROM \(name: name)
            WHERE tokens @@ CAST(\(query) AS tsquery)
            """
    }
}
