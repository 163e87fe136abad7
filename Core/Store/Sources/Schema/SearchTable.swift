import Kernel

/// The index of a full-text search: tokens by record id. Tokens come ready cut; ASCII letters of either case are equal.
public struct SearchTable: Sendable, Hashable {
    public let name: String

    public init(name: String) {
        self.name = name
    }

    /// One thing that a record must have.
    public enum Term: Sendable, Hashable {
        case whole(String)
        case prefix(String)
        /// One of these, each of letters and digits alone.
        case any([String], arePrefixes: Bool)
    }

    /// A token as it stands in the index.
    struct Needle: Hashable {
        let token: String
        let isPrefix: Bool
    }

    /// The ids, newest first, of the records that meet all terms.
    public func match(_ terms: [Term], marks: [String] = [""], limit: Int? = nil) -> SQL {
        let ordered: SQL = "\(found(terms, marks: marks)) ORDER BY id DESC"
        return limit.map { "\(ordered) LIMIT \($0)" } ?? ordered
    }

    /// The ids of the records that meet all terms, in no order: `id IN (\(table.found(terms)))`.
    ///
    /// No terms, or a term without a letter or digit, find nothing. Any text is safe.
    ///
    /// - Parameter marks: what may stand before a token in the index; a term is met by a token with any of them.
    public func found(_ terms: [Term], marks: [String] = [""]) -> SQL {
        guard let needles = Self.needles(of: terms) else { return "SELECT 0 AS id WHERE 1 = 0" }
        let choices = needles.map { choice in
            choice.flatMap { needle in marks.map { Needle(token: $0 + needle.token, isPrefix: needle.isPrefix) } }
        }
        return SQL.perDialect(
            sqlite: Dialect.sqlite.words.matchingIDs(in: name, terms: choices),
            postgres: Dialect.postgres.words.matchingIDs(in: name, terms: choices))
    }
}

/// A term of a full-text search.
public typealias SearchTerm = SearchTable.Term

extension SearchTable {
    /// Cuts where SQLite's ASCII tokenizer would, so that both engines hold the same tokens whatever they are given.
    static func pieces(of tokens: [String]) -> [String] {
        // Nearly all tokens come as they are to be kept.
        tokens.allSatisfy(isPlain) ? tokens : tokens.flatMap(pieces)
    }

    private static func isPlain(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.count <= longestToken && token.utf8.allSatisfy(isPlain)
    }

    private static func pieces(of token: String) -> [String] {
        if isPlain(token) { return [token] }
        return token.asciiFolded.unicodeScalars
            .split { $0.isASCII && !$0.properties.isAlphabetic && $0.properties.numericType == nil }
            .map { String(String.UnicodeScalarView($0.prefix(longestToken))) }
    }

    /// A small letter, a digit, or a part of a character beyond ASCII.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte >= 0x80
    }

    /// In scalars; PostgreSQL takes no lexeme over 2,046 bytes.
    private static let longestToken = 500

    /// What stands in the index: of each item one is enough.
    private static func needles(of terms: [Term]) -> [[Needle]]? {
        if terms.isEmpty { return nil }
        var needles: [[Needle]] = []
        for term in terms {
            let (text, isPrefix): (String, Bool)
            switch term {
            case .whole(let token): (text, isPrefix) = (token, false)
            case .prefix(let token): (text, isPrefix) = (token, true)
            case .any(let tokens, let arePrefixes):
                let plain = tokens.filter { $0.utf8.count <= longestToken && isPlain($0) }
                guard !plain.isEmpty else { return nil }
                needles.append(plain.map { Needle(token: $0, isPrefix: arePrefixes) })
                continue
            }
            let pieces = pieces(of: text)
            guard let last = pieces.last else { return nil }
            needles += pieces.dropLast().map { [Needle(token: $0, isPrefix: false)] }
            needles.append([Needle(token: last, isPrefix: isPrefix)])
        }
        return needles
    }
}

extension WriteSession {
    /// Keeps these tokens for a record, in place of those it had.
    public func put(id: Int64, tokens: [String], into table: SearchTable) throws {
        let text = SearchTable.pieces(of: tokens).joined(separator: " ")
        try execute(dialect.words.putTokens(id: id, tokens: text, into: table.name))
    }

    /// Keeps tokens for records that have none yet, which costs less.
    public func add(_ records: [(id: Int64, tokens: [String])], to table: SearchTable) throws {
        let rows = records.map { record in
            [Stored.integer(record.id), .text(dialect.words.written(SearchTable.pieces(of: record.tokens)))]
        }
        if !rows.isEmpty { try insert(rows, by: dialect.words.tokenInsertion(into: table.name)) }
    }

    /// Makes the index anew with what `body` adds to it. PostgreSQL's tree over the tokens is built at the end, at once.
    public func remake(_ table: SearchTable, _ body: () throws -> Void) throws {
        let statements = dialect.words.createSearchTable(table.name)
        try execute("DROP TABLE \(name: table.name)")
        for statement in statements.prefix(1) { try execute(statement) }
        try body()
        for statement in statements.dropFirst() { try execute(statement) }
    }

    /// Forgets the tokens of a record.
    public func remove(id: Int64, from table: SearchTable) throws {
        try execute(dialect.words.removeTokens(id: id, from: table.name))
    }
}
