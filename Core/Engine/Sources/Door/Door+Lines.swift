public import Kernel
import Store

/// A record together with its lines, in one transaction.
extension Door {
    /// Makes a record and its lines. Who may make the one may give it the others.
    @discardableResult
    public func create(_ draft: Draft, on entity: EntityDefinition) throws -> Saved {
        let saved = try perform(.create(draft.edits.values), on: entity)
        known.insert(KnownReference(entity: entity.name, id: saved.id, isSeen: true))
        try asPart(of: saved.id) { try write(draft.lists, of: saved.id) }
        return saved
    }

    /// Changes a record's fields, and makes its lines what they shall be: those with an id are edited, those without are made, those
    /// that are missing are removed.
    public func edit(_ id: RecordID, _ draft: Draft, ifVersion version: Int64? = nil, on entity: EntityDefinition) throws {
        try edit(id, draft.edits, ifVersion: version, on: entity)
        try write(draft.lists, of: id)
    }

    private func write(_ lists: [Draft.Lines], of id: RecordID) throws {
        var problems: [FieldProblem] = []
        for list in lists { problems += try write(list, of: id) }
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    /// Returns what is wrong with the lines, as far as that can be found out together.
    private func write(_ list: Draft.Lines, of id: RecordID) throws -> [FieldProblem] {
        guard let header = list.entity.header else { return [] }
        let key = list.entity.linesKey
        let present = try places(of: list.entity, under: id)
        var seen: Set<RecordID> = [], problems: [FieldProblem] = []
        for (index, line) in list.items.enumerated() {
            guard let line = line.id else { continue }
            let problem: ValueProblem? = present[line] == nil ? ValueProblem(.notFound, ["id": line.description])
                : seen.insert(line).inserted ? nil : ValueProblem(.repeated)
            if let problem { problems += Invalid([problem.on(Common.id)]).at(key, index) }
        }
        guard problems.isEmpty else { return problems }
        for line in present.keys.sorted() where !seen.contains(line) { try perform(.delete(line), on: list.entity) }
        for (index, line) in list.items.enumerated() {
            let begun = writes, position = Value.integer(Int64(index + 1))
            do {
                if let known = line.id {
                    if line.values.isEmpty, present[known] == position { continue }
                    try perform(.edit(known, line.values.merging([Common.position: position]) { $1 }), on: list.entity)
                } else {
                    try perform(.create(line.values.merging([Common.position: position, header.key: .reference(id)]) { $1 }), on: list.entity)
                }
            } catch let invalid as Invalid {
                problems += invalid.at(key, index)
                // The database may take nothing more in this transaction.
                guard writes == begun else { return problems }
            }
        }
        return problems
    }

    /// The places of a record's lines.
    private func places(of line: EntityDefinition, under id: RecordID) throws -> [RecordID: Value] {
        var select = reader.select(line)
        let condition = try select.condition(.compare([line.header?.key ?? ""], .equal, .reference(id)) && Reader.lives(false))
        let position = try select.place([Common.position]).column
        let rows = try session.rows("SELECT t0.id, \(position) FROM \(select.tables) WHERE \(condition)")
        return Dictionary(
            rows.map { (RecordID(rawValue: $0[0].integer ?? 0), $0[1].integer.map(Value.integer) ?? .null) }, uniquingKeysWith: { first, _ in first })
    }
}

/// What a change of one line means to its header.
extension Door {
    /// The record that is itself being made, put away, brought back or removed for good: its lines are part of that.
    struct Whole {
        let id: RecordID
        /// When it was put away: its lines carry the very same time, by which they come back with it and those removed before do not.
        let deletedAt: Value?
    }

    /// Changes lines as part of what is done with their header.
    func asPart<T>(of id: RecordID, deletedAt: Value? = nil, _ body: () throws -> T) rethrows -> T {
        let outer = wholeRecord
        wholeRecord = Whole(id: id, deletedAt: deletedAt)
        defer { wholeRecord = outer }
        return try body()
    }

