public import Kernel
import Store

extension Reader {
    /// What happened to a record, what was written about it and what modules tell of it, newest first:
    /// `{"data":[{"id","at","actor","impersonator","kind","changes":[{"field","old","new"}],"note"?,"mail"?}],"page":{"next"}}`.
    ///
    /// - Parameters:
    ///   - before: the `page.next` of the page before.
    ///   - kinds: what is wanted of it.
    public func timeline(
        _ entity: EntityDefinition, _ id: RecordID, before: RecordID? = nil, limit: Int = 50, kinds: TimelineKinds = .all
    ) throws -> [UInt8] {
        guard let values = try values(of: entity, id) ?? values(of: entity, id, deleted: true) else {
            throw Refusal.notFound(entity: entity.name, id: id.description)
        }
        // All draw their ids from one source, so that the order of ids is that of time; each gives enough to fill the page alone.
        let veil = veil(over: values, entity)
        var found = try changes(id, before: before, limit: limit, kinds, veil)
        if !veil.isOnlyPooled {
            found += try notes(on: id, of: entity, before: before, limit: limit, kinds) + told(of: id, entity, before: before, limit: limit, kinds)
        }
        let entries = found.sorted { $0.id > $1.id }
        var writer = JSONWriter(reserving: 4_096)
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        let people = try self.people(in: entries.prefix(limit))
        for entry in entries.prefix(limit) { try write(entry, entity, people, to: &writer) }
        writer.endArray()
        writer.key("page")
        writer.beginObject()
        writer.key("next")
        if entries.count > limit { writer.string(entries[limit - 1].id.description) } else { writer.null() }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    /// One entry, as the time line has it.
    func json(of entry: TimelineEntry, _ entity: EntityDefinition) throws -> [UInt8] {
        var writer = JSONWriter()
        try write(entry, entity, people(in: [entry]), to: &writer)
        return writer.bytes
    }

    private func people(in entries: some Sequence<TimelineEntry>) throws -> [RecordID: String] {
        guard let users = catalogue[Common.userEntity] else { return [:] }
        return try titles(users, Set(entries.flatMap { [$0.actor, $0.impersonator].compactMap(\.self) + ($0.note?.mentions ?? []) }))
    }

    /// The rows of one change stand together, since a change takes its ids one after the other.
    private func changes(_ id: RecordID, before: RecordID?, limit: Int, _ kinds: TimelineKinds, _ veil: Veil) throws -> [TimelineEntry] {
        var bound: SQL = before.map { "AND change_id < \($0.rawValue)" } ?? .empty
        if let names = kinds.changes {
            guard !names.isEmpty else { return [] }
            bound += " AND kind IN (\(SQL.list(names.sorted().map(Stored.text))))"
        }
        // The index audit_change gives the newest changes without looking at the rest, and then their rows: a change has at most as many as the
        // entity has fields.
        let newest = try session.rows(
            """
            SELECT DISTINCT change_id
            FROM \(name: SystemTables.audit)
            WHERE record_id = \(id.rawValue) \(bound)
            ORDER BY change_id DESC
            LIMIT \(limit + 1)
            """)
        guard let oldest = newest.last?[0].integer else { return [] }
        let rows = try session.rows(
            """
            SELECT change_id, at, actor_id, kind, field, old, new, impersonator_id
            FROM \(name: SystemTables.audit)
            WHERE record_id = \(id.rawValue) AND change_id >= \(oldest) \(bound)
            ORDER BY change_id DESC, id
            """)
        var entries: [TimelineEntry] = []
        for row in rows {
            let change = RecordID(rawValue: row[0].integer ?? 0)
            if entries.last?.id != change {
                entries.append(
                    TimelineEntry(
                        id: change, at: Instant(milliseconds: row[1].integer ?? 0),
                        actor: row[2].integer.map(RecordID.init(rawValue:)), impersonator: row[7].integer.map(RecordID.init(rawValue:)),
                        kind: row[3].text ?? "", details: row[4].text == nil ? row[6].text : nil))
            }
            if let field = row[4].text, !veil.hidden.contains(field) { entries[entries.count - 1].rows.append(row) }
        }
        // What stands in details, as of lines, is for those who see the whole.
        return veil.isOnlyPooled ? entries.filter { $0.details == nil } : entries
    }

    private func write(
        _ entry: TimelineEntry, _ entity: EntityDefinition, _ people: [RecordID: String], to writer: inout JSONWriter
    ) throws {
        let told = try toldOfOthers(entry)
        // What happened to records that the reader may not see happened to nobody.
        if entry.tellsOfOthers, told == nil { return }
        writer.beginObject()
        writer.key("id")
        writer.string(entry.id.description)
        writer.key("at")
        writer.string(entry.at.description)
        for (key, person) in [("actor", entry.actor), ("impersonator", entry.impersonator)] {
            writer.key(key)
            if let person {
                writer.write(Self.named(person, people))
            } else {
                writer.null()
            }
        }
        writer.key("kind")
        writer.string(entry.kind)
        if let details = entry.details {
            writer.key("details")
            if let told {
                writer.write(told)
            } else if entry.kind == MergeRemark.merge || entry.kind == MergeRemark.unmerge {
                writer.write(try mergeDetails(JSON.parse(details), entity))
            } else {
                // Kept as JSON.
                writer.number(details)
            }
        }
        if let note = entry.note {
            writer.key("note")
            writer.write([
                "id": .string(entry.id.description), "text": .string(note.text), "edited": .flag(note.isEdited),
                "mentions": .array(note.mentions.map { Self.named($0, people) }),
            ])
        }
        if let content = entry.content {
            writer.key(entry.kind)
            writer.write(content)
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
                if let json = cell.text { writer.write(try Self.shown(json, of: field, right)) } else { writer.null() }
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    /// What an entry tells of lines or children.
    private func toldOfOthers(_ entry: TimelineEntry) throws -> JSON? {
        guard entry.tellsOfOthers, let details = entry.details else { return nil }
        return try LineChanges(JSON.parse(details))?.json(for: self)
    }

    /// Without a name where the reader may not know who it is.
    private static func named(_ person: RecordID, _ people: [RecordID: String]) -> JSON {
        ["id": .string(person.description), "title": .string(people[person] ?? "")]
    }

    /// A value as it was audited; sealed ones were masked then.
    static func shown(_ json: String, of field: FieldDefinition, _ right: FieldRight) throws -> JSON {
        let json = try JSON.parse(json)
        guard right == .masked, !field.isSealed else { return json }
        return (try? field.kind.parse(json)).map(field.kind.masked) ?? .null
    }
}
