import Kernel
import Store

extension Reader {
    /// Looks through all entities with searched fields, newest records first in each:
    /// `{"data":[{"entity","resource","items":[{"id","title","isSimilar"}],"hasMore"}]}`.
    ///
    /// Where hardly anything is found, records follow that have a word with a letter too many, too few, or another one.
    public func search(_ text: String, limit: Int = 8) throws -> [UInt8] {
        let terms = Tokens.query(text)
        let entities = terms.isEmpty ? [] : catalogue.entities.filter { entity in
            !entity.searched.isEmpty && !entity.isRetired && engine.permissions.may(actor, .read, entity)
        }
        var found = try entities.map { try Found($0, matches($0, terms.map(\.searchTerm), limit: limit + 1), limit: limit) }
        if found.reduce(0, { $0 + $1.items.count }) <= Self.fewItems, let meant = Misspelling.terms(of: terms) {
            // PostgreSQL takes hundreds of words for those of half the records, and would read all of them in place of asking its index of tokens,
            // which only bitmaps can.
            if session.dialect == .postgres {
                _ = try session.rows("SELECT set_config('enable_seqscan', 'off', TRUE), set_config('enable_indexscan', 'off', TRUE)")
            }
            for place in found.indices { found[place].add(try matches(found[place].entity, meant, limit: limit + 1), limit: limit) }
        }
        return Self.written(found)
    }

    /// Up to so many, people look whether they have mistyped.
    private static let fewItems = 2

    private struct Found {
        let entity: EntityDefinition
        private(set) var items: [(id: RecordID, title: String, isSimilar: Bool)]
        private(set) var hasMore: Bool

        init(_ entity: EntityDefinition, _ exact: [(id: RecordID, title: String)], limit: Int) {
            (self.entity, hasMore) = (entity, exact.count > limit)
            items = exact.prefix(limit).map { ($0.id, $0.title, false) }
        }

        mutating func add(_ similar: [(id: RecordID, title: String)], limit: Int) {
            let known = Set(items.map(\.id)), new = similar.filter { !known.contains($0.id) }
            // A list is opened with the words as they were typed, and would not show those.
            items += new.prefix(limit - items.count).map { ($0.id, $0.title, true) }
        }
    }

    private static func written(_ found: [Found]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        for group in found where !group.items.isEmpty {
            writer.beginObject()
            writer.key("entity")
            writer.string(group.entity.name)
            writer.key("resource")
            writer.string(group.entity.plural)
            writer.key("items")
            writer.beginArray()
            for item in group.items {
                writer.write(["id": .string(item.id.description), "title": .string(item.title), "isSimilar": .flag(item.isSimilar)])
            }
            writer.endArray()
            writer.key("hasMore")
            writer.flag(group.hasMore)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private func matches(_ entity: EntityDefinition, _ terms: [SearchTerm], limit: Int) throws -> [(id: RecordID, title: String)] {
        guard let title = entity[entity.title]?.columns.first else { return [] }
        var select = select(entity)
        let condition = try select.condition(scope(entity) && Self.lives(false)) + openly(terms, &select)
        // SQLite's index gives the ids in this order, one after the other, and the rest of a hundred thousand is never looked at. CROSS
        // keeps it from beginning with the other table. PostgreSQL would walk a million records for the few that are wanted, in the hope
        // of finding them soon: OFFSET makes it ask its index first.
        let order = SQL.perDialect(sqlite: .empty, postgres: " ORDER BY id DESC OFFSET 0")
        let rows = try session.rows(
            """
            SELECT t0.id, t0.\(name: title)
            FROM (\(matching(terms, entity))\(order)) AS found
            CROSS JOIN \(select.tables)
            WHERE t0.id = found.id AND \(condition)
            ORDER BY found.id DESC
            LIMIT \(limit)
            """)
        return rows.map { (RecordID(rawValue: $0[0].integer ?? 0), $0[1].text ?? "") }
    }
}
