public import Kernel
import Store

/// Which records were made one, and what was there before: a table of the engine, since it concerns records of all entities.
struct MergeEntry {
    /// How far a merge has come. While records move, in either direction, neither side of it takes part in another one.
    enum State: String { case moving, done, undoing, undone, purged }

    let id: RecordID
    let entity: String
    let survivor: RecordID
    let loser: RecordID
    let at: Instant
    let actor: RecordID?
    let state: State
    let choices: JSON
    let moves: [MergeMove]
    let undoneAt: Instant?
    let undoneBy: RecordID?
    /// Up to which record its undoing has come.
    let reached: RecordID

    static let table = "record_merge"

    /// What the survivor held before, and what it was given, by field: as personal as the records themselves, so it lies sealed.
    static let before = SealedColumn(name: "merge.before", table: table, column: "before", key: ["id"])

    /// Under which the shares of the survivor stand there; no field is called so.
    static let shares = ".shares"

    static let plans = [
        TablePlan(
            name: table,
            columns: [
                ColumnPlan(name: "id", type: .integer, isRequired: true), ColumnPlan(name: "entity", type: .text, isRequired: true),
                ColumnPlan(name: "survivor_id", type: .integer, isRequired: true), ColumnPlan(name: "loser_id", type: .integer, isRequired: true),
                ColumnPlan(name: "at", type: .integer, isRequired: true), ColumnPlan(name: "actor_id", type: .integer),
                ColumnPlan(name: "state", type: .text, isRequired: true), ColumnPlan(name: "choices", type: .text, isRequired: true),
                ColumnPlan(name: "moves", type: .text, isRequired: true), ColumnPlan(name: "before", type: .text, isRequired: true),
                ColumnPlan(name: "undone_at", type: .integer), ColumnPlan(name: "undone_by", type: .integer),
                ColumnPlan(name: "reached", type: .integer, isRequired: true, defaultValue: .integer(0)),
            ],
            primaryKey: ["id"],
            indexes: [
                IndexPlan(name: "record_merge_survivor", columns: ["survivor_id", "id"]), IndexPlan(name: "record_merge_loser", columns: ["loser_id", "id"]),
                // Nothing is merged twice at a time.
                IndexPlan(name: "record_merge_loser_unique", columns: ["loser_id"], isUnique: true, onlyWhere: "undone_at IS NULL"),
            ])
    ]

    static let columns: SQL = "id, entity, survivor_id, loser_id, at, actor_id, state, choices, moves, undone_at, undone_by, reached"

    init(_ row: Row) {
        func id(_ place: Int) -> RecordID? { row[place].integer.map(RecordID.init(rawValue:)) }
        let none = RecordID(rawValue: 0)
        (self.id, entity, survivor, loser) = (id(0) ?? none, row[1].text ?? "", id(2) ?? none, id(3) ?? none)
        (at, actor, state) = (Instant(milliseconds: row[4].integer ?? 0), id(5), State(rawValue: row[6].text ?? "") ?? .purged)
        choices = row[7].text.flatMap { try? JSON.parse($0) } ?? [:]
        moves = (row[8].text.flatMap { try? JSON.parse($0) }?.array ?? []).compactMap(MergeMove.init)
        (undoneAt, undoneBy, reached) = (row[9].integer.map { Instant(milliseconds: $0) }, id(10), id(11) ?? none)
    }
}

extension Reader {
    /// The record that one went into, at the end of the chain; nil where it is merged into none.
    public func survivor(of id: RecordID) throws -> RecordID? {
        var seen: Set<RecordID> = [id], last = id
        // By the index record_merge_loser_unique; a chain is as long as there were merges of merges.
        while let next = try mergedInto(last), seen.insert(next).inserted { last = next }
        return last == id ? nil : last
    }

    private func mergedInto(_ id: RecordID) throws -> RecordID? {
        try session.first(
            """
            SELECT survivor_id FROM \(name: MergeEntry.table)
            WHERE loser_id = \(id.rawValue) AND undone_at IS NULL AND state IN ('moving', 'done')
            """)?[0].integer.map(RecordID.init(rawValue:))
    }

    /// The records that went into one and are not back, with those that had gone into them before.
    func absorbed(by id: RecordID) throws -> [RecordID] {
        var found = [id], place = 0
        while place < found.count {
            found += try losers(of: found[place]).filter { !found.contains($0) }
            place += 1
        }
        return Array(found.dropFirst())
    }

    private func losers(of id: RecordID) throws -> [RecordID] {
        try session.rows(
            """
            SELECT loser_id FROM \(name: MergeEntry.table)
            WHERE survivor_id = \(id.rawValue) AND undone_at IS NULL AND state IN ('moving', 'done')
            ORDER BY loser_id
            """
        ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
    }

    /// Why a record is not there: it went into another one that the actor may then ask for, or it is not found.
    func missing(_ entity: EntityDefinition, _ id: RecordID) throws -> Refusal {
        guard entity.survivorship != nil, try values(of: entity, id, deleted: true) != nil, let survivor = try survivor(of: id) else {
            return .notFound(entity: entity.name, id: id.description)
        }
        return .merged(entity: entity.name, id: id, into: survivor)
    }

    func merge(_ id: RecordID, locking: Bool = false) throws -> MergeEntry? {
        let lock: SQL = locking ? .perDialect(sqlite: .empty, postgres: " FOR UPDATE") : .empty
        return try session.first("SELECT \(MergeEntry.columns) FROM \(name: MergeEntry.table) WHERE id = \(id.rawValue)" + lock).map(MergeEntry.init)
    }

    /// All merges that a record took part in, newest first.
    func mergeEntries(of id: RecordID) throws -> [MergeEntry] {
        try session.rows(
            """
            SELECT \(MergeEntry.columns) FROM \(name: MergeEntry.table)
            WHERE survivor_id = \(id.rawValue) OR loser_id = \(id.rawValue)
            ORDER BY id DESC
            LIMIT 200
            """
        ).map(MergeEntry.init)
    }
}

extension Door {
    func setMerge(_ id: RecordID, _ state: MergeEntry.State, reached: RecordID? = nil) throws {
        let place: SQL = reached.map { ", reached = \($0.rawValue)" } ?? .empty
        try session.execute("UPDATE \(name: MergeEntry.table) SET state = \(state.rawValue)\(place) WHERE id = \(id.rawValue)")
    }

    /// What is kept of a record's merges when it is removed for good or erased: that they were, and no values. What went into it may come back
    /// by itself, and go into another one.
    func forgetMerges(of id: RecordID) throws {
        try session.execute(
            """
            UPDATE \(name: MergeEntry.table)
            SET undone_at = \(engine.clock.now().milliseconds)
            WHERE survivor_id = \(id.rawValue) AND undone_at IS NULL
            """)
        try session.execute(
            """
            UPDATE \(name: MergeEntry.table)
            SET state = 'purged', before = '{}', choices = '{}'
            WHERE survivor_id = \(id.rawValue) OR loser_id = \(id.rawValue)
            """)
    }
}
