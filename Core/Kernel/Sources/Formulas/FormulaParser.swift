import Foundation

/// Reads the text of a formula: operators by precedence, from `or` up to a sign before a number.
struct FormulaParser {
    private enum Token: Hashable { case number(String), text(String), name(String), symbol(String) }

    private let tokens: [Token]
    private var position = 0
    private var signs = 0
    private let failure: ValueProblem

    private static let levels: [[String]] = [["or"], ["and"], ["=", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/"]]
    private static let negationLevel = 2
    private static let maximumDepth = 30
    /// A chain such as `a + b + c` is a tree as deep as it is long, and its value is found by recursion.
    private static let maximumSigns = 200

    init(_ source: String) {
        failure = ValueProblem(.badFormula, ["formula": String(source.prefix(200))])
        tokens = source.utf8.count <= 2_000 ? Self.tokens(source) ?? [] : []
    }

    mutating func formula() throws(ValueProblem) -> Formula.Node {
        let node = try operation(level: 0, depth: 0)
        guard position == tokens.count else { throw failure }
        return node
    }

    private mutating func operation(level: Int, depth: Int) throws(ValueProblem) -> Formula.Node {
        guard depth < Self.maximumDepth else { throw failure }
        guard level < Self.levels.count else { return try operand(depth: depth) }
        // As in SQL, `not kind = "person"` is the negation of the comparison.
        if level == Self.negationLevel, take("not") { return .inversion(try operation(level: level, depth: depth + 1)) }
        var left = try operation(level: level + 1, depth: depth)
        while let sign = Self.levels[level].first(where: { take($0) }).flatMap(Formula.Sign.init(rawValue:)) {
            signs += 1
            guard signs <= Self.maximumSigns else { throw failure }
            left = .operation(sign, left, try operation(level: level + 1, depth: depth))
        }
        return left
    }

    private mutating func operand(depth: Int) throws(ValueProblem) -> Formula.Node {
        guard position < tokens.count, depth < Self.maximumDepth else { throw failure }
        if take("-") { return .negation(try operand(depth: depth + 1)) }
        if take("(") {
            let node = try operation(level: 0, depth: depth + 1)
            guard take(")") else { throw failure }
            return node
        }
        defer { position += 1 }
        switch tokens[position] {
        case .number(let digits):
            guard let number = Decimal(exactly: digits) else { throw failure }
            return .constant(number.units(scale: 0).map(Value.integer) ?? .decimal(number))
        case .text(let text): return .constant(.text(text))
        case .name("true"): return .constant(.flag(true))
        case .name("false"): return .constant(.flag(false))
        case .name("null"): return .constant(.null)
        case .name("and"), .name("or"), .name("not"): throw failure
        case .name(let name):
            guard position + 1 < tokens.count, tokens[position + 1] == .symbol("(") else { return .field(name) }
            position += 2
            return try call(name, depth: depth)
        case .symbol: throw failure
        }
    }

    /// Leaves the closing bracket to be stepped over by the caller.
    private mutating func call(_ name: String, depth: Int) throws(ValueProblem) -> Formula.Node {
        guard let function = Formula.Function(rawValue: name) else { throw failure }
        var arguments: [Formula.Node] = []
        repeat {
            arguments.append(try operation(level: 0, depth: depth + 1))
        } while take(",")
        guard position < tokens.count, tokens[position] == .symbol(")"), function.arguments.contains(arguments.count) else {
            throw failure
        }
        return .call(function, arguments)
    }

    private mutating func take(_ symbol: String) -> Bool {
        guard position < tokens.count, tokens[position] == .symbol(symbol) || tokens[position] == .name(symbol) else {
            return false
        }
        position += 1
        return true
    }

    private static func tokens(_ source: String) -> [Token]? {
        var tokens: [Token] = []
        var rest = Substring(source)
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
            } else if first.isASCII, first.isNumber {
                let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
                tokens.append(.number(String(digits)))
                rest = rest[digits.endIndex...]
            } else if first.isASCII, first.isLetter || first == "_" {
                let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" }
                tokens.append(.name(String(name)))
                rest = rest[name.endIndex...]
            } else if first == "\"" {
                let body = rest.dropFirst().prefix { $0 != "\"" }
                guard body.endIndex < rest.endIndex else { return nil }
                tokens.append(.text(String(body)))
                rest = rest[rest.index(after: body.endIndex)...]
            } else if let symbol = ["!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", ","].first(where: rest.hasPrefix)
            {
                tokens.append(.symbol(symbol))
                rest = rest.dropFirst(symbol.count)
            } else {
                return nil
            }
        }
        return tokens
    }
}
