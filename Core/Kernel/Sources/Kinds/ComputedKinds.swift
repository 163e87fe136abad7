import Foundation

/// A value that follows from other fields of the same record. It is computed when the record is written and kept in a
/// column, so that lists sort and filter by it like by any other.
public struct FormulaKind: ComputedKind {
    public let formula: Formula
    public let result: any FieldKind

    public init(_ formula: Formula, as result: any FieldKind) {
        self.formula = formula
        self.result = result
    }

    public var name: String { "formula" }
    public var details: [String: JSON] {
        ["result": .string(result.name), "formula": .string(formula.source)].merging(result.details) { own, _ in own }
    }

    /// The value in a record; null where it cannot be computed, as when a part is missing.
    public func value(in values: Values) -> Value {
        let value = formula.value(in: values)
        // A number takes the form of the result: rounded to its places, or made whole.
        let shaped: Value =
            switch (value.number, result) {
            case (let number?, let kind as DecimalKind): .decimal(number.rounded(scale: kind.places))
            case (let number?, is IntegerKind): number.rounded(scale: 0).units(scale: 0).map(Value.integer) ?? .null
            default: value
            }
        return result.store(shaped).allSatisfy(\.isNull) ? .null : shaped
    }
}

/// A count or sum over the records that refer to this one. The door keeps it true whenever one of them changes.
public struct RollUpKind: ComputedKind {
    public enum Function: String, Sendable, CaseIterable { case count, sum, minimum, maximum }

    public let function: Function
    /// The entity whose records are counted, and its field that refers to this entity.
    public let entity: String
    public let reference: String
    /// The field that is summed; nil for a count.
    public let field: String?
    public let condition: Rule
    public let result: any FieldKind

    public init(
        _ function: Function, of entity: String, by reference: String, field: String? = nil, where condition: Rule = .always,
        as result: any FieldKind = IntegerKind()
    ) {
        (self.function, self.entity, self.reference, self.field) = (function, entity, reference, field)
        (self.condition, self.result) = (condition, result)
    }

    public var name: String { "rollUp" }
    public var details: [String: JSON] {
        [
            "result": .string(result.name), "function": .string(function.rawValue), "entity": .string(entity),
            "reference": .string(reference), "field": field.map(JSON.string) ?? .null,
        ].merging(result.details) { own, _ in own }
    }
}

/// A kind whose values nobody enters; all but reading is done as its result kind does it.
public protocol ComputedKind: FieldKind {
    var result: any FieldKind { get }
}

extension ComputedKind {
    public var columns: [KindColumn] { result.columns }
    public var operators: Set<Operator> { result.operators }
    public var jsonSchema: JSON { result.jsonSchema }
    public func parse(_ json: JSON) throws(ValueProblem) -> Value { try result.parse(json) }
    public func parse(text: String) throws(ValueProblem) -> Value { try result.parse(text: text) }
    public func store(_ value: Value) -> [Stored] { result.store(value) }
    public func load(_ cells: ArraySlice<Stored>) -> Value { result.load(cells) }
    public func json(_ value: Value) -> JSON { result.json(value) }
    public func write(_ cells: ArraySlice<Stored>, to writer: inout JSONWriter) { result.write(cells, to: &writer) }
    public func text(_ value: Value) -> String { result.text(value) }
    public func part(_ name: String) -> KindPart? { result.part(name) }
}
