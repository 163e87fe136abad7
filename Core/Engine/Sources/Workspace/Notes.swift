public import Kernel
import Store

extension Reader {
    /// The notes on a record that the actor has been found to see: whoever sees the record sees them.
    func notes(
        on id: RecordID, of entity: EntityDefinition, before: RecordID?, limit: Int, _ kinds: TimelineKinds
    ) throws -> [TimelineEntry] {
        let definition = catalogue.definition(Note.self)
        guard kinds.notes, entity.attachment == nil, engine.permissions.may(actor, .read, definition) else { return [] }
        var rule = Note.rule { $0.record == id } && Note.rule { $0.entity == entity.name } && Self.lives(false)
        if let before { rule = rule && .compare([Common.id], .less, .reference(before)) }
        return try notes(rule, limit: limit + 1)
    }

    /// A note as the time line has it: `{"id","at","actor","impersonator","kind":"note","note":{…},"changes":[]}`.
    public func note(_ id: RecordID, on record: RecordID, of entity: EntityDefinition) throws -> [UInt8] {
        let rule = Note.rule { $0.record == record } && Note.rule { $0.entity == entity.name } && .compare([Common.id], .equal, .reference(id))
        guard let entry = try notes(rule && Self.lives(false), limit: 1).first else {
            throw Refusal.notFound(entity: Note.name, id: id.description)
        }
        return try json(of: entry, entity)
    }

    /// Newest first, by the index note_record.
    private func notes(_ rule: Rule, limit: Int) throws -> [TimelineEntry] {
        let definition = catalogue.definition(Note.self)
        var select = select(definition)
        let condition = try select.condition(rule)
        let columns = try [Common.createdAt, Common.createdBy, "editedAt", "text"].map { try select.place([$0]).column }
        let rows = try session.rows(
            """
            SELECT t0.id, \(columns.joined(by: ", "))
            FROM \(select.tables)
            WHERE \(condition)
            ORDER BY t0.id DESC
            LIMIT \(limit)
            """)
        let ids = rows.compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
        let mentions = try definition["mentions"].flatMap { field in
            actor.rights.right(field, of: definition) >= .read ? try links(field, definition, ids) : nil
        } ?? [:]
        let impersonators = try self.impersonators(of: ids)
        return rows.map { row in
            let id = RecordID(rawValue: row[0].integer ?? 0)
            return TimelineEntry(
                id: id, at: Instant(milliseconds: row[1].integer ?? 0), actor: row[2].integer.map(RecordID.init(rawValue:)),
                impersonator: impersonators[id], kind: "note",
                note: TimelineEntry.Note(
                    text: row[4].text ?? "", mentions: (mentions[id] ?? []).compactMap(\.reference), isEdited: !row[3].isNull))
        }
    }

    /// Who wrote some of them in another's name. Relies on the index audit_change.
    private func impersonators(of notes: [RecordID]) throws -> [RecordID: RecordID] {
        guard !notes.isEmpty else { return [:] }
        let rows = try session.rows(
            """
            SELECT record_id, impersonator_id
            FROM \(name: SystemTables.audit)
            WHERE record_id IN (\(SQL.list(notes.map { .integer($0.rawValue) })))
              AND kind = \(Change.Kind.create.rawValue) AND impersonator_id IS NOT NULL
            """)
        return Dictionary(
            rows.map { (RecordID(rawValue: $0[0].integer ?? 0), RecordID(rawValue: $0[1].integer ?? 0)) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Door {
    /// Writes a note on a record that the actor sees: `{"text": "…", "mentions": ["…"]}`.
    public func addNote(_ json: JSON, to id: RecordID, of entity: EntityDefinition) throws -> RecordID {
        guard try reader.values(of: entity, id) != nil else { throw Refusal.notFound(entity: entity.name, id: id.description) }
        let values = try noteValues(json).merging(["entity": .text(entity.name), "record": .reference(id)]) { _, new in new }
        return try perform(.create(values), on: Note.schema.definition).id
    }

    public func editNote(_ note: RecordID, _ json: JSON, on id: RecordID, of entity: EntityDefinition) throws {
        try checkPlace(of: note, on: id, of: entity)
        try perform(.edit(note, noteValues(json)), on: Note.schema.definition)
    }

    public func deleteNote(_ note: RecordID, on id: RecordID, of entity: EntityDefinition) throws {
        try checkPlace(of: note, on: id, of: entity)
        try perform(.delete(note), on: Note.schema.definition)
    }

    /// Throws unless the note hangs on this record and the actor sees it.
    private func checkPlace(of note: RecordID, on id: RecordID, of entity: EntityDefinition) throws {
        let found = try reader.find(Note.self, note)
        guard found?[\.record] == id, found?[\.entity] == entity.name else { throw Refusal.notFound(entity: Note.name, id: note.description) }
    }

    /// What it hangs on says the address.
    private func noteValues(_ json: JSON) throws -> Values {
        let strangers = (json.object ?? [:]).keys.filter { $0 != "text" && $0 != "mentions" }.sorted().map { String($0.prefix(60)) }
        guard strangers.isEmpty else { throw Invalid(strangers.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        return try Input.values(json, for: catalogue.definition(Note.self), as: actor)
    }
}
