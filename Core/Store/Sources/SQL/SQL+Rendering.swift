public import Kernel

extension SQL {
    /// The statement in the words of one engine: `?` in SQLite, `$1` and up in PostgreSQL, with the values in that order.
    public func rendered(for dialect: Dialect) -> (text: String, binds: [Stored]) {
        var text = ""
        var binds: [Stored] = []
        text.reserveCapacity(pieces.reduce(0) { $0 + $1.length })
        binds.reserveCapacity(pieces.count / 2 + 1)
        render(for: dialect, into: &text) { value in
            binds.append(value)
            return dialect == .sqlite ? "?" : "$\(binds.count)"
        }
        return (text, binds)
    }

    /// The statement with its values as literals, for definitions, which take no parameters.
    func renderedInline(for dialect: Dialect) throws -> String {
        var text = ""
        try render(for: dialect, into: &text) { value in try dialect.literal(value) }
        return text
    }

    private func render<Failure: Error>(
        for dialect: Dialect, into text: inout String, placing place: (Stored) throws(Failure) -> String
    ) throws(Failure) {
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .value(let value): text += try place(value)
            case .either(let sqlite, let postgres):
                try (dialect == .sqlite ? sqlite : postgres).render(for: dialect, into: &text, placing: place)
            }
        }
    }
}

extension SQL.Piece {
    /// About how many bytes it becomes.
    fileprivate var length: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .value: 4
        case .either: 64
        }
    }
}
