import Foundation
public import Kernel

/// Filters as clients write them.
///
/// `{"grade":"a"}`, `{"name":{"contains":"物流"},"createdAt":{"within":"last30Days"}}`,
/// `{"or":[{"owner.unit.name":{"startsWith":"重庆"}},{"not":{"grade":{"in":["a","vip"]}}}]}`. Members of one object are ANDed.
public struct RuleParser {
    private let entity: EntityDefinition
    private let catalogue: Catalogue
    private let actor: Actor
    private var count = 0
    /// Of the lists; each becomes a parameter, of which the engines take some thirty thousand.
    private var values = 0

    private static let maximumComparisons = 200
    private static let maximumValues = 10_000
    private static let maximumDepth = 10

    /// Every value is read by its field; a bad one is an error that names the field, never an unfiltered list.
    public static func rule(
        _ json: JSON, on entity: EntityDefinition, _ catalogue: Catalogue, for actor: Actor
    ) throws(Invalid) -> Rule {
        var parser = RuleParser(entity: entity, catalogue: catalogue, actor: actor)
        return try parser.rule(json, depth: 0)
    }

    private init(entity: EntityDefinition, catalogue: Catalogue, actor: Actor) {
        (self.entity, self.catalogue, self.actor) = (entity, catalogue, actor)
    }

    private mutating func rule(_ json: JSON, depth: Int) throws(Invalid) -> Rule {
        guard depth < Self.maximumDepth else { throw Invalid("filter", .tooDeep) }
        guard let members = json.object else { throw Invalid("filter", .badFilter) }
        var rules: [Rule] = []
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            switch key {
            case "and": rules.append(.all(try self.rules(member, depth)))
            case "or": rules.append(.any(try self.rules(member, depth)))
            case "not": rules.append(.not(try rule(member, depth: depth + 1)))
            default: rules.append(try comparisons(of: key, member))
            }
        }
        return rules.count == 1 ? rules[0] : .all(rules)
    }

    private mutating func rules(_ json: JSON, _ depth: Int) throws(Invalid) -> [Rule] {
        guard let items = json.array, !items.isEmpty else { throw Invalid("filter", .badFilter) }
        var rules: [Rule] = []
        for item in items { rules.append(try rule(item, depth: depth + 1)) }
        return rules
    }

    private mutating func comparisons(of name: String, _ json: JSON) throws(Invalid) -> Rule {
        let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let kind = try catalogue.resolve(path, from: entity, for: actor).kind
        var rules: [Rule] = []
        if case .object(let members) = json, members.keys.contains(where: { Operator(rawValue: $0) != nil }) || members.isEmpty {
            guard !members.isEmpty else { throw Invalid(name, .badFilter) }
            for (sign, operand) in members.sorted(by: { $0.key < $1.key }) {
                guard let comparison = Operator(rawValue: sign), kind.operators.contains(comparison) else {
                    throw Invalid(name, .badOperator, ["operator": String(sign.prefix(40))])
                }
                rules.append(try self.comparison(path, kind, comparison, operand))
            }
        } else if json.array != nil {
            let sign = kind.operators.contains(.any) ? Operator.any : .oneOf
            guard kind.operators.contains(sign) else { throw Invalid(name, .badOperator, ["operator": sign.rawValue]) }
            rules.append(try comparison(path, kind, sign, json))
        } else if json == .null {
            rules.append(.empty(path))
        } else {
            guard kind.operators.contains(.equal) else { throw Invalid(name, .badOperator, ["operator": "eq"]) }
            rules.append(try comparison(path, kind, .equal, json))
        }
        count += rules.count
        for case .oneOf(_, let items) in rules { values += items.count }
        for case .anyOf(_, let items) in rules { values += items.count }
        guard values <= Self.maximumValues else { throw Invalid("filter", .tooMany, ["max": String(Self.maximumValues)]) }
        guard count <= Self.maximumComparisons else { throw Invalid("filter", .tooMany, ["max": String(Self.maximumComparisons)]) }
        return rules.count == 1 ? rules[0] : .all(rules)
    }

    private func comparison(_ path: FieldPath, _ kind: any FieldKind, _ sign: Operator, _ operand: JSON) throws(Invalid) -> Rule {
        let name = path.joined(separator: ".")
        func value(_ json: JSON) throws(Invalid) -> Value {
            do throws(ValueProblem) { return try kind.parse(json) } catch { throw Invalid([error.on(name)]) }
        }
        func values() throws(Invalid) -> [Value] {
            guard let items = operand.array, items.count <= 1_000 else { throw Invalid(name, .badFilter) }
            // A kind of several values reads a whole list at once.
            if sign == .any { return try value(operand).list }
            var values: [Value] = []
            for item in items { values.append(try value(item)) }
            return values
        }
        func text() throws(Invalid) -> String {
            guard let text = operand.string, text.utf8.count <= 1_000, !text.contains("\0") else { throw Invalid(name, .wrongType, ["expected": "text"]) }
            return text.precomposed
        }
        switch sign {
        case .equal: return operand == .null ? .empty(path) : .compare(path, .equal, try value(operand))
        case .different: return operand == .null ? .not(.empty(path)) : .compare(path, .different, try value(operand))
        case .less: return .compare(path, .less, try value(operand))
        case .atMost: return .compare(path, .atMost, try value(operand))
        case .greater: return .compare(path, .greater, try value(operand))
        case .atLeast: return .compare(path, .atLeast, try value(operand))
        case .oneOf: return .oneOf(path, try values())
        case .any: return .anyOf(path, try values())
        case .between:
            let bounds = try values()
            guard bounds.count == 2 else { throw Invalid(name, .badFilter) }
            return .between(path, bounds[0], bounds[1])
        case .contains: return .contains(path, try text())
        case .startsWith: return .startsWith(path, try text())
        case .empty:
            guard let flag = operand.flag else { throw Invalid(name, .wrongType, ["expected": "flag"]) }
            return flag ? .empty(path) : .not(.empty(path))
        case .within:
            guard let period = operand.string.flatMap(Period.init) else {
                throw Invalid(name, .badPeriod, ["period": String((operand.string ?? "").prefix(40))])
            }
            return .within(path, period)
        }
    }
}

extension String {
    /// Unicode's composed form, in which all texts are kept.
    fileprivate var precomposed: String { utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping }
}
