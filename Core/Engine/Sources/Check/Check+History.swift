import Kernel
import Store

/// What was audited leads from the making of a record to what it is now.
extension Check {
    func history(_ entity: EntityDefinition) async throws -> [Finding] {
        var findings = Findings()
        var after: Int64? = 0
        while let start = after {
            let (found, last) = try await engine.database.read { session in
                try history(entity, after: start, Reader(engine: engine, catalogue: engine.catalogue, actor: .system, session: session))
            }
            findings.merge(found)
            after = last
        }
        let unmade = try await self.findings(
            .missingHistory, entity,
            """
            SELECT record.id
            FROM \(name: entity.table) AS record
            WHERE NOT EXISTS (
              SELECT 1 FROM \(name: SystemTables.audit) AS audit WHERE audit.record_id = record.id AND audit.kind = 'create')
            """)
        return unmade + findings.all
    }

    private static let batch = 500

    /// The next records, on one snapshot; and the last of them, if there are more.
    private func history(_ entity: EntityDefinition, after start: Int64, _ reader: Reader) throws -> (Findings, last: Int64?) {
        var findings = Findings()
        let batch: SQL = "SELECT id FROM \(name: entity.table) WHERE id > \(start) ORDER BY id LIMIT \(Self.batch)"
        guard let last = try reader.session.first("SELECT MAX(id) FROM (\(batch)) AS batch")?[0].integer else { return (findings, nil) }
        // Lives on the index audit_change.
        let rows: SQL = """
            SELECT audit.record_id, audit.change_id, audit.field, audit.old, audit.new
            FROM \(name: entity.table) AS record
            JOIN \(name: SystemTables.audit) AS audit ON audit.record_id = record.id
            WHERE record.id > \(start) AND record.id <= \(last) AND audit.kind = 'edit'
            ORDER BY audit.record_id
            """
        var history = RecordHistory(record: 0)
        try reader.session.forEach(rows) { row in
            if row[0].integer != history.record {
                try compare(history, entity, reader, &findings)
                history = RecordHistory(record: row[0].integer ?? 0)
            }
            history.add(row)
        }
        try compare(history, entity, reader, &findings)
        return (findings, last)
    }

    private func compare(_ history: RecordHistory, _ entity: EntityDefinition, _ reader: Reader, _ findings: inout Findings) throws {
        let id = RecordID(rawValue: history.record)
        guard !history.isEmpty, let values = try reader.values(of: entity, id) ?? reader.values(of: entity, id, deleted: true) else { return }
        // The making was the first version, and every audited change one more.
        if case .integer(let version)? = values[Common.version], history.changes.count >= version {
            findings.add(.historyDisagrees, entity.name, field: Common.version, history.record)
        }
        for (key, trail) in history.trails {
            // Computed fields also follow their children, of which no edit of this record tells.
            guard let field = entity[key], field.isAudited, !(field.kind is any ComputedKind) else { continue }
            if !trail.leads(to: Door.audited(values[key], field).text) {
                findings.add(.historyDisagrees, entity.name, field: key, history.record)
            }
        }
    }
}

extension FieldDefinition {
    /// Whether its edits leave audit rows.
    var isAudited: Bool { !traits.contains(.unaudited) && !traits.contains(.secret) }
}

/// The audited edits of one record.
private struct RecordHistory {
    let record: Int64
    private(set) var changes: Set<Int64> = []
    private(set) var trails: [String: Trail] = [:]

    init(record: Int64) { self.record = record }

    var isEmpty: Bool { changes.isEmpty }

    mutating func add(_ row: Row) {
        changes.insert(row[1].integer ?? 0)
        if let field = row[2].text { trails[field, default: Trail()].step(from: row[3].text, to: row[4].text) }
    }
}

/// The steps of one field from value to value, in any order: servers whose clocks differ may have numbered them out of turn.
private struct Trail {
    private var seen: Set<String?> = []
    /// How often a value was come to, less how often it was left.
    private var balance: [String?: Int] = [:]

    mutating func step(from old: String?, to new: String?) {
        seen.formUnion([old, new])
        for (value, weight) in [(old, -1), (new, 1)] {
            let sum = (balance[value] ?? 0) + weight
            balance[value] = sum == 0 ? nil : sum
        }
    }

    /// All values but the first and the last were left as often as they were come to; when those are the same, so were they.
    func leads(to last: String?) -> Bool {
        balance.isEmpty ? seen.contains(last) : balance[last] == 1 && balance.count == 2 && balance.values.reduce(0, +) == 0
    }
}
