import Kernel

/// Looks through the documents of a layout and finds all that no page could draw, each problem at its place: `sections.0.fields.2`.
struct LayoutCheck {
    private let entity: EntityDefinition
    private let catalogue: Catalogue
    private(set) var problems: [FieldProblem] = []

    static let most = 50

    init(_ entity: EntityDefinition, _ catalogue: Catalogue) { (self.entity, self.catalogue) = (entity, catalogue) }

    mutating func sections(_ json: JSON) {
        var keys: Set<String> = [], fields: Set<String> = []
        for (place, section) in items(json, at: "sections") {
            guard let members = members(section, at: place, known: ["key", "label", "columns", "collapsed", "fields"]) else { continue }
            if let key = text(members["key"], at: place + ".key", isRequired: true), !keys.insert(key).inserted { add(.repeated, at: place + ".key") }
            _ = text(members["label"], at: place + ".label", isRequired: false)
            if let columns = members["columns"], columns.integer != 1, columns.integer != 2 {
                add(.outOfRange, at: place + ".columns", ["min": "1", "max": "2"])
            }
            flag(members["collapsed"], at: place + ".collapsed")
            for (place, field) in items(members["fields"] ?? .null, at: place + ".fields", atMost: entity.fields.count) {
                if let key = self.field(field, at: place), !fields.insert(key).inserted { add(.repeated, at: place) }
            }
        }
    }

    /// A list of keys of fields.
    mutating func keys(_ name: String, _ json: JSON, of entity: EntityDefinition, atMost limit: Int = LayoutCheck.most) {
        var seen: Set<String> = []
        for (place, item) in items(json, at: name, atMost: limit) {
            if let key = key(item, at: place, of: entity), !seen.insert(key).inserted { add(.repeated, at: place) }
        }
    }

    mutating func related(_ json: JSON) {
        var seen: Set<[String]> = []
        for (place, item) in items(json, at: "related") {
            guard let members = members(item, at: place, known: ["entity", "field", "columns"]) else { continue }
            guard let name = text(members["entity"], at: place + ".entity", isRequired: true) else { continue }
            guard let other = catalogue[name] else {
                add(.unknownOption, at: place + ".entity", ["option": name])
                continue
            }
            if let columns = members["columns"] { keys(place + ".columns", columns, of: other) }
            guard let key = key(members["field"] ?? .null, at: place + ".field", of: other) else { continue }
            if (other[key]?.kind as? ReferenceKind)?.target != entity.name { add(.badReference, at: place + ".field") }
            if !seen.insert([name, key]).inserted { add(.repeated, at: place) }
        }
    }

    /// `"name"` or `{"key": "name", "required": true}`.
    private mutating func field(_ json: JSON, at place: String) -> String? {
        guard json.object != nil else { return key(json, at: place, of: entity) }
        guard let members = members(json, at: place, known: ["key", "required"]) else { return nil }
        flag(members["required"], at: place + ".required")
        return key(members["key"] ?? .null, at: place + ".key", of: entity)
    }

    private mutating func key(_ json: JSON, at place: String, of entity: EntityDefinition) -> String? {
        guard let key = text(json, at: place, isRequired: true) else { return nil }
        guard let field = entity[key], !field.isSecret else {
            add(.unknownField, at: place, ["field": key])
            return nil
        }
        return key
    }

    private mutating func items(_ json: JSON, at place: String, atMost limit: Int = LayoutCheck.most) -> [(place: String, item: JSON)] {
        guard let items = json.array else {
            add(.wrongType, at: place, ["expected": "list"])
            return []
        }
        guard items.count <= limit else {
            add(.tooMany, at: place, ["max": String(limit)])
            return []
        }
        return items.enumerated().map { ("\(place).\($0)", $1) }
    }

    private mutating func members(_ json: JSON, at place: String, known: Set<String>) -> [String: JSON]? {
        guard let members = json.object else {
            add(.wrongType, at: place, ["expected": "object"])
            return nil
        }
        for key in members.keys.sorted() where !known.contains(key) {
            add(.unknownField, at: "\(place).\(key.prefix(60))", ["field": String(key.prefix(60))])
        }
        return members
    }

    private mutating func text(_ json: JSON?, at place: String, isRequired: Bool) -> String? {
        guard let json, json != .null else {
            if isRequired { add(.required, at: place) }
            return nil
        }
        guard let text = json.string, !text.isEmpty else {
            add(.wrongType, at: place, ["expected": "text"])
            return nil
        }
        guard text.count <= 80 else {
            add(.tooLong, at: place, ["max": "80"])
            return nil
        }
        return text
    }

    private mutating func flag(_ json: JSON?, at place: String) {
        if let json, json.flag == nil { add(.badFlag, at: place) }
    }

    private mutating func add(_ code: ValueProblem.Code, at place: String, _ values: [String: String] = [:]) {
        problems.append(ValueProblem(code, values).on(place))
    }
}
