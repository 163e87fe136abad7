import Kernel
import Store

/// Sealing again what another key sealed. No change of a record: its values, its version and its history stay as they are.
extension Door {
    /// What one step came to.
    struct Resealed: Sendable {
        var sealed = 0
        /// Values that no key of the ring opens; they are left as they lie.
        var unreadable = 0
        /// Where the next step begins; nil when there is nothing further.
        var last: RecordID?
    }

    func reseal(_ entity: EntityDefinition, after id: RecordID?, limit: Int) throws -> Resealed {
        let fields = entity.fields.filter(\.isSealed)
        guard !fields.isEmpty, let key = engine.vault.ring.keys.first else { return Resealed() }
        let prefix = "\(Vault.prefix)\(key.id)."
        let stale = fields.map { "(\(name: $0.column) IS NOT NULL AND \(name: $0.column) NOT LIKE \(prefix + "%"))" as SQL }
        let columns = fields.flatMap(\.columns).map(SQL.name)
        let rows = try session.rows(
            """
            SELECT id, \(columns.joined(by: ", "))
            FROM \(name: entity.table)
            WHERE id > \(id?.rawValue ?? 0) AND (\(stale.joined(by: " OR ")))
            ORDER BY id
            LIMIT \(limit)
            """)
        var done = Resealed()
        for row in rows {
            let id = RecordID(rawValue: row[0].integer ?? 0)
            for (index, field) in fields.enumerated() where row[1 + index * 2].text.map({ !$0.hasPrefix(prefix) }) ?? false {
                let old = row[1 + index * 2]
                guard let value = engine.vault.load([old, row[2 + index * 2]], of: field, entity, id).text else {
                    done.unreadable += 1
                    continue
                }
                let cells = try engine.vault.store(.text(value), in: field, of: entity, id)
                // Only where nobody has written the field in between.
                done.sealed += try session.execute(
                    """
                    UPDATE \(name: entity.table)
                    SET \(name: field.columns[0]) = \(cells[0]), \(name: field.columns[1]) = \(cells[1])
                    WHERE id = \(id.rawValue) AND \(name: field.columns[0]) = \(old)
                    """)
            }
            done.last = id
        }
        if rows.count < limit { done.last = nil }
        return done
    }
}
