import Kernel
import Store

/// The order of a list, and the place after a record in it. Empty values come last, whichever way the list runs; the id
/// decides between equals.
struct KeysetOrder {
    private struct Key {
        let column: SQL
        let descending: Bool
        let mayBeNull: Bool
    }

    private let keys: [Key]
    private let idDescending: Bool

    init(_ query: ListQuery, _ select: inout Select) throws {
        var keys: [Key] = []
        for key in query.sort {
            let place = try select.place(key.path)
            keys.append(Key(column: place.column, descending: key.descending, mayBeNull: !place.isRequired || place.columns.count > 1))
        }
        self.keys = keys
        // Newest first when nothing was said.
        idDescending = query.sort.last?.descending ?? true
    }

    /// The values that a cursor keeps, after the list's own columns.
    var columns: [SQL] { keys.map(\.column) }

    var sql: SQL {
        let sorts = keys.map { key -> SQL in
            key.column + (key.descending ? " DESC" : " ASC") + (key.mayBeNull ? " NULLS LAST" : "")
        }
        return (sorts + ["t0.id" + (idDescending ? " DESC" : " ASC")]).joined(by: ", ")
    }

    func after(_ cursor: Cursor) -> SQL {
        let id: SQL = idDescending ? "t0.id < \(cursor.id)" : "t0.id > \(cursor.id)"
        if keys.isEmpty { return id }
        if keys.allSatisfy({ !$0.mayBeNull && $0.descending == idDescending }) {
            // A row comparison lets both engines step into the index at the right place.
            let columns = (keys.map(\.column) + ["t0.id"]).joined(by: ", ")
            let values = SQL.list(cursor.values + [.integer(cursor.id)])
            return idDescending ? "(\(columns)) < (\(values))" : "(\(columns)) > (\(values))"
        }
        // Equal in the first n keys and further in the next one, for every n.
        var alternatives: [SQL] = [], equals: [SQL] = []
        for (key, value) in zip(keys, cursor.values) {
            if let further = further(key, value) { alternatives.append((equals + [further]).joined(by: " AND ")) }
            equals.append(value.isNull ? "\(key.column) IS NULL" : "\(key.column) = \(value)")
        }
        alternatives.append((equals + [id]).joined(by: " AND "))
        return "(\(alternatives.map { "(\($0))" as SQL }.joined(by: " OR ")))"
    }

    /// Nil when nothing comes after the value, as after an empty one.
    private func further(_ key: Key, _ value: Stored) -> SQL? {
        guard !value.isNull else { return nil }
        let beyond: SQL = key.descending ? "\(key.column) < \(value)" : "\(key.column) > \(value)"
        return key.mayBeNull ? "(\(beyond) OR \(key.column) IS NULL)" : beyond
    }
}
