public import Kernel

/// A piece of SQL: text that a programmer wrote, and values that travel beside it as bound parameters.
///
/// ```swift
/// let query: SQL = "SELECT id FROM \(name: table) WHERE name = \(wanted)"
/// ```
/// An interpolated value never becomes text, an identifier is quoted: what comes from outside cannot become SQL.
public struct SQL: Sendable, Hashable {
    /// What a statement is made of, in order.
    enum Piece: Sendable, Hashable {
        case text(String)
        case value(Stored)
        indirect case either(sqlite: SQL, postgres: SQL)
    }

    private(set) var pieces: [Piece]

    init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// Text that is trusted because this target made it; outside of it only literals become text.
    init(trusted text: String) {
        self.pieces = text.isEmpty ? [] : [.text(text)]
    }

    /// No text at all.
    public static let empty = SQL(pieces: [])

    /// Whether there is neither text nor value.
    public var isEmpty: Bool { pieces.isEmpty }

    /// One fragment for SQLite and another for PostgreSQL; which one counts is decided at rendering.
    public static func perDialect(sqlite: SQL, postgres: SQL) -> SQL {
        SQL(pieces: [.either(sqlite: sqlite, postgres: postgres)])
    }

    /// The values as parameters, separated by commas and without parentheses: `IN (\(SQL.list(ids)))`.
    public static func list(_ values: [Stored]) -> SQL {
        values.lazy.map { SQL(pieces: [.value($0)]) }.joined(by: ", ")
    }

    /// A quoted identifier, as `\(name:)` writes it.
    public static func name(_ identifier: String) -> SQL {
        SQL(trusted: quoted(identifier))
    }

    /// Quoted columns of a table or its alias, separated by commas. One text from the start: lists read some seventy columns.
    public static func columns(_ names: [String], of alias: String) -> SQL {
        let prefix = quoted(alias) + "."
        var text = ""
        text.reserveCapacity(names.reduce(0) { $0 + $1.utf8.count + prefix.utf8.count + 4 })
        for name in names {
            if !text.isEmpty { text += ", " }
            text += prefix
            text += quoted(name)
        }
        return SQL(trusted: text)
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }

    public static func += (left: inout SQL, right: SQL) {
        for piece in right.pieces { left.append(piece) }
    }

    /// Adds a piece and melts neighbouring text, so that equal statements have equal pieces.
    mutating func append(_ piece: Piece) {
        guard case .text(let addition) = piece else {
            pieces.append(piece)
            return
        }
        if addition.isEmpty { return }
        guard case .text(var text)? = pieces.last else { return pieces.append(piece) }
        // Out of its place while it grows: a text that two hold is copied whole.
        pieces[pieces.count - 1] = .value(.null)
        text += addition
        pieces[pieces.count - 1] = .text(text)
    }

    static func quoted(_ identifier: String) -> String {
        if !identifier.utf8.contains(UInt8(ascii: "\"")) { return "\"\(identifier)\"" }
        var text = "\""
        for character in identifier.unicodeScalars {
            if character == "\"" { text.unicodeScalars.append(character) }
            text.unicodeScalars.append(character)
        }
        return text + "\""
    }
}

extension Sequence<SQL> {
    /// All fragments in order with `separator` between them.
    public func joined(by separator: SQL) -> SQL {
        var whole = SQL.empty
        var isFirst = true
        for fragment in self {
            if !isFirst { whole += separator }
            whole += fragment
            isFirst = false
        }
        return whole
    }
}
