/// Any JSON document up to a size, for data that has no fields of its own.
public struct JSONKind: FieldKind {
    public let maximumBytes: Int
    /// Whose keys it lists; nil for any document.
    public let naming: Naming?

    public init(maximumBytes: Int = 65_536, naming: Naming? = nil) { (self.maximumBytes, self.naming) = (maximumBytes, naming) }

    public var name: String { "json" }
    public var columns: [KindColumn] { [KindColumn(.text)] }
    public var operators: Set<Operator> { [.empty] }
    public var details: [String: JSON] { (naming?.details ?? [:]).merging(["maximumBytes": JSON(maximumBytes)]) { $1 } }
    public var jsonSchema: JSON {
        guard naming != nil else { return [:] }
        return ["type": "array", "maxItems": JSON(Naming.maximum), "items": ["type": "string", "maxLength": JSON(Naming.maximumLength)]]
    }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard json != .null else { return .null }
        guard json.text.utf8.count <= maximumBytes else { throw ValueProblem(.tooLong, ["max": String(maximumBytes)]) }
        if naming != nil {
            guard let names = json.array, names.allSatisfy({ $0.string != nil }) else { throw ValueProblem(.wrongType, ["expected": "list"]) }
            guard names.count <= Naming.maximum else { throw ValueProblem(.tooMany, ["max": String(Naming.maximum)]) }
        }
        return .json(json)
    }
    public func parse(text: String) throws(ValueProblem) -> Value {
        guard let json = try? JSON.parse(text) else { throw ValueProblem(.wrongType, ["expected": "json"]) }
        return try parse(json)
    }

    public func store(_ value: Value) -> [Stored] {
        if case .json(let json) = value { [.text(json.text)] } else { [.null] }
    }
    public func load(_ cells: ArraySlice<Stored>) -> Value {
        guard let text = cells.first?.text, let json = try? JSON.parse(text) else { return .null }
        return .json(json)
    }
    public func json(_ value: Value) -> JSON {
        if case .json(let json) = value { json } else { .null }
    }
    public func text(_ value: Value) -> String {
        if case .json(let json) = value { json.text } else { "" }
    }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        // What is stored was written by `JSON.text`, so it is JSON as it stands.
        if case .text(let text)? = cells.first { writer.number(text) } else { writer.null() }
    }
}

/// Files that belong to a record: the record keeps who they are, their bytes lie in the file store.
public struct AttachmentsKind: FieldKind {
    public static let maximum = 50

    public init() {}

    public var name: String { "attachments" }
    public var columns: [KindColumn] { [KindColumn(.text)] }
    public var operators: Set<Operator> { [.empty] }
    public var details: [String: JSON] { ["maximum": JSON(Self.maximum)] }
    public var jsonSchema: JSON {
        [
            "type": "array", "maxItems": JSON(Self.maximum),
            "items": [
                "type": "object", "required": ["id", "name", "size", "type"], "additionalProperties": false,
                "properties": [
                    "id": ["type": "string", "pattern": "^[0-9]{1,19}$"], "name": ["type": "string", "maxLength": 255],
                    "size": ["type": "integer", "minimum": 0], "type": ["type": "string", "maxLength": 100],
                ],
            ],
        ]
    }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard let items = json.array else { throw ValueProblem(.wrongType, ["expected": "list"]) }
        guard items.count <= Self.maximum else { throw ValueProblem(.tooMany, ["max": String(Self.maximum)]) }
        for item in items {
            guard let file = item.object, file.count == 4, let id = file["id"]?.string, RecordID(id) != nil,
                let name = file["name"]?.string, Self.isFileName(name), let size = file["size"]?.integer, size >= 0,
                let type = file["type"]?.string, Self.isMediaType(type)
            else { throw ValueProblem(.badAttachment) }
        }
        return items.isEmpty ? .null : .json(json)
    }

    /// One name, no path, and nothing that ends a line of a header. By scalars: a mark behind a slash hides it from `Character`.
    private static func isFileName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count) && name != "." && name != ".."
            && name.unicodeScalars.allSatisfy { $0 != "/" && $0 != "\\" && $0.properties.generalCategory != .control }
    }

    /// `type/subtype` as RFC 6838 restricts it, without parameters.
    private static func isMediaType(_ type: String) -> Bool {
        let parts = type.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return type.utf8.count <= 100 && parts.count == 2
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isDigit || "!#$&-^_.+".utf8.contains($0) } }
    }

    public func parse(text: String) throws(ValueProblem) -> Value {
        guard let json = try? JSON.parse(text) else { throw ValueProblem(.badAttachment) }
        return try parse(json)
    }

    public func store(_ value: Value) -> [Stored] { JSONKind().store(value) }
    public func load(_ cells: ArraySlice<Stored>) -> Value { JSONKind().load(cells) }
    public func json(_ value: Value) -> JSON {
        if case .json(let json) = value { json } else { .array([]) }
    }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        // What is stored was written by `JSON.text`, so it is JSON as it stands.
        writer.number(cells.first?.text ?? "[]")
    }
    public func text(_ value: Value) -> String { JSONKind().text(value) }
}
