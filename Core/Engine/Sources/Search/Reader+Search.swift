import Kernel
import Store

extension Reader {
    /// Looks through all entities with searched fields, newest records first in each:
    /// `{"data":[{"entity","resource","items":[{"id","title"}],"hasMore"}]}`.
    public func search(_ text: String, limit: Int = 8) throws -> [UInt8] {
        let terms = Tokens.query(text).map(\.searchTerm)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        let entities = catalogue.entities.filter { entity in
            !entity.searched.isEmpty && !entity.isRetired && engine.permissions.may(actor, .read, entity)
        }
        for entity in entities where !terms.isEmpty {
            let found = try matches(entity, terms, limit: limit + 1)
            guard !found.isEmpty else { continue }
            writer.beginObject()
            writer.key("entity")
            writer.string(entity.name)
            writer.key("resource")
            writer.string(entity.plural)
            writer.key("items")
            writer.beginArray()
            for (id, title) in found.prefix(limit) {
                writer.write(["id": .string(id.description), "title": .string(title)])
            }
            writer.endArray()
            writer.key("hasMore")
            writer.flag(found.count > limit)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private func matches(_ entity: EntityDefinition, _ terms: [SearchTerm], limit: Int) throws -> [(RecordID, String)] {
        guard let title = entity[entity.title]?.columns.first else { return [] }
        var select = select(entity)
        let condition = try select.condition(scope(entity) && Self.lives(false))
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
