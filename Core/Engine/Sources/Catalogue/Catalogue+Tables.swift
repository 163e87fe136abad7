import Kernel
import Store

extension Catalogue {
    /// The tables, columns and indexes that the entities need, beside those of the system.
    var schemaPlan: SchemaPlan {
        let tables = SystemTables.plans + modules.flatMap(\.tables) + entities.flatMap(tables)
        return SchemaPlan(
            tables: tables, searchTables: entities.filter { !$0.searched.isEmpty }.map { SearchTable(name: $0.searchTable) },
            migrations: [], unwantedIndexes: unwantedIndexes(beside: Set(tables.flatMap { $0.indexes.map(\.name) })))
    }

    /// Those of earlier releases, and of fields made at run time that were unique or indexed once and are no more.
    private func unwantedIndexes(beside wanted: Set<String>) -> [String] {
        SystemTables.formerIndexes + entities.flatMap { entity in
            entity.fields.filter { $0.traits.contains(.custom) }.flatMap { ["\(entity.table)_\($0.column)_unique", "\(entity.table)_\($0.column)"] }
        }.filter { !wanted.contains($0) }
    }

    private func tables(of entity: EntityDefinition) -> [TablePlan] {
        let columns = entity.fields.flatMap { field in
            zip(zip(field.columns, field.kind.columns), defaultValues(of: field)).map { named, value in
                let (name, column) = named
                return ColumnPlan(
                    name: name, type: column.type, isRequired: field.isRequired && field.kind.columns.count == 1,
                    defaultValue: value, references: target(of: field)?.table)
            }
        }
        return [TablePlan(name: entity.table, columns: columns, indexes: indexes(of: entity))] + links(of: entity)
    }

    /// What rows get that were there before the column was, for each column of the field.
    private func defaultValues(of field: FieldDefinition) -> [Stored?] {
        let none = field.kind.columns.map { _ in Stored?.none }
        guard field.isRequired, !field.traits.contains(.system) else { return none }
        let standard = field.kind.store(field.standard)
        if standard.contains(where: { !$0.isNull }) { return standard }
        // Only where nothing said is a value too; a date, a choice or a reference needs a standard of its own.
        return switch field.kind {
        case is TextKind, is RichTextKind: [.text("")]
        case is IntegerKind, is DecimalKind, is FlagKind, is RollUpKind: none.map { _ in .integer(0) }
        default: none
        }
    }

    private func target(of field: FieldDefinition) -> EntityDefinition? {
        (field.kind as? ReferenceKind).flatMap { self[$0.target] }
    }

    private func indexes(of entity: EntityDefinition) -> [IndexPlan] {
        var indexes: [IndexPlan] = []
        for field in entity.fields {
            // Sealed values are found by their digests.
            guard let column = field.isSealed ? field.columns.last : field.columns.first else { continue }
            let name = "\(entity.table)_\(field.column)"
            if field.traits.contains(.unique) {
                indexes.append(IndexPlan(name: name + "_unique", columns: field.isSealed ? [column] : field.columns, isUnique: true, onlyWhere: "deleted_at IS NULL"))
            } else if field.key == Common.owner || field.key == Common.unit {
                // Row scope reads by owner or unit and shows the newest first.
                indexes.append(IndexPlan(name: name, columns: [column, "created_at", "id"]))
            } else if field.traits.contains(.indexed) || (field.kind is ReferenceKind && !field.traits.contains(.system)) {
                indexes.append(IndexPlan(name: name, columns: [column, "id"]))
            }
        }
        indexes.append(IndexPlan(name: "\(entity.table)_created_at", columns: ["created_at", "id"]))
        indexes.append(IndexPlan(name: "\(entity.table)_modified_at", columns: ["modified_at", "id"]))
        return indexes
    }

    private func links(of entity: EntityDefinition) -> [TablePlan] {
        entity.fields.compactMap { field in
            guard let kind = field.kind as? ReferencesKind, let target = self[kind.target] else { return nil }
            let table = entity.linkTable(field)
            return TablePlan(
                name: table,
                columns: [
                    ColumnPlan(name: "source_id", type: .integer, isRequired: true, references: entity.table),
                    ColumnPlan(name: "target_id", type: .integer, isRequired: true, references: target.table),
                ],
                primaryKey: ["source_id", "target_id"],
                indexes: [IndexPlan(name: "\(table)_target", columns: ["target_id", "source_id"])])
        }
    }
}
