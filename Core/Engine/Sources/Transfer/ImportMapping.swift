public import Kernel

/// How the columns of a file become fields of an entity.
///
/// ```yaml
/// entity: customer
/// mode: both                       # create, update, both
/// match: [externalCode]            # what tells that a row is a record we have
/// known: skip                      # refuse (the rule) or skip; where mode is create
/// columns:
///   customer_id: externalCode
///   company_name: name
///   city: address.city             # a part of a field
///   holder: {field: parent, by: externalCode}
///   remark:                        # left out
/// defaults: {kind: organisation}
/// values:
///   industry: {物流: transport}
/// children:                        # what a row brings beside its own record
///   - {entity: contact, match: [name], columns: {contact_name: name, phone: mobile}}
/// ```
/// Columns that are not named are matched by their header: a field's key, or its label in either language. Several columns of
/// one field are joined with a blank. An empty cell leaves a record's field as it is.
public struct ImportMapping: Sendable {
    public enum Mode: String, Sendable, CaseIterable { case create, update, both }

    /// Where a column goes.
    struct Target: Sendable, Hashable {
        let field: String
        let part: String?
        /// The field by which a reference is looked up; nil for its natural key.
        let by: String?
    }

    public let entity: EntityDefinition
    let mode: Mode
    let match: [String]
    /// Where only new records are made: whether a row about one that is there is passed over rather than refused.
    let skipsKnown: Bool
    /// By header; nil for a column that is left out.
    let columns: [String: Target?]
    let defaults: Values
    let replacements: [String: [String: String]]
    let children: [ImportChild]

    private static let members: Set = ["entity", "mode", "match", "known", "columns", "defaults", "values", "children"]

    public init(_ json: JSON, _ catalogue: Catalogue, for actor: Actor) throws(Invalid) {
        guard let members = json.object else { throw Invalid("mapping", .badMapping) }
        for key in members.keys.sorted() where !Self.members.contains(key) {
            throw Invalid("mapping", .unknownField, ["field": String(key.prefix(60))])
        }
        guard let name = members["entity"]?.string, let entity = catalogue[name] else { throw Invalid("entity", .badMapping) }
        guard let mode = Mode(rawValue: members["mode"]?.string ?? "create") else {
            throw Invalid("mode", .unknownOption, ["option": String((members["mode"]?.string ?? "").prefix(60))])
        }
        (self.entity, self.mode) = (entity, mode)
        match = try Self.match(members["match"] ?? [], entity)
        children = try ImportChild.list(members["children"], of: entity, catalogue, for: actor)
        if match.isEmpty, mode != .create { throw Invalid("match", .required) }
        switch members["known"] {
        case nil, "refuse"?: skipsKnown = false
        case "skip"? where mode == .create && !match.isEmpty: skipsKnown = true
        case let other: throw Invalid("known", .unknownOption, ["option": String((other?.text ?? "").prefix(60))])
        }
        var columns: [String: Target?] = [:]
        for (header, target) in members["columns"]?.object ?? [:] {
            columns.updateValue(try Self.target(target, entity, catalogue), forKey: header)
        }
        self.columns = columns
        defaults = try Input.values(members["defaults"] ?? [:], for: entity, as: actor)
        var replacements: [String: [String: String]] = [:]
        for (field, pairs) in members["values"]?.object ?? [:] {
            guard entity[field] != nil else { throw Invalid("values", .unknownField, ["field": field]) }
            replacements[field] = (pairs.object ?? [:]).compactMapValues(\.string)
        }
        self.replacements = replacements
    }

    private static func match(_ json: JSON, _ entity: EntityDefinition) throws(Invalid) -> [String] {
        let keys = json.string.map { [$0] } ?? (json.array ?? []).compactMap(\.string)
        for key in keys {
            guard let field = entity[key], field.kind.operators.contains(.equal), !field.traits.contains(.secret) else {
                throw Invalid("match", .unknownField, ["field": String(key.prefix(60))])
            }
        }
        return keys
    }

    private static func target(_ json: JSON, _ entity: EntityDefinition, _ catalogue: Catalogue) throws(Invalid) -> Target? {
        switch json {
        case .null: return nil
        case .string(let path): return try target(path: path, by: nil, entity, catalogue)
        case .object(let members):
            guard let path = members["field"]?.string else { throw Invalid("columns", .badMapping) }
            return try target(path: path, by: members["by"]?.string, entity, catalogue)
        default: throw Invalid("columns", .badMapping)
        }
    }

    static func target(path: String, by: String?, _ entity: EntityDefinition, _ catalogue: Catalogue) throws(Invalid) -> Target {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard let key = parts.first, let field = entity[key], !field.isReadOnly, !field.traits.contains(.secret),
            parts.count == 1 || field.kind.part(parts[1]) != nil
        else { throw Invalid("columns", .unknownField, ["field": String(path.prefix(60))]) }
        guard !field.isRetired else { throw Invalid(key, .retired) }
        if let by {
            let target = field.kind.referenceTarget.flatMap { catalogue[$0] }
            guard let told = target?[by], told.kind.operators.contains(.equal), !told.traits.contains(.secret) else {
                throw Invalid("columns", .unknownField, ["field": "\(key).\(by)"])
            }
        }
        return Target(field: key, part: parts.count == 2 ? parts[1] : nil, by: by)
    }
}

extension FieldKind {
    /// The entity that a field of this kind refers to, be it to one record or to several.
    var referenceTarget: String? { (self as? ReferenceKind)?.target ?? (self as? ReferencesKind)?.target }
}

extension EntityDefinition {
    /// The field by which files name a record: the first that is unique.
    var naturalKey: FieldDefinition? { fields.first { $0.traits.contains(.unique) } }
}
