import Kernel
import Store

/// Audit rows, events, search tokens and notices of a transaction, gathered and written at its end: many rows at a time cost much less, a
/// round trip each on PostgreSQL, and on SQLite a search index that is written out between two records.
struct Traces {
    var audit: [[Stored]] = []
    var events: [[Stored]] = []
    /// In the order of the changes: the last one of a record counts.
    var tokens: [Tokens] = []
    var notices: [NoticeDraft] = []

    /// Of tables of modules, in the order of the changes: the last of a record count.
    var rows: [Rows] = []

    /// Changed lines and children, to be told on the time lines of their headers and parents.
    var lines: [Line] = []

    static let recordColumn = 3

    struct Tokens {
        let entity: String
        let id: Int64
        /// Nil takes the record out of the search.
        let tokens: [String]?
        /// Whether nothing can be there yet.
        let isNew: Bool
    }

    struct Rows {
        let table: RecordTable
        let id: RecordID
        let rows: [[Stored]]
        let isNew: Bool
    }

    struct Line {
        let header: RecordID
        /// The entity of the header.
        let of: String
        let entity: String
        let line: RecordID
        /// What its audit rows have in common.
        let change: RecordID
        let kind: Change.Kind
        /// Whether it is a child and not a line.
        var isChild = false
    }
    /// Records that this transaction has made: what is made for them with it is part of that.
    var made: Set<RecordID> = []

    /// A place to go back to when a change fails.
    struct Mark {
        fileprivate let audit, events, tokens, rows, lines, notices: Int
    }

    var mark: Mark {
        Mark(audit: audit.count, events: events.count, tokens: tokens.count, rows: rows.count, lines: lines.count, notices: notices.count)
    }

    /// Forgets what was noted since.
    mutating func forget(since mark: Mark) {
        audit.removeLast(audit.count - mark.audit)
        events.removeLast(events.count - mark.events)
        tokens.removeLast(tokens.count - mark.tokens)
        rows.removeLast(rows.count - mark.rows)
        lines.removeLast(lines.count - mark.lines)
        notices.removeLast(notices.count - mark.notices)
    }
}

extension Door {
    /// Called when the transaction ends, and not before: what was written inside a savepoint would go with it.
    func writeTraces() throws {
        try auditLines()
        try session.insert(traces.audit, by: SystemTables.auditInsertion)
        try session.insert(traces.events, by: SystemTables.outboxInsertion)
        for (table, entries) in Dictionary(grouping: traces.tokens, by: \.entity).sorted(by: { $0.key < $1.key }) {
            try write(entries, into: SearchTable(name: table))
        }
        try writeRows(traces.rows)
        traces = Traces()
    }

    /// One row for all lines of a header that changed, and one for all children of a kind.
    private func auditLines() throws {
        for (header, lines) in Dictionary(grouping: traces.lines, by: \.header).sorted(by: { $0.key < $1.key }) {
            for (entity, lines) in Dictionary(grouping: lines, by: \.entity).sorted(by: { $0.key < $1.key }) {
                let kind = lines[0].isChild ? LineChanges.children : LineChanges.lines
                let row = Stored.integer(try engine.ids.next(bucket: header.bucket).rawValue)
                traces.audit.append([
                    row, row, .text(lines[0].of), .integer(header.rawValue), .integer(engine.clock.now().milliseconds),
                    actor.user.map { .integer($0.rawValue) } ?? .null, actor.impersonator.map { .integer($0.rawValue) } ?? .null,
                    .text(kind), .null, .null, .text(LineChanges(entity, lines).json.text), job.map { .integer($0.rawValue) } ?? .null,
                ])
            }
        }
    }

    private func write(_ entries: [Traces.Tokens], into table: SearchTable) throws {
        var last: [Int64: Traces.Tokens] = [:], made: Set<Int64> = []
        for entry in entries {
            last[entry.id] = entry
            if entry.isNew { made.insert(entry.id) }
        }
        let new = last.values.filter { made.contains($0.id) && $0.tokens != nil }.sorted { $0.id < $1.id }
        try session.add(new.map { ($0.id, $0.tokens ?? []) }, to: table)
        for entry in last.values.sorted(by: { $0.id < $1.id }) where !made.contains(entry.id) {
            if let tokens = entry.tokens {
                try session.put(id: entry.id, tokens: tokens, into: table)
            } else {
                try session.remove(id: entry.id, from: table)
            }
        }
    }
}

extension SystemTables {
    static let auditInsertion = Insertion(
        into: audit, ["id", "change_id", "entity", "record_id", "at", "actor_id", "impersonator_id", "kind", "field", "old", "new", "job_id"])
    static let outboxInsertion = Insertion(
        into: outbox, ["id", "entity", "record_id", "version", "kind", "at", "actor_id", "fields"])
}
