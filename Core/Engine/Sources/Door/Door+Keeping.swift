public import Kernel
import Store

/// Values that follow from others and are kept beside the record, as roll-ups are: neither a version nor an audit row nor an event comes
/// of them, so that a million take seconds.
extension Door {
    /// Writes what a whole number, a decimal or a flag comes to, for many records at once.
    ///
    /// - Parameter key: a field that the system alone sets, that is not audited, not searched, and that no formula reads; anything else
    ///   takes the long way of a change.
    public func keep(_ key: String, of entity: EntityDefinition, _ values: [(id: RecordID, value: Value)]) throws {
        let entity = catalogue[entity.name] ?? entity
        guard let field = entity[key], field.isSystem, field.kind.columns.map(\.type) == [.integer] else { throw Invalid(key, .notAllowed) }
        guard !values.isEmpty else { return }
        let isRead = entity.computed.contains { ($0.kind as? FormulaKind)?.formula.fields.contains(key) ?? false }
        guard !field.isAudited, !field.traits.contains(.searched), !isRead, catalogue.rollUps(over: entity.name).allSatisfy({ !$0.read.contains(key) }) else {
            for (id, value) in values { try trusting { _ = try perform(.edit(id, [key: value]), on: entity) } }
            return
        }
        writes += 1
        let rows = values.map { "(\($0.id.rawValue), \(field.kind.store($0.value)[0]))" as SQL }
        // A column of nothing but NULL has no type of its own.
        try session.execute(
            """
            UPDATE \(name: entity.table)
            SET \(name: field.column) = CAST(kept.column2 AS BIGINT)
            FROM (VALUES \(rows.joined(by: ", "))) AS kept
            WHERE \(name: entity.table).id = kept.column1
            """)
    }
}
