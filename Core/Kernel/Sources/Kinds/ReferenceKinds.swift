/// A link to one record of an entity.
public struct ReferenceKind: FieldKind {
    /// The name of the entity.
    public let target: String

    public init(to target: String) { self.target = target }

    public var name: String { "reference" }
    public var columns: [KindColumn] { [KindColumn(.integer, suffix: "_id")] }
    public var operators: Set<Operator> { .equality }
    public var details: [String: JSON] { ["target": .string(target)] }
    public var jsonSchema: JSON { ["type": "string", "pattern": "^[0-9]{1,19}$"] }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard let text = json.string else { throw ValueProblem(.wrongType, ["expected": "reference"]) }
        return try parse(text: text)
    }
    public func parse(text: String) throws(ValueProblem) -> Value {
        guard let id = RecordID(text) else { throw ValueProblem(.badReference) }
        return .reference(id)
    }

    public func store(_ value: Value) -> [Stored] { [value.reference.map { .integer($0.rawValue) } ?? .null] }
    public func load(_ cells: ArraySlice<Stored>) -> Value {
        cells.first?.integer.map { .reference(RecordID(rawValue: $0)) } ?? .null
    }
    public func json(_ value: Value) -> JSON { value.reference.map { .string($0.description) } ?? .null }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        if case .integer(let id)? = cells.first { writer.string(String(id)) } else { writer.null() }
    }
}

/// Links to any number of records of an entity, kept in a table of their own.
public struct ReferencesKind: FieldKind {
    public static let maximum = 1_000
    public let target: String

    public init(to target: String) { self.target = target }

    public var name: String { "references" }
    public var columns: [KindColumn] { [] }
    public var operators: Set<Operator> { .listed }
    public var details: [String: JSON] { ["target": .string(target), "maximum": JSON(Self.maximum)] }
    public var jsonSchema: JSON {
        ["type": "array", "uniqueItems": true, "maxItems": JSON(Self.maximum), "items": ReferenceKind(to: target).jsonSchema]
    }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard let items = json.array else { throw ValueProblem(.wrongType, ["expected": "list"]) }
        guard items.count <= Self.maximum else { throw ValueProblem(.tooMany, ["max": String(Self.maximum)]) }
        var ids: [Value] = []
        for item in items { ids.append(try ReferenceKind(to: target).parse(item)) }
        return try checked(ids)
    }
    public func parse(text: String) throws(ValueProblem) -> Value {
        var ids: [Value] = []
        for part in text.split(whereSeparator: { ";；| ".contains($0) }) {
            ids.append(try ReferenceKind(to: target).parse(text: String(part)))
        }
        return try checked(ids)
    }

    private func checked(_ ids: [Value]) throws(ValueProblem) -> Value {
        guard ids.count <= Self.maximum else { throw ValueProblem(.tooMany, ["max": String(Self.maximum)]) }
        guard Set(ids).count == ids.count else { throw ValueProblem(.repeated) }
        return .list(ids.sorted { ($0.reference?.rawValue ?? 0) < ($1.reference?.rawValue ?? 0) })
    }

    public func store(_ value: Value) -> [Stored] { [] }
    public func load(_ cells: ArraySlice<Stored>) -> Value { .list([]) }
    public func json(_ value: Value) -> JSON { .array(value.list.compactMap(\.reference).map { .string($0.description) }) }
    public func text(_ value: Value) -> String {
        value.list.compactMap(\.reference).map(\.description).joined(separator: ";")
    }
}

/// The id of the record itself.
public struct IDKind: FieldKind {
    public init() {}

    public var name: String { "id" }
    public var columns: [KindColumn] { [KindColumn(.integer)] }
    public var operators: Set<Operator> { .ordered }
    public var jsonSchema: JSON { ["type": "string", "pattern": "^[0-9]{1,19}$"] }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value { try ReferenceKind(to: "").parse(json) }
    public func parse(text: String) throws(ValueProblem) -> Value { try ReferenceKind(to: "").parse(text: text) }
    public func store(_ value: Value) -> [Stored] { [value.reference.map { .integer($0.rawValue) } ?? .null] }
    public func load(_ cells: ArraySlice<Stored>) -> Value { ReferenceKind(to: "").load(cells) }
    public func json(_ value: Value) -> JSON { ReferenceKind(to: "").json(value) }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) { ReferenceKind(to: "").write(cells, to: &writer) }
}
