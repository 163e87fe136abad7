public import Kernel

/// The engine that a statement is for. What differs between them stands in `SQLiteWords` and `PostgresWords`.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
    case sqlite, postgres

    var words: any DialectWords {
        switch self {
        case .sqlite: SQLiteWords()
        case .postgres: PostgresWords()
        }
    }
}

/// The span of time that a chart or a report counts in.
public enum TimeBucket: String, Sendable, Hashable, CaseIterable {
    /// Weeks begin on Monday.
    case day, week, month, quarter, year
}

/// What each engine says in its own words.
protocol DialectWords {
    func columnType(_ type: ColumnType) -> SQL
    var forUpdate: SQL { get }
    func literal(ofBytes hexadecimal: String) -> String
    func containsFolded(column: SQL, foldedNeedle: String) -> SQL
    func startsWithFolded(column: SQL, foldedPrefix: String) -> SQL
    func timeBucket(_ unit: TimeBucket, of column: SQL, offsetMinutes: Int) -> SQL
    func dateBucket(_ unit: TimeBucket, of column: SQL) -> SQL

    func createSearchTable(_ name: String) -> [SQL]
    /// Tokens as the column of a search table takes them from an insertion, and that insertion.
    func written(_ tokens: [String]) -> String
    func tokenInsertion(into name: String) -> Insertion
    func putTokens(id: Int64, tokens: String, into name: String) -> SQL
    func removeTokens(id: Int64, from name: String) -> SQL
    func matchingIDs(in name: String, terms: [[SearchTable.Needle]]) -> SQL
}

extension Dialect {
    /// The type of a column. Text sorts by code point on both engines.
    public func columnType(_ type: ColumnType) -> SQL { words.columnType(type) }

    /// Locks the rows of a SELECT until the transaction ends; nothing in SQLite, where a writer is alone anyway.
    public var forUpdate: SQL { words.forUpdate }

    /// Whether `column` contains `needle`, taking ASCII letters of either case as equal.
    public func containsFolded(column: SQL, needle: String) -> SQL {
        words.containsFolded(column: column, foldedNeedle: needle.asciiFolded)
    }

    /// Whether `column` begins with `prefix`, taking ASCII letters of either case as equal.
    public func startsWithFolded(column: SQL, prefix: String) -> SQL {
        words.startsWithFolded(column: column, foldedPrefix: prefix.asciiFolded)
    }

    /// The first day, as ISO text, of the bucket that a time in UTC milliseconds falls in, at that distance from UTC.
    ///
    /// It holds no parameters, so that it can stand in SELECT and GROUP BY and be the same expression.
    public func timeBucket(_ unit: TimeBucket, of column: SQL, offsetMinutes: Int) -> SQL {
        words.timeBucket(unit, of: column, offsetMinutes: offsetMinutes)
    }

    /// The first day, as ISO text, of the bucket that an ISO date falls in; null for text that is no date.
    public func dateBucket(_ unit: TimeBucket, of column: SQL) -> SQL {
        words.dateBucket(unit, of: column)
    }
}

extension String {
    /// ASCII letters in lower case and everything else as it is: what both engines fold.
    var asciiFolded: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
