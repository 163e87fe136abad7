import Kernel

/// Records that a row brings beside its own and that belong to it: the contact of a customer, from the same line of a file.
struct ImportChild: Sendable {
    let mapping: ImportMapping
    /// The field that refers to the record of the row.
    let through: String

    private static let most = 5

    /// Reads `[{"entity": "contact", "through": "customer", "match": ["name"], "columns": {…}, "defaults": {…}}]`.
    static func list(
        _ json: JSON?, of parent: EntityDefinition, _ catalogue: Catalogue, for actor: Actor
    ) throws(Invalid) -> [ImportChild] {
        guard let json, json != .null else { return [] }
        guard let items = json.array else { throw Invalid("children", .wrongType, ["expected": "list"]) }
        guard items.count <= most else { throw Invalid("children", .tooMany, ["max": String(most)]) }
        return try items.map { item throws(Invalid) in try ImportChild(item, of: parent, catalogue, for: actor) }
    }

    private init(_ json: JSON, of parent: EntityDefinition, _ catalogue: Catalogue, for actor: Actor) throws(Invalid) {
        guard var members = json.object, members["children"] == nil else { throw Invalid("children", .badMapping) }
        let named = members.removeValue(forKey: "through")
        // Without a way to tell them apart, every row makes one; with one, those that are there get the newer values.
        if members["mode"] == nil, members["match"] != nil { members["mode"] = "both" }
        let mapping = try ImportMapping(.object(members), catalogue, for: actor)
        let through = try Self.through(named, from: mapping.entity, to: parent)
        let isThroughGiven = mapping.columns.values.contains { $0?.field == through } || mapping.defaults[through] != nil
        guard !mapping.columns.isEmpty, !isThroughGiven, !mapping.match.contains(through) else { throw Invalid("children", .badMapping) }
        (self.mapping, self.through) = (mapping, through)
    }

    /// The field that is named; else the one by which the entity is a child; else the only one that refers to the parent.
    private static func through(_ given: JSON?, from entity: EntityDefinition, to parent: EntityDefinition) throws(Invalid) -> String {
        let fields = entity.fields.filter { ($0.kind as? ReferenceKind)?.target == parent.name && !$0.isReadOnly && !$0.isRetired }
        if let given {
            guard let key = given.string, fields.contains(where: { $0.key == key }) else {
                throw Invalid("through", .unknownField, ["field": String((given.string ?? "").prefix(60))])
            }
            return key
        }
        if let key = entity.parent, fields.contains(where: { $0.key == key }) { return key }
        guard fields.count == 1 else { throw Invalid("through", .required) }
        return fields[0].key
    }
}
