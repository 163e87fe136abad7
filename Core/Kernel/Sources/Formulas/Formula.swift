public import Foundation

/// An expression over the fields of one record: `creditLimit - creditUsed`, `if(kind = "person", name, shortName)`.
///
/// Knows numbers, "texts", fields, `+ - * /`, `= != < <= > >=`, `and or not`, and the functions of `Function`. A missing part
/// makes the whole null, as in a spreadsheet that shows a blank and not a wrong number.
public struct Formula: Sendable, Hashable {
    public let source: String
    let root: Node

    /// Reads a formula that a person wrote.
    public init(parsing source: String) throws(ValueProblem) {
        var parser = FormulaParser(source)
        self.source = source
        root = try parser.formula()
    }

    /// A formula that stands in code; a wrong one is a programmer's error that the first start shows.
    init(_ source: String) {
        do throws(ValueProblem) {
            try self.init(parsing: source)
        } catch {
            preconditionFailure("formula \(source): \(error)")
        }
    }

    indirect enum Node: Sendable, Hashable {
        case constant(Value)
        case field(String)
        case negation(Node)
        case inversion(Node)
        case operation(Sign, Node, Node)
        case call(Function, [Node])
    }

    enum Sign: String, Sendable, Hashable {
        case plus = "+", minus = "-", times = "*", over = "/"
        case equal = "=", different = "!=", less = "<", atMost = "<=", greater = ">", atLeast = ">="
        case and, or
    }

    enum Function: String, Sendable, Hashable, CaseIterable {
        /// `if(condition, then, else)`; the first that is not null; texts joined; rounded to places; days between two dates.
        case `if`, coalesce, concat, round, minimum = "min", maximum = "max", length = "len", days, year, month

        var arguments: ClosedRange<Int> {
            switch self {
            case .if: 3...3
            case .coalesce, .concat, .minimum, .maximum: 1...20
            case .round, .days: 2...2
            case .length, .year, .month: 1...1
            }
        }
    }

    /// The keys of the fields that it reads.
    public var fields: Set<String> { root.fields }

    public func value(in values: Values) -> Value { root.value(in: values) }
}

extension Formula.Node {
    var fields: Set<String> {
        switch self {
        case .constant: []
        case .field(let key): [key]
        case .negation(let node), .inversion(let node): node.fields
        case .operation(_, let left, let right): left.fields.union(right.fields)
        case .call(_, let nodes): nodes.reduce(into: []) { $0.formUnion($1.fields) }
        }
    }

    func value(in values: Values) -> Value {
        switch self {
        case .constant(let value): return value
        case .field(let key): return values[key] ?? .null
        case .negation(let node): return Self.arithmetic(.minus, .integer(0), node.value(in: values))
        case .inversion(let node):
            guard case .flag(let flag) = node.value(in: values) else { return .null }
            return .flag(!flag)
        case .operation(let sign, let left, let right):
            return Self.operation(sign, left.value(in: values), right.value(in: values))
        case .call(let function, let nodes): return Self.call(function, nodes, values)
        }
    }

    private static func operation(_ sign: Formula.Sign, _ left: Value, _ right: Value) -> Value {
        switch sign {
        case .plus, .minus, .times, .over: return arithmetic(sign, left, right)
        case .and, .or:
            guard case .flag(let first) = left, case .flag(let second) = right else { return .null }
            return .flag(sign == .and ? first && second : first || second)
        case .equal, .different:
            guard let order = left.asNumber.order(right.asNumber) else { return .flag(sign == .different) }
            return .flag((order == 0) == (sign == .equal))
        case .less, .atMost, .greater, .atLeast:
            guard let order = left.asNumber.order(right.asNumber) else { return .null }
            switch sign {
            case .less: return .flag(order < 0)
            case .atMost: return .flag(order <= 0)
            case .greater: return .flag(order > 0)
            default: return .flag(order >= 0)
            }
        }
    }

