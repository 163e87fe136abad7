public import Kernel
public import Store

/// A table of a module whose rows follow from records: those of a record are always replaced together.
public struct RecordTable: Sendable {
    let insertion: Insertion
    /// The column with the id of the record.
    let record: String

    public init(_ insertion: Insertion, record: String) { (self.insertion, self.record) = (insertion, record) }
}

extension Door {
    /// Puts these rows in the place of those that the record has. Written when the transaction ends, many at a time.
    ///
    /// - Parameters:
    ///   - rows: in the order of the columns of the table's insertion; none takes the record's rows away.
    ///   - isNew: whether the record can have no rows yet.
    public func put(_ rows: [[Stored]], of id: RecordID, isNew: Bool = false, into table: RecordTable) {
        traces.rows.append(Traces.Rows(table: table, id: id, rows: rows, isNew: isNew))
    }

    func writeRows(_ entries: [Traces.Rows]) throws {
        for (_, entries) in Dictionary(grouping: entries, by: \.table.insertion.table).sorted(by: { $0.key < $1.key }) {
            let table = entries[0].table
            let last = Dictionary(entries.map { ($0.id, $0) }) { $1 }
            let made = Set(entries.lazy.filter(\.isNew).map(\.id))
            let known = last.keys.filter { !made.contains($0) }.sorted()
            for start in stride(from: 0, to: known.count, by: Self.recordsPerDeletion) {
                let ids = known[start..<min(start + Self.recordsPerDeletion, known.count)].map { Stored.integer($0.rawValue) }
                try session.execute("DELETE FROM \(name: table.insertion.table) WHERE \(name: table.record) IN (\(SQL.list(ids)))")
            }
            try session.insert(last.sorted { $0.key < $1.key }.flatMap(\.value.rows), by: table.insertion)
        }
    }

    private static let recordsPerDeletion = 500
}

extension Engine {
    /// The digests by which a sealed value is found, without opening any: that of the newest key first.
    public func digests(of value: Value, _ field: FieldDefinition, _ entity: EntityDefinition) -> [String] {
        vault.digests(of: value, field, entity).compactMap(\.text)
    }

    /// Names the key that digests are made with; another one after `guanxi keys rotate`.
    public var digestKey: String { vault.ring.keys.first?.id ?? "" }
}
