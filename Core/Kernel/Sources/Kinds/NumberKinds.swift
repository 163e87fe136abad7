public import Foundation

/// A whole number of 64 bits.
public struct IntegerKind: FieldKind {
    public let range: ClosedRange<Int64>

    public init(_ range: ClosedRange<Int64> = .min ... .max) { self.range = range }

    public var name: String { "integer" }
    public var columns: [KindColumn] { [KindColumn(.integer)] }
    public var operators: Set<Operator> { .ordered }
    public var details: [String: JSON] { ["minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)] }
    public var jsonSchema: JSON {
        ["type": "integer", "format": "int64", "minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)]
    }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard case .number(let digits) = json else { throw ValueProblem(.wrongType, ["expected": "integer"]) }
        return try parse(text: digits)
    }

    public func parse(text: String) throws(ValueProblem) -> Value {
        guard let decimal = Decimal(written: text) else { throw ValueProblem(.badNumber) }
        guard let number = decimal.units(scale: 0), range.contains(number) else {
            guard decimal.rounded(scale: 0) == decimal else { throw ValueProblem(.tooManyPlaces, ["max": "0"]) }
            throw ValueProblem(.outOfRange, ["min": String(range.lowerBound), "max": String(range.upperBound)])
        }
        return .integer(number)
    }

    public func store(_ value: Value) -> [Stored] {
        if case .integer(let number) = value { [.integer(number)] } else { [.null] }
    }
    public func load(_ cells: ArraySlice<Stored>) -> Value { cells.first?.integer.map(Value.integer) ?? .null }
    public func json(_ value: Value) -> JSON {
        if case .integer(let number) = value { JSON(number) } else { .null }
    }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        if case .integer(let number)? = cells.first { writer.integer(number) } else { writer.null() }
    }
}

/// A decimal with a fixed number of places, exact. Sent as a JSON string, since JavaScript numbers round; a number is read too.
public struct DecimalKind: FieldKind {
    public let name: String
    public let places: Int
    public let range: ClosedRange<Decimal>

    public init(places: Int = 4, range: ClosedRange<Decimal>? = nil, name: String = "decimal") {
        // The design of a custom field comes from outside; more places than these leave no room before the point.
        let places = min(max(places, 0), 12)
        self.name = name
        self.places = places
        let bound = Decimal(units: 900_000_000_000_000_000, scale: places)
        self.range = range ?? -bound...bound
    }

    /// A share in percent: 12.5 is 12.5 %.
    public static func percent(_ range: ClosedRange<Decimal> = 0...100) -> DecimalKind {
        DecimalKind(places: 2, range: range, name: "percent")
    }

    public var columns: [KindColumn] { [KindColumn(.integer)] }
    public var operators: Set<Operator> { .ordered }
    public var details: [String: JSON] {
        ["places": JSON(places), "minimum": .string(range.lowerBound.description), "maximum": .string(range.upperBound.description)]
    }
    public var jsonSchema: JSON { ["type": "string", "format": "decimal", "examples": [.string(Decimal(1).fixed(places))]] }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        switch json {
        case .number(let digits): try parse(text: digits)
        case .string(let text) where !text.isEmpty: try parse(text: text)
        default: throw ValueProblem(.wrongType, ["expected": "decimal"])
        }
    }

    public func parse(text: String) throws(ValueProblem) -> Value {
        .decimal(try Self.decimal(text, places: places, range: range))
    }

    static func decimal(_ text: String, places: Int, range: ClosedRange<Decimal>) throws(ValueProblem) -> Decimal {
        guard let decimal = Decimal(written: text) else { throw ValueProblem(.badNumber) }
        guard range.contains(decimal) else {
            throw ValueProblem(.outOfRange, ["min": range.lowerBound.description, "max": range.upperBound.description])
        }
        guard decimal.units(scale: places) != nil else { throw ValueProblem(.tooManyPlaces, ["max": String(places)]) }
        return decimal
    }

    public func store(_ value: Value) -> [Stored] {
        // Code may compute more places than the column keeps: rounded, since a value must not vanish.
        guard case .decimal(let decimal) = value, let units = decimal.rounded(scale: places).units(scale: places) else {
            return [.null]
        }
        return [.integer(units)]
    }
    public func load(_ cells: ArraySlice<Stored>) -> Value {
        cells.first?.integer.map { .decimal(Decimal(units: $0, scale: places)) } ?? .null
    }
    public func json(_ value: Value) -> JSON {
        if case .decimal(let decimal) = value { .string(decimal.fixed(places)) } else { .null }
    }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) {
        if case .integer(let units)? = cells.first { writer.string(Digits.fixed(units, scale: places)) } else { writer.null() }
    }
}

/// Yes or no.
public struct FlagKind: FieldKind {
    public init() {}

    public var name: String { "flag" }
    public var columns: [KindColumn] { [KindColumn(.integer)] }
    public var operators: Set<Operator> { [.equal, .different, .empty] }
    public var jsonSchema: JSON { ["type": "boolean"] }

    public func parse(_ json: JSON) throws(ValueProblem) -> Value {
        guard let flag = json.flag else { throw ValueProblem(.wrongType, ["expected": "flag"]) }
        return .flag(flag)
    }

    public func parse(text: String) throws(ValueProblem) -> Value {
        switch text.stripped.lowercased() {
        case "true", "yes", "y", "1", "是", "有", "对", "√": .flag(true)
        case "false", "no", "n", "0", "否", "无", "错", "×": .flag(false)
        default: throw ValueProblem(.badFlag)
        }
    }

    public func store(_ value: Value) -> [Stored] {
        if case .flag(let flag) = value { [.integer(flag ? 1 : 0)] } else { [.null] }
    }
    public func load(_ cells: ArraySlice<Stored>) -> Value { cells.first?.flag.map(Value.flag) ?? .null }
    public func json(_ value: Value) -> JSON {
        if case .flag(let flag) = value { .flag(flag) } else { .null }
    }
}
