import Kernel
import Store

/// What a merge did to one record, from the audit rows that carry the id of the merge.
struct MergeTrail {
    let entity: EntityDefinition
    let id: RecordID
    /// Whether the merge made the record.
    let isMade: Bool
    let fields: [(key: String, old: String?, new: String?)]

    /// Of the next records after one, by the index audit_job.
    static func next(of merge: RecordID, after: RecordID, limit: Int, _ reader: Reader) throws -> [MergeTrail] {
        let ids = try reader.session.rows(
            """
            SELECT DISTINCT record_id FROM \(name: SystemTables.audit)
            WHERE job_id = \(merge.rawValue) AND job_id IS NOT NULL AND record_id > \(after.rawValue) ORDER BY record_id LIMIT \(limit)
            """
        ).compactMap { $0[0].integer }
        guard !ids.isEmpty else { return [] }
        let rows = try reader.session.rows(
            """
            SELECT entity, record_id, id, kind, field, old, new FROM \(name: SystemTables.audit)
            WHERE job_id = \(merge.rawValue) AND job_id IS NOT NULL AND record_id IN (\(SQL.list(ids.map(Stored.integer))))
            ORDER BY record_id, id
            """)
        return Dictionary(grouping: rows) { $0[1].integer ?? 0 }.sorted { $0.key < $1.key }.compactMap { MergeTrail($1, reader.catalogue) }
    }

    private init?(_ rows: [Row], _ catalogue: Catalogue) {
        guard let name = rows.first?[0].text, let entity = catalogue[name] else { return nil }
        (self.entity, id) = (entity, RecordID(rawValue: rows[0][1].integer ?? 0))
        isMade = rows.contains { $0[3].text == Change.Kind.create.rawValue }
        fields = Dictionary(grouping: rows.filter { $0[4].text != nil }) { $0[4].text ?? "" }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value.first?[5].text, $0.value.last?[6].text) }
    }

    /// What brings the record back to where it was, as far as nobody has decided otherwise since.
    func values(now: Values, from survivor: RecordID, to loser: RecordID, _ target: EntityDefinition) -> Values {
        var values: Values = [:]
        for (key, old, new) in fields {
            guard let field = entity[key], !field.isComputed, !field.isSealed else { continue }
            let current = now[key] ?? .null
            if field.isLinked, field.target == target.name {
                let before = Self.value(old, field).list
                guard current.list.contains(.reference(survivor)), before.contains(.reference(loser)) else { continue }
                let kept = current.list.filter { $0 != .reference(survivor) || before.contains($0) }
                values[key] = .list(kept + [.reference(loser)])
            } else if (Door.audited(current, field).text ?? nil) == new {
                values[key] = Self.value(old, field)
            }
        }
        return values
    }

    /// A value as audit rows hold it; it was one of the field's own, so no rule for new ones is asked.
    private static func value(_ text: String?, _ field: FieldDefinition) -> Value {
        guard let json = text.flatMap({ try? JSON.parse($0) }), json != .null else { return .null }
        return (try? field.kind.parse(json)) ?? .null
    }
}
