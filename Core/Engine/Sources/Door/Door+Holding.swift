public import Kernel
import Store

extension Door {
    /// Keeps others from changing some records until this transaction ends, taken in the order of their ids so that two who hold the same never
    /// wait for each other. SQLite has one writer anyway.
    public func hold(_ ids: [RecordID], of entity: EntityDefinition) throws {
        guard case .postgres = engine.database.dialect, !ids.isEmpty else { return }
        _ = try session.rows("SELECT id FROM \(name: entity.table) WHERE id IN (\(SQL.list(Set(ids).sorted().map { .integer($0.rawValue) }))) ORDER BY id FOR NO KEY UPDATE")
    }
}
