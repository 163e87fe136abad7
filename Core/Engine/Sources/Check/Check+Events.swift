import Kernel
import Store

/// Every event that still waits in the outbox tells of a change that was made, and that was audited.
extension Check {
    private static let batch = 500

    func events() async throws -> [Finding] {
        var findings = Findings()
        var after: Int64? = 0
        while let start = after {
            let (found, last) = try await engine.database.read { try events(after: start, $0) }
            findings.merge(found)
            after = last
        }
        return findings.all
    }

    private struct Event {
        let record: Int64, version: Int64, kind: String, fields: [String]

        init(_ row: Row) {
            (record, version, kind) = (row["record_id"].integer ?? 0, row["version"].integer ?? 0, row["kind"].text ?? "")
            fields = (row["fields"].text ?? "").split(separator: ",").map(String.init)
        }
    }

    private func events(after start: Int64, _ session: any ReadSession) throws -> (Findings, last: Int64?) {
        let rows = try session.rows(
            """
            SELECT id, entity, record_id, version, kind, fields
            FROM \(name: SystemTables.outbox)
            WHERE id > \(start)
            ORDER BY id
            LIMIT \(Self.batch)
            """)
        var findings = Findings()
        for (name, rows) in Dictionary(grouping: rows, by: { $0["entity"].text ?? "" }) {
            guard let entity = engine.catalogue[name] else { continue }
            try compare(rows.map(Event.init), entity, session, &findings)
        }
        return (findings, rows.last?["id"].integer)
    }

    private func compare(_ events: [Event], _ entity: EntityDefinition, _ session: any ReadSession, _ findings: inout Findings) throws {
        let ids = SQL.list(Set(events.map(\.record)).sorted().map(Stored.integer))
        var versions: [Int64: Int64] = [:], traces: [Int64: Set<String>] = [:]
        for row in try session.rows("SELECT id, version FROM \(name: entity.table) WHERE id IN (\(ids))") {
            versions[row[0].integer ?? 0] = row[1].integer
        }
        for row in try session.rows("SELECT DISTINCT record_id, kind, field FROM \(name: SystemTables.audit) WHERE record_id IN (\(ids))") {
            traces[row[0].integer ?? 0, default: []].insert(Self.trace(row[1].text ?? "", row[2].text))
        }
        for event in events {
            // A purge takes the older traces with it.
            guard versions[event.record] != nil || event.kind == Change.Kind.purge.rawValue else { continue }
            if let version = versions[event.record], version < event.version { findings.add(.eventAhead, entity.name, event.record) }
            if !Self.traces(of: event, entity).isSubset(of: traces[event.record] ?? []) {
                findings.add(.missingAudit, entity.name, event.record)
            }
        }
    }

    /// The audit rows that a change like this one leaves.
    private static func traces(of event: Event, _ entity: EntityDefinition) -> Set<String> {
        guard event.kind == Change.Kind.edit.rawValue else { return [trace(event.kind, nil)] }
        return Set(event.fields.filter { entity[$0]?.isAudited == true }.map { trace(event.kind, $0) })
    }

    private static func trace(_ kind: String, _ field: String?) -> String { kind + ":" + (field ?? "") }
}
