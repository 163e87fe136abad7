import Engine
import Kernel

/// The catalogue as pages and programs read it, in one language: entities with fields, options, actions and what the caller
/// may do.
struct Metadata {
    let catalogue: Catalogue
    let labels: Labels
    let actor: Actor
    let permissions: Permissions
    let layouts: Layouts

    init(_ catalogue: Catalogue, _ language: Language, _ actor: Actor, _ permissions: Permissions, _ layouts: Layouts) {
        (self.catalogue, self.actor, self.permissions, self.layouts) = (catalogue, actor, permissions, layouts)
        labels = Labels(catalogue, language)
    }

    var json: JSON {
        [
            "language": .string(labels.language.rawValue),
            "languages": .array(Language.allCases.map { .string($0.rawValue) }),
            "entities": .array(catalogue.entities.filter { permissions.may(actor, .read, $0) }.map(entity)),
            "operators": .object(
                Dictionary(uniqueKeysWithValues: Operator.allCases.map { ($0.rawValue, .string(labels.text("operator." + $0.rawValue))) })),
            "kinds": .object(Dictionary(kinds.map { ($0, .string(labels.kind($0))) }, uniquingKeysWith: { first, _ in first })),
            "periods": .array(Period.names.map(JSON.string)),
            "limits": ["page": JSON(ListQuery.maximumLimit), "bulk": JSON(Routes.maximumBulk)],
        ]
    }

    private var kinds: [String] {
        catalogue.entities.flatMap(\.fields).map(\.kind.name) + catalogue.entities.flatMap { catalogue.actions(on: $0.name) }
            .flatMap(\.parameters).map(\.kind.name)
    }

    private func entity(_ entity: EntityDefinition) -> JSON {
        let fields = entity.fields.filter { !$0.traits.contains(.secret) && permissions.right(actor, $0, entity) > .hidden }
        return [
            "name": .string(entity.name), "resource": .string(entity.plural), "label": .string(labels.entity(entity.name)),
            "pluralLabel": .string(labels.plural(entity.name)), "icon": .string(entity.icon), "title": .string(entity.title),
            "traits": .array(entity.traits.map(\.name).sorted().map(JSON.string)),
            "lines": .array(lines(entity)), "header": entity.header.map { ["entity": .string($0.target ?? ""), "field": .string($0.key)] } ?? .null,
            "parent": entity.parent.map(JSON.string) ?? .null, "retired": .flag(entity.isRetired),
            "fields": .array(
                fields.map { field($0, label: labels.field($0.key, of: entity.name), entity.name, permissions.right(actor, $0, entity)) }),
            "actions": .array(
                catalogue.actions(on: entity.name).filter { permissions.may(actor, .act($0.name), entity) }.map { action($0) }),
            "layout": layout(entity), "related": related(entity),
            "may": .array(verbs(entity).filter { permissions.may(actor, $0, entity) }.map { .string($0.name) } + protecting(entity)),
        ]
    }

    private func lines(_ entity: EntityDefinition) -> [JSON] {
        catalogue.lines(of: entity).filter { !$0.isRetired && permissions.may(actor, .read, $0) }.map { line in
            ["entity": .string(line.name), "key": .string(line.linesKey), "maximum": JSON(EntityDefinition.maximumLines)]
        }
    }

    private func verbs(_ entity: EntityDefinition) -> [Verb] {
        let actions = catalogue.actions(on: entity.name).map { Verb.act($0.name) }
        return Verb.common + (entity.survivorship == nil ? [] : [.merge]) + actions.filter { !Verb.common.contains($0) }
    }

    /// Reports and erasing are a right that no role gives by entity.
    private func protecting(_ entity: EntityDefinition) -> [JSON] {
        entity.traits.contains(.watched) && permissions.mayProtect(actor, entity) ? ["protect"] : []
    }

    private func field(_ field: FieldDefinition, label: String, _ entity: String, _ right: FieldRight = .write) -> JSON {
        let kind = field.kind
        let isAsked = right >= .read
        var members: [String: JSON] = [
            "key": .string(field.key), "label": .string(label), "kind": .string(kind.name),
            "required": .flag((field.isRequired && field.numbering == nil) || field.traits.contains(.expected) || field.isLine),
            "readOnly": .flag(field.isReadOnly || right < .write), "right": .string(right.rawValue),
            "sortable": .flag(isAsked && kind.isSortable), "traits": .array(field.traits.compactMap(\.name).sorted().map(JSON.string)),
            "operators": .array(Operator.allCases.filter { isAsked && kind.operators.contains($0) }.map { .string($0.rawValue) }),
            "details": .object(kind.details.filter { $0.key != "options" }),
        ]
        if field.isRetired { members["retired"] = true }
        if !field.standard.isNull { members["standard"] = kind.json(field.standard) }
        if !kind.options.isEmpty {
            members["options"] = .array(
                kind.options.map { option in
                    var members: [String: JSON] = [
                        "key": .string(option.key), "label": .string(labels.option(option.key, of: field.key, entity)),
                        "colour": .string(option.colour.rawValue),
                    ]
                    if option.isRetired { members["retired"] = true }
                    if !option.under.isEmpty { members["under"] = .array(option.under.map(JSON.string)) }
                    return .object(members)
                })
        }
        return .object(members)
    }

    private func action(_ action: Action) -> JSON {
        [
            "name": .string(action.name), "label": .string(labels.action(action.name, on: action.entity)),
            "parameters": .array(
                action.parameters.map {
                    field($0, label: labels.parameter($0.key, of: action.name, on: action.entity), action.entity)
                }),
        ]
    }
}

extension Trait {
    /// The name in metadata; nil for what stays inside.
    var name: String? {
        switch self {
        case .listed: "listed"
        case .searched: "searched"
        case .unique: "unique"
        case .indexed: "indexed"
        case .personal: "personal"
        case .system: "system"
        case .fixed: "fixed"
        case .numbered: "numbered"
        case .custom: "custom"
        case .line: "line"
        case .secret, .unaudited, .expected, .retired: nil
        }
    }
}

extension EntityTrait {
    var name: String {
        switch self {
        case .owned: "owned"
        case .root: "root"
        case .child: "child"
        case .told: "told"
        case .names: "names"
        case .open: "open"
        case .administered: "administered"
        case .confined: "confined"
        case .published: "published"
        case .attached: "attached"
        case .pooled: "pooled"
        case .watched: "watched"
        case .withFiles: "withFiles"
        case .mergeable: "mergeable"
        case .custom: "custom"
        case .retired: "retired"
        }
    }
}
