import Engine
import Kernel

/// How the pages of an entity's records are laid out for whoever asks: nothing that is hidden from them, and all that was made at run time.
extension Metadata {
    func layout(_ entity: EntityDefinition) -> JSON {
        let chosen = layouts.chosen[entity.name]
        var sections = chosen.map { stored($0[\.sections].json, entity) } ?? declared(entity)
        let named = Set((chosen.map { Self.keys(in: $0[\.sections].json) } ?? entity.layout.sections.flatMap(\.fields)))
        if chosen != nil || !entity.layout.sections.isEmpty {
            // What was made after the layout must be found somewhere.
            let further = entity.fields.filter { $0.traits.contains(.custom) && !named.contains($0.key) && isShown($0, entity) }
            if !further.isEmpty { sections.append(section("more", entity, further.map { .string($0.key) })) }
        }
        return [
            "sections": .array(sections),
            "facts": .array(shown(chosen?[\.facts]?.json.array?.compactMap(\.string) ?? entity.layout.facts, entity)),
            "chips": .array(shown(chosen?[\.chips]?.json.array?.compactMap(\.string) ?? entity.layout.chips, entity)),
        ]
    }

    /// The lists of records that refer to one of this entity.
    func related(_ entity: EntityDefinition) -> JSON {
        guard let stored = layouts.chosen[entity.name]?[\.related]?.json.array else { return .array(referring(to: entity)) }
        return .array(
            stored.compactMap { item in
                guard let other = item["entity"]?.string.flatMap({ catalogue[$0] }), let field = item["field"]?.string.flatMap({ other[$0] })
                else { return nil }
                return related(other, field, columns: item["columns"]?.array?.compactMap(\.string))
            })
    }

    private func declared(_ entity: EntityDefinition) -> [JSON] {
        let sections = entity.layout.sections
        guard !sections.isEmpty else {
            let all = entity.ownFirst.filter { !$0.isSystem && isShown($0, entity) }
            return [section("main", entity, all.map { .string($0.key) })]
        }
        let named = Set(sections.flatMap(\.fields))
        let own = [Common.owner, Common.unit].filter { !named.contains($0) && entity[$0] != nil }
        let whole = sections.map { ($0.key, $0.fields) } + (own.isEmpty ? [] : [("ownership", own)])
        return whole.compactMap { key, fields in
            let fields = shown(fields, entity)
            return fields.isEmpty ? nil : section(key, entity, fields)
        }
    }

    private func stored(_ json: JSON, _ entity: EntityDefinition) -> [JSON] {
        (json.array ?? []).compactMap { item in
            let fields = (item["fields"]?.array ?? []).filter { field in
                Self.key(of: field).flatMap { entity[$0] }.map { isShown($0, entity) } ?? false
            }
            guard let key = item["key"]?.string, !fields.isEmpty else { return nil }
            return section(
                key, entity, fields, label: item["label"]?.string, columns: item["columns"] ?? 2, isCollapsed: item["collapsed"]?.flag ?? false)
        }
    }

    private func section(
        _ key: String, _ entity: EntityDefinition, _ fields: [JSON], label: String? = nil, columns: JSON = 2, isCollapsed: Bool = false
    ) -> JSON {
        [
            "key": .string(key), "label": .string(label ?? labels.section(key, of: entity.name)), "columns": columns,
            "collapsed": .flag(isCollapsed), "fields": .array(fields),
        ]
    }

    private func shown(_ keys: [String], _ entity: EntityDefinition) -> [JSON] {
        keys.filter { key in entity[key].map { isShown($0, entity) } ?? false }.map(JSON.string)
    }

    private func isShown(_ field: FieldDefinition, _ entity: EntityDefinition) -> Bool {
        !field.isSecret && !field.isRetired && permissions.right(actor, field, entity) > .hidden
    }

    /// What people make for themselves, and what hangs on records, is shown elsewhere.
    private func referring(to entity: EntityDefinition) -> [JSON] {
        catalogue.entities.filter { !$0.isOpen && !$0.isRetired && $0.header?.target != entity.name }.flatMap { other in
            other.fields.filter { !$0.isSystem && ($0.kind as? ReferenceKind)?.target == entity.name }.compactMap { related(other, $0, columns: nil) }
        }
    }

    private func related(_ other: EntityDefinition, _ field: FieldDefinition, columns: [String]?) -> JSON? {
        // By what is masked nobody filters.
        guard permissions.may(actor, .read, other), !field.isRetired, permissions.right(actor, field, other) >= .read else { return nil }
        let listed = other.ownFirst.filter { $0.traits.contains(.listed) && $0.key != field.key }.map(\.key)
        return [
            "entity": .string(other.name), "resource": .string(other.plural), "field": .string(field.key),
            "label": .string(labels.plural(other.name)), "fieldLabel": .string(labels.field(field.key, of: other.name)),
            "columns": .array(shown(columns ?? Array(listed.prefix(6)), other)),
        ]
    }

    private static func keys(in sections: JSON) -> [String] {
        (sections.array ?? []).flatMap { $0["fields"]?.array ?? [] }.compactMap(key)
    }

    /// Of `"name"` or `{"key": "name", "required": true}`.
    private static func key(of field: JSON) -> String? { field.string ?? field["key"]?.string }
}

extension EntityDefinition {
    /// What the entity is about, before whose its records are.
    fileprivate var ownFirst: [FieldDefinition] {
        let common = [Common.owner, Common.unit]
        return fields.filter { !common.contains($0.key) } + common.compactMap { self[$0] }
    }
}
