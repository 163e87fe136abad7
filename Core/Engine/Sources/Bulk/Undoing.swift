public import Kernel
import Store

/// What stands in the audit rows of one change, or of one job, about one record: what was there before, field by field.
struct Undoing: Sendable {
    let entity: EntityDefinition
    let id: RecordID
    /// Whether it made the record, put it away or brought it back; nil where it did none of these.
    private(set) var life: Change.Kind?
    /// Whether somebody did the like since.
    private var isLifeOld = false
    private(set) var fields: [Field] = []
    /// Whether there is nothing here that could be taken back.
    var isEmpty: Bool { life == nil && fields.isEmpty }

    struct Field: Sendable {
        let key: String
        /// As audit rows hold it.
        let old: String?
        let isChangedSince: Bool
    }

    /// - Parameters:
    ///   - rows: `entity, record_id, id, kind, field, old` of one record in the order of time.
    ///   - last: the newest row of each field of the record; under an empty name that of its life.
    ///   - touched: the newest row that is somebody's doing. What the program sees to by itself, such as a grade, is nobody's work.
    fileprivate init?(_ rows: [Row], last: [String: Int64], touched: Int64, _ catalogue: Catalogue) {
        guard let first = rows.first, let name = first[0].text, let entity = catalogue[name] else { return nil }
        (self.entity, id) = (entity, RecordID(rawValue: first[1].integer ?? 0))
        let latest = rows.compactMap { $0[2].integer }.max() ?? 0
        for (key, rows) in Dictionary(grouping: rows, by: { $0[4].text ?? "" }).sorted(by: { $0.key < $1.key }) {
            let newest = rows.compactMap { $0[2].integer }.max() ?? 0
            let isChangedSince = last[key].map { $0 > newest } ?? false
            if key.isEmpty {
                life = rows.compactMap { $0[3].text.flatMap(Change.Kind.init) }.last { $0 == .create || $0 == .delete || $0 == .restore }
                // A record that somebody has worked on since is theirs as well: it stays.
                let whole = rows.contains { $0[3].text == Change.Kind.create.rawValue }
                isLifeOld = whole ? touched > latest : isChangedSince
            } else {
                fields.append(Field(key: key, old: rows[0][5].text, isChangedSince: isChangedSince))
            }
        }
    }

    /// What puts the record back where it was; nil where nothing did, or somebody decided otherwise since.
    var lifeChange: Change? {
        guard !isLifeOld else { return nil }
        return life == .delete ? .restore(id) : life == .restore || life == .create ? .delete(id) : nil
    }

    /// The fields that the actor may know of and that people set: what the program computes follows of itself.
    func openFields(to actor: Actor) -> [(definition: FieldDefinition, field: Field)] {
        fields.compactMap { field in
            guard let definition = entity[field.key], !definition.isComputed, !definition.isReadOnly,
                actor.rights.may(see: definition, of: entity)
            else { return nil }
            return (definition, field)
        }
    }

    /// The value of before, as whoever undoes may write it now.
    static func value(_ field: Field, of definition: FieldDefinition, _ entity: EntityDefinition, by actor: Actor) throws(Invalid) -> Value {
        let old = field.old.flatMap { try? JSON.parse($0) } ?? .null
        // Of what lies sealed the history knows a mask.
        if definition.isSealed, old != .null { throw Invalid(field.key, .notKept) }
        return try Input.values(.object([field.key: old]), for: entity, as: actor)[field.key] ?? .null
    }
}

extension Undoing {
    private static let columns: SQL = "entity, record_id, id, kind, field, old"
    /// Remarks are no changes that could be taken back, and a creation only as part of the job that made the record.
    private static let undoable: SQL = "kind IN ('edit', 'delete', 'restore')"
    private static let undoableOfJob: SQL = "kind IN ('create', 'edit', 'delete', 'restore')"