    private static func arithmetic(_ sign: Formula.Sign, _ left: Value, _ right: Value) -> Value {
        switch (left, right) {
        case (.money(let first), .money(let second)):
            guard first.currency == second.currency else { return .null }
            if sign == .over { return divided(first.amount, second.amount) }
            guard sign == .plus || sign == .minus else { return .null }
            let (units, overflow) =
                sign == .plus
                ? first.minorUnits.addingReportingOverflow(second.minorUnits)
                : first.minorUnits.subtractingReportingOverflow(second.minorUnits)
            return overflow ? .null : .money(Money(minorUnits: units, currency: first.currency))
        case (.money(let money), _):
            guard sign == .times || sign == .over, let factor = right.number else { return .null }
            guard case .decimal(let amount) = sign == .times ? finite(money.amount * factor) : divided(money.amount, factor)
            else { return .null }
            return Money(amount.rounded(scale: money.currency.places), money.currency).map(Value.money) ?? .null
        case (_, .money) where sign == .times: return arithmetic(.times, right, left)
        case (.integer(0), .money) where sign == .minus: return arithmetic(.times, right, .integer(-1))
        case (.day(let day), _) where sign == .plus || sign == .minus:
            guard let days = right.number?.units(scale: 0), (-4_000_000...4_000_000).contains(days) else { return .null }
            let number = day.number + Int(sign == .plus ? days : -days)
            return Day(number: number).number == number ? .day(Day(number: number)) : .null
        default:
            guard let first = left.number, let second = right.number else { return .null }
            switch sign {
            case .plus: return finite(first + second)
            case .minus: return finite(first - second)
            case .times: return finite(first * second)
            default: return divided(first, second)
            }
        }
    }

    private static func divided(_ left: Decimal, _ right: Decimal) -> Value {
        right.isZero ? .null : finite((left / right).rounded(scale: 10))
    }

    /// Foundation answers an overflow with NaN, which is a number that equals itself and is less than all others.
    private static func finite(_ number: Decimal) -> Value { number.isFinite ? .decimal(number) : .null }

    private static func call(_ function: Formula.Function, _ nodes: [Formula.Node], _ values: Values) -> Value {
        if function == .if {
            return nodes[0].value(in: values) == .flag(true) ? nodes[1].value(in: values) : nodes[2].value(in: values)
        }
        let arguments = nodes.map { $0.value(in: values) }
        switch function {
        case .if: return .null
        case .coalesce: return arguments.first { !$0.isEmpty } ?? .null
        case .concat:
            let text = arguments.compactMap(\.plainText).joined()
            return text.isEmpty ? .null : .text(text)
        case .round:
            guard let number = arguments[0].number, case .decimal(let places)? = arguments[1].number.map(Value.decimal),
                let scale = places.units(scale: 0), (0...10).contains(scale)
            else { return .null }
            return .decimal(number.rounded(scale: Int(scale)))
        case .minimum, .maximum:
            let given = arguments.filter { !$0.isNull }
            return given.dropFirst().reduce(given.first ?? .null) { best, next in
                guard let order = next.asNumber.order(best.asNumber) else { return .null }
                return (function == .minimum) == (order < 0) ? next : best
            }
        case .length: return arguments[0].text.map { .integer(Int64($0.count)) } ?? .null
        case .days:
            guard case .day(let first) = arguments[0], case .day(let second) = arguments[1] else { return .null }
            return .integer(Int64(second.number - first.number))
        case .year:
            guard case .day(let day) = arguments[0] else { return .null }
            return .integer(Int64(day.year))
        case .month:
            guard case .day(let day) = arguments[0] else { return .null }
            return .integer(Int64(day.month))
        }
    }
}

extension Value {
    /// An integer or a decimal as a decimal.
    public var number: Decimal? {
        switch self {
        case .integer(let number): Decimal(number)
        case .decimal(let number): number
        default: nil
        }
    }

    fileprivate var asNumber: Value { number.map(Value.decimal) ?? self }

    fileprivate var plainText: String? {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .decimal(let number): number.description
        case .day(let day): day.description
        default: nil
        }
    }
}
