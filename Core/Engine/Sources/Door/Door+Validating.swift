import Kernel
import Store

/// The checks that need more than one value: what is required, what is fixed, what must exist. Each value alone was checked
/// by its kind when it was read.
extension Door {
    func validate(_ after: Values, _ before: Values?, _ entity: EntityDefinition) throws {
        var problems: [FieldProblem] = []
        for field in entity.fields where !field.traits.contains(.system) {
            let value = after[field.key] ?? .null
            if field.isRequired, value.isEmpty, field.numbering == nil {
                problems.append(ValueProblem(.required).on(field.key))
            }
            if let before, field.traits.contains(.fixed), value != before[field.key] ?? .null {
                problems.append(ValueProblem(.fixed).on(field.key))
            }
        }
        problems += try missingReferences(after, before, entity)
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    /// The references that lead to no living record, found with one query for all of them.
    private func missingReferences(_ after: Values, _ before: Values?, _ entity: EntityDefinition) throws -> [FieldProblem] {
        var asked: [(field: String, reference: KnownReference)] = []
        for field in entity.fields where !field.traits.contains(.system) {
            let value = after[field.key] ?? .null
            guard value != before?[field.key] ?? .null else { continue }
            let ids = (field.kind is ReferencesKind ? value.list : [value]).compactMap(\.reference)
            guard let target = (field.kind as? ReferenceKind)?.target ?? (field.kind as? ReferencesKind)?.target else { continue }
            asked += ids.map { (field.key, KnownReference(entity: target, id: $0)) }
        }
        let unknown = Set(asked.map(\.reference)).subtracting(known)
        guard !unknown.isEmpty else { return [] }
        let selects = unknown.compactMap { reference -> SQL? in
            guard let target = engine.catalogue[reference.entity] else { return nil }
            let index = asked.firstIndex { $0.reference == reference } ?? 0
            return "SELECT \(index) AS position FROM \(name: target.table) WHERE id = \(reference.id.rawValue) AND deleted_at IS NULL"
        }
        for row in try session.rows(selects.joined(by: " UNION ALL ")) {
            if let index = row[0].integer { known.insert(asked[Int(index)].reference) }
        }
        return asked.filter { !known.contains($0.reference) }
            .map { ValueProblem(.notFound, ["id": $0.reference.id.description]).on($0.field) }
    }
}