    /// Of one change of a record; nil where there is no such change.
    static func of(_ change: RecordID, _ id: RecordID, _ reader: Reader) throws -> Undoing? {
        let rows = try reader.session.rows(
            """
            SELECT \(columns) FROM \(name: SystemTables.audit)
            WHERE record_id = \(id.rawValue) AND change_id = \(change.rawValue) ORDER BY id
            """)
        return try undoings(rows, reader).first
    }

    /// Of the next records that a job changed, by the index audit_job.
    static func next(of job: RecordID, after: RecordID, limit: Int, _ reader: Reader) throws -> (undoings: [Undoing], reached: RecordID?) {
        let ids = try reader.session.rows(
            """
            SELECT DISTINCT record_id FROM \(name: SystemTables.audit)
            WHERE job_id = \(job.rawValue) AND job_id IS NOT NULL AND record_id > \(after.rawValue) ORDER BY record_id LIMIT \(limit)
            """
        ).compactMap { $0[0].integer }
        guard let last = ids.last else { return ([], nil) }
        let rows = try reader.session.rows(
            """
            SELECT \(columns) FROM \(name: SystemTables.audit)
            WHERE job_id = \(job.rawValue) AND job_id IS NOT NULL AND record_id IN (\(SQL.list(ids.map(Stored.integer)))) AND \(undoableOfJob)
            ORDER BY record_id, id
            """)
        return (try undoings(rows, reader), RecordID(rawValue: last))
    }

    private static func undoings(_ rows: [Row], _ reader: Reader) throws -> [Undoing] {
        let byRecord = Dictionary(grouping: rows) { $0[1].integer ?? 0 }
        guard !byRecord.isEmpty else { return [] }
        var last: [Int64: [String: Int64]] = [:], touched: [Int64: Int64] = [:]
        let newest = try reader.session.rows(
            """
            SELECT record_id, COALESCE(field, '') AS field, MAX(id), MAX(CASE WHEN actor_id IS NOT NULL THEN id END) FROM \(name: SystemTables.audit)
            WHERE record_id IN (\(SQL.list(byRecord.keys.sorted().map(Stored.integer)))) AND \(undoable)
            GROUP BY record_id, COALESCE(field, '')
            """)
        for row in newest {
            let id = row[0].integer ?? 0
            last[id, default: [:]][row[1].text ?? ""] = row[2].integer
            touched[id] = max(touched[id] ?? 0, row[3].integer ?? 0)
        }
        return byRecord.sorted { $0.key < $1.key }.compactMap { Undoing($0.value, last: last[$0.key] ?? [:], touched: touched[$0.key] ?? 0, reader.catalogue) }
    }
}

extension Door {
    /// Takes one change of a record back: puts the values of before where it stood, unless something newer stands there.
    ///
    /// - Parameter change: its id on the record's time line.
    @discardableResult
    public func undo(_ change: RecordID, of id: RecordID, on entity: EntityDefinition) throws -> Saved {
        let entity = catalogue[entity.name] ?? entity
        guard try reader.values(of: entity, id, locking: true) ?? reader.values(of: entity, id, deleted: true, locking: true) != nil else {
            throw Refusal.notFound(entity: entity.name, id: id.description)
        }
        if try isErased(id) { throw Refusal.notUndoable }
        guard let undoing = try Undoing.of(change, id, reader), undoing.entity.name == entity.name else {
            throw Invalid("change", .notFound, ["id": change.description])
        }
        // What made the record is taken back with the job that did, and not by itself.
        guard undoing.life != .create else { throw Refusal.notUndoable }
        if let change = undoing.lifeChange { return try perform(change, on: entity) }
        let open = undoing.openFields(to: actor)
        guard undoing.life == nil, !open.isEmpty else { throw Refusal.notUndoable }
        let newer = open.filter(\.field.isChangedSince).map(\.field.key)
        guard newer.isEmpty else { throw Refusal.changedSince(entity: entity.name, fields: newer) }
        var values: Values = [:], problems: [FieldProblem] = []
        for (definition, field) in open {
            do throws(Invalid) {
                values[field.key] = try Undoing.value(field, of: definition, entity, by: actor)
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return try perform(.edit(id, values), on: entity)
    }
}
