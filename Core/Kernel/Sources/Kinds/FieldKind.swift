/// What a kind of field is: how its values are read, checked, kept, compared and written.
///
/// One kind, one file. Everything generic (tables, REST, OpenAPI, lists, forms, filters, import, export) asks the kind and
/// knows none by name.
public protocol FieldKind: Sendable {
    /// The name in metadata: `text`, `money`, …
    var name: String { get }
    /// Where values are kept. Most kinds have one column; none means that the values live in a table of their own.
    var columns: [KindColumn] { get }
    /// The comparisons that a filter may ask for.
    var operators: Set<Operator> { get }
    /// What forms and clients need to know: options, bounds, target.
    var details: [String: JSON] { get }
    /// The JSON Schema of a value, for OpenAPI.
    var jsonSchema: JSON { get }

    /// Reads a value from a request and checks it. `null` never arrives here.
    func parse(_ json: JSON) throws(ValueProblem) -> Value
    /// Reads a value from a cell of a file or a query string and checks it. Empty text never arrives here.
    func parse(text: String) throws(ValueProblem) -> Value

    /// One stored value per column.
    func store(_ value: Value) -> [Stored]
    /// The value of stored cells, one per column.
    func load(_ cells: ArraySlice<Stored>) -> Value

    func json(_ value: Value) -> JSON
    /// Writes stored cells as JSON, without a value in between where the kind can.
    func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter)
    /// Text that `parse(text:)` reads back, for files.
    func text(_ value: Value) -> String
    /// A part of the value that filters can name, such as the city of an address.
    func part(_ name: String) -> KindPart?
    /// What somebody sees who may know that there is a value but not which: `138****5678`. Null where nothing of it may be seen.
    func masked(_ value: Value) -> JSON
}

/// A kind whose values are kept encrypted, beside a digest by which equal ones are found. The engine seals the first column and
/// fills the second; what `store` gives is still open.
public protocol SealedKind: FieldKind {}

/// A column of a kind: its name is the field's column plus `suffix`.
public struct KindColumn: Sendable, Hashable {
    public let suffix: String
    public let type: ColumnType

    public init(_ type: ColumnType, suffix: String = "") {
        self.suffix = suffix
        self.type = type
    }
}

/// A part of a value with a kind and a column of its own.
public struct KindPart: Sendable {
    public let kind: any FieldKind
    public let column: Int
    public let extract: @Sendable (Value) -> Value
}

/// The comparisons of filters, by their names in JSON.
public enum Operator: String, Sendable, Hashable, CaseIterable {
    case equal = "eq"
    case different = "ne"
    case less = "lt"
    case atMost = "lte"
    case greater = "gt"
    case atLeast = "gte"
    case oneOf = "in"
    case between
    case contains
    case startsWith
    case empty
    case within
    case any
}

extension Set<Operator> {
    public static var equality: Self { [.equal, .different, .oneOf, .empty] }
    public static var ordered: Self { equality.union([.less, .atMost, .greater, .atLeast, .between]) }
    public static var textual: Self { ordered.union([.contains, .startsWith]) }
    public static var dated: Self { ordered.union([.within]) }
    public static var listed: Self { [.any, .empty] }
}

extension FieldKind {
    public var details: [String: JSON] { [:] }
    public func part(_ name: String) -> KindPart? { nil }
    public func masked(_ value: Value) -> JSON { .null }

    /// Whether lists can be put in its order.
    public var isSortable: Bool {
        !(self is any SealedKind) && !operators.isDisjoint(with: [.less, .equal]) && !columns.isEmpty
    }

    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) { writer.write(json(load(cells))) }

    public func text(_ value: Value) -> String {
        switch json(value) {
        case .null: ""
        case .string(let text): text
        case .number(let digits): digits
        case let other: other.text
        }
    }
}

/// A kind whose values are one text cell and one JSON string.
public protocol TextualKind: FieldKind {
    func check(_ text: String) throws(ValueProblem) -> String
}

extension TextualKind {
    public var columns: [KindColumn] { [KindColumn(.text)] }
    public var operators: Set<Operator> { .textual }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard let text = json.string else { throw ValueProblem(.wrongType, ["expected": "text"]) }
        return try parse(text: text)
    }

    public func parse(text: String) throws(ValueProblem) -> Value {
        let checked = try check(text)
        return checked.isEmpty ? .null : .text(checked)
    }

    public func store(_ value: Value) -> [Stored] { [value.text.map(Stored.text) ?? .null] }
    public func load(_ cells: ArraySlice<Stored>) -> Value { cells.first?.text.map(Value.text) ?? .null }
    public func json(_ value: Value) -> JSON { value.text.map(JSON.string) ?? .null }

    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        if case .text(let text)? = cells.first { writer.string(text) } else { writer.null() }
    }
}
