public import Kernel
import Store

extension Reader {
    /// What happened to a record, newest first: `{"data":[{"id","at","actor","impersonator","kind","changes":[{"field","old","new"}]}],"page":{"next"}}`.
    ///
    /// - Parameter before: the `page.next` of the page before.
    public func timeline(_ entity: EntityDefinition, _ id: RecordID, before: RecordID? = nil, limit: Int = 50) throws -> [UInt8] {
        guard try values(of: entity, id) != nil || values(of: entity, id, deleted: true) != nil else {
            throw Refusal.notFound(entity: entity.name, id: id.description)
        }
        let entries = try self.entries(id, before: before, limit: limit)
        let actors = try catalogue[Common.userEntity].map { try titles($0, Set(entries.prefix(limit).flatMap { [$0.actor, $0.impersonator] }.compactMap(\.self))) } ?? [:]
        var writer = JSONWriter(reserving: 4_096)
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        for entry in entries.prefix(limit) { try write(entry, entity, actors, to: &writer) }
        writer.endArray()
        writer.key("page")
        writer.beginObject()
        writer.key("next")
        if entries.count > limit { writer.string(entries[limit - 1].id.description) } else { writer.null() }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    private struct Entry {
        let id: RecordID
        let at: Instant
        let actor: RecordID?
        let impersonator: RecordID?
        let kind: String
        /// Of what is no change of a field: with whom it was shared, why it was revealed.
        let details: String?
        var rows: [Row]
    }

    /// The rows of one change stand together, since a change takes its ids one after the other.
    private func entries(_ id: RecordID, before: RecordID?, limit: Int) throws -> [Entry] {
        let bound: SQL = before.map { "AND change_id < \($0.rawValue)" } ?? .empty
        // The index audit_record gives the newest changes; a change has at most as many rows as the entity has fields.
        let rows = try session.rows(
            """
            SELECT change_id, at, actor_id, kind, field, old, new, impersonator_id
            FROM \(name: SystemTables.audit)
            WHERE record_id = \(id.rawValue) AND change_id IN (
                SELECT DISTINCT change_id FROM \(name: SystemTables.audit)
                WHERE record_id = \(id.rawValue) \(bound)
                ORDER BY change_id DESC LIMIT \(limit + 1))
            ORDER BY change_id DESC, id
            """)
        var entries: [Entry] = []
        for row in rows {
            let change = RecordID(rawValue: row[0].integer ?? 0)
            if entries.last?.id != change {
                entries.append(
                    Entry(
                        id: change, at: Instant(milliseconds: row[1].integer ?? 0),
                        actor: row[2].integer.map(RecordID.init(rawValue:)), impersonator: row[7].integer.map(RecordID.init(rawValue:)),
                        kind: row[3].text ?? "", details: row[4].text == nil ? row[6].text : nil, rows: []))
            }
            if row[4].text != nil { entries[entries.count - 1].rows.append(row) }
        }
        return entries
    }

    private func write(
        _ entry: Entry, _ entity: EntityDefinition, _ actors: [RecordID: String], to writer: inout JSONWriter
    ) throws {
        writer.beginObject()
        writer.key("id")
        writer.string(entry.id.description)
        writer.key("at")
        writer.string(entry.at.description)
        for (key, person) in [("actor", entry.actor), ("impersonator", entry.impersonator)] {
            writer.key(key)
            if let person {
                writer.write(["id": .string(person.description), "title": .string(actors[person] ?? "")])
            } else {
                writer.null()
            }
        }
        writer.key("kind")
        writer.string(entry.kind)
        if let details = entry.details {
            writer.key("details")
            // Kept as JSON.
            writer.number(details)
        }
        writer.key("changes")
        writer.beginArray()
        for row in entry.rows {
            guard let field = entity[row[4].text ?? ""] else { continue }
            let right = actor.rights.right(field, of: entity)
            guard right > .hidden else { continue }
            writer.beginObject()
            writer.key("field")
            writer.string(field.key)
            for (name, cell) in [("old", row[5]), ("new", row[6])] {
                writer.key(name)
                if let json = cell.text { try write(json, of: field, right, to: &writer) } else { writer.null() }
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    /// A value as it was audited; sealed ones were masked then.
    private func write(_ json: String, of field: FieldDefinition, _ right: FieldRight, to writer: inout JSONWriter) throws {
        guard right == .masked, !field.isSealed else { return writer.number(json) }
        let value = try? field.kind.parse(JSON.parse(json))
        writer.write(value.map(field.kind.masked) ?? .null)
    }
}
