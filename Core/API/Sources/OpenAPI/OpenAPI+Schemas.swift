import Engine
import Kernel

/// The shapes of what goes in and out.
extension OpenAPIDocument {
    /// What an entity's records look like when they are read, made and changed.
    func schemas(_ entity: EntityDefinition) -> [String: JSON] {
        let name = Self.schemaName(entity)
        let visible = entity.fields.filter { !$0.traits.contains(.secret) && !$0.isRetired }
        let writable = visible.filter { !$0.isReadOnly }
        let needed = writable.filter { ($0.isRequired || $0.traits.contains(.expected) || $0.isLine) && $0.standard.isNull && $0.numbering == nil }
        var schemas: [String: JSON] = [
            name: [
                "type": "object", "required": ["id", "version"],
                "properties": .object(
                    properties(visible, entity, reading: true).merging(["expanded": Self.expanded, "_actions": Self.actions]) { own, _ in own }
                        .merging(lines(of: entity, reading: true)) { own, _ in own }),
            ],
            name + "Edit": [
                "type": "object", "additionalProperties": false,
                "properties": .object(properties(writable, entity, reading: false).merging(Self.listEdits(writable, labels, entity)) { $1 }
                    .merging(lines(of: entity, reading: false)) { $1 }),
            ],
            name + "Page": Self.page(of: name),
        ]
        var create: [String: JSON] = [
            "type": "object", "additionalProperties": false,
            "properties": .object(properties(writable, entity, reading: false).merging(lines(of: entity, reading: false)) { own, _ in own }),
        ]
        if !needed.isEmpty { create["required"] = .array(needed.map { .string($0.key) }) }
        schemas[name + "Create"] = .object(create)
        for action in catalogue.actions(on: entity.name) where !action.parameters.isEmpty {
            schemas[name + "." + action.name] = schema(of: action)
        }
        return schemas
    }

    static func schemaName(_ entity: EntityDefinition) -> String { entity.name.prefix(1).uppercased() + entity.name.dropFirst() }

    /// All lines of a record in their order: as they are, or as they shall be.
    private func lines(of entity: EntityDefinition, reading: Bool) -> [String: JSON] {
        Dictionary(catalogue.lines(of: entity).filter { !$0.isRetired }.map { line in
            var members: [String: JSON] = ["type": "array", "maxItems": JSON(EntityDefinition.maximumLines), "description": .string(labels.plural(line.name))]
            if reading {
                (members["items"], members["readOnly"]) = (Self.schema(Self.schemaName(line)), true)
            } else {
                let writable = line.fields.filter { !$0.isReadOnly && !$0.isSecret && !$0.isRetired && !$0.isLine }
                let own: [String: JSON] = ["id": IDKind().jsonSchema]
                members["items"] = [
                    "type": "object", "additionalProperties": false,
                    "properties": .object(properties(writable, line, reading: false).merging(own) { $1 }),
                ]
            }
            return (line.linesKey, .object(members))
        }) { first, _ in first }
    }

    private func schema(of action: Action) -> JSON {
        let needed = action.parameters.filter(\.isRequired)
        var members: [String: JSON] = ["type": "object", "additionalProperties": false]
        members["properties"] = .object(
            Dictionary(
                action.parameters.map {
                    ($0.key, described($0, label: labels.parameter($0.key, of: action.name, on: action.entity), reading: false))
                }, uniquingKeysWith: { first, _ in first }))
        if !needed.isEmpty { members["required"] = .array(needed.map { .string($0.key) }) }
        return .object(members)
    }

    private func properties(_ fields: [FieldDefinition], _ entity: EntityDefinition, reading: Bool) -> [String: JSON] {
        Dictionary(
            fields.map { ($0.key, described($0, label: labels.field($0.key, of: entity.name), reading: reading)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// A field's schema with its label, and null where it may be empty.
    private func described(_ field: FieldDefinition, label: String, reading: Bool) -> JSON {
        var members = Self.emptiable(field.kind.jsonSchema, field.isRequired).object ?? [:]
        members["description"] = .string(label)
        if reading, field.isReadOnly { members["readOnly"] = true }
        if !reading, !field.standard.isNull { members["default"] = field.kind.json(field.standard) }
        return .object(members)
    }

    static func emptiable(_ schema: JSON, _ isRequired: Bool) -> JSON {
        guard !isRequired, var members = schema.object, !members.isEmpty else { return schema }
        guard let type = members["type"]?.string, members["enum"] == nil else { return ["anyOf": [schema, ["type": "null"]]] }
        members["type"] = [.string(type), "null"]
        return .object(members)
    }

    /// A field of several values also takes what comes in and goes out.
    private static func listEdits(_ fields: [FieldDefinition], _ labels: Labels, _ entity: EntityDefinition) -> [String: JSON] {
        let listed = fields.filter { $0.kind is ChoicesKind || $0.kind is ReferencesKind }
        return Dictionary(uniqueKeysWithValues: listed.map { field in
            let whole = field.kind.jsonSchema
            let part: JSON = ["type": "object", "additionalProperties": false, "properties": ["add": whole, "remove": whole]]
            return (field.key, ["anyOf": [whole, part, ["type": "null"]], "description": .string(labels.field(field.key, of: entity.name))])
        })
    }

    private static let expanded: JSON = [
        "type": "object", "readOnly": true,
        "additionalProperties": [
            "type": "object", "required": ["id", "title"], "properties": ["id": ["type": "string"], "title": ["type": "string"]],
        ],
    ]

    private static let actions: JSON = ["type": "array", "readOnly": true, "items": ["type": "string"]]

    private static func page(of name: String) -> JSON {
        [
            "type": "object", "required": ["data", "page"],
            "properties": [
                "data": ["type": "array", "items": schema(name)],
                "page": [
                    "type": "object", "required": ["next"],
                    "properties": ["next": ["type": ["string", "null"]], "total": ["type": "integer"]],
                ],
            ],
        ]
    }
}