    func isPart(_ values: Values, _ entity: EntityDefinition) -> Bool {
        guard let wholeRecord, let header = entity.header else { return false }
        return values[header.key]?.reference == wholeRecord.id
    }

    /// Holds the header before the line, as whoever changes both does, so that two never wait for each other.
    func holdHeader(_ change: Change, _ entity: EntityDefinition) throws {
        guard let header = entity.header, let column = header.columns.first, let target = header.target.flatMap({ catalogue[$0] }) else { return }
        let id: SQL
        switch change {
        case .create(let values):
            guard let given = values[header.key]?.reference else { return }
            id = "\(given.rawValue)"
        case .edit(let line, _, _), .delete(let line, _), .restore(let line), .purge(let line):
            id = "(SELECT \(name: column) FROM \(name: entity.table) WHERE id = \(line.rawValue))"
        }
        let lock: SQL = "SELECT t0.id FROM \(name: target.table) AS t0 WHERE t0.id = \(id)"
        _ = try session.first(lock + Reader.lock)
    }

    /// Gives a new line the place after the last, and sees to it that there are not too many, and that none comes back alone.
    func place(_ after: inout Values, _ change: Change, _ entity: EntityDefinition) throws {
        guard let header = entity.header, let id = after[header.key]?.reference, change.kind == .create || change.kind == .restore else { return }
        // A list that was given whole has been counted and numbered.
        if change.kind == .create, !(after[Common.position] ?? .null).isNull { return }
        if change.kind == .restore {
            if isPart(after, entity) { return }
            guard let target = header.target.flatMap({ catalogue[$0] }), try reader.values(of: target, id) != nil else {
                throw Invalid(header.key, .notFound, ["id": id.description])
            }
        }
        let places = try places(of: entity, under: id)
        guard places.count < EntityDefinition.maximumLines else {
            throw Invalid(header.key, .tooMany, ["max": String(EntityDefinition.maximumLines)])
        }
        guard change.kind == .create else { return }
        let last: Int64 = places.values.compactMap { if case .integer(let place) = $0 { place } else { nil } }.max() ?? 0
        after[Common.position] = .integer(last + 1)
    }

    /// Tells the header that a line of it changed. Its version goes up, once in a transaction: whoever edits the record with its lines
    /// meets whoever came before.
    func tellHeader(_ change: Change, _ after: Values, audited: RecordID, _ entity: EntityDefinition) throws {
        guard let header = entity.header, change.kind != .purge, !isPart(after, entity), let line = after[Common.id]?.reference,
            let id = after[header.key]?.reference, let target = header.target.flatMap({ catalogue[$0] })
        else { return }
        let isTold = traces.lines.contains { $0.header == id && !$0.isChild }
        traces.lines.append(Traces.Line(header: id, of: target.name, entity: entity.name, line: line, change: audited, kind: change.kind))
        if !isTold, let raised = try raise(target, id) { try writeEvent(.edit(id, [:]), raised, [entity.linesKey], target) }
    }

    /// Puts away or brings back the lines of a record with it.
    func takeLinesAlong(_ change: Change, _ before: Values?, _ after: Values, _ entity: EntityDefinition) throws {
        guard change.kind == .delete || change.kind == .restore, let id = after[Common.id]?.reference else { return }
        let deletedAt = (change.kind == .delete ? after : before ?? [:])[Common.deletedAt] ?? .null
        for line in catalogue.lines(of: entity) {
            let those = change.kind == .delete ? Reader.lives(false) : .compare([Common.deletedAt], .equal, deletedAt)
            var select = reader.select(line)
            let condition = try select.condition(.compare([line.header?.key ?? ""], .equal, .reference(id)) && those)
            let rows = try session.rows("SELECT t0.id FROM \(select.tables) WHERE \(condition) ORDER BY t0.id")
            try trusting {
                try asPart(of: id, deletedAt: deletedAt) {
                    for found in rows.map({ RecordID(rawValue: $0[0].integer ?? 0) }) {
                        try perform(change.kind == .delete ? .delete(found) : .restore(found), on: line)
                    }
                }
            }
        }
    }
}
