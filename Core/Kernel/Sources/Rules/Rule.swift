/// A condition kept as data: SQL for a list, a question for a record. One rule, two readings, never two copies.
///
/// A comparison with a missing value does not hold, and its negation does: "grade is not A" is true of a record without a
/// grade. Both readings keep to that; SQL's third truth value never shows.
public indirect enum Rule: Sendable, Hashable {
    case all([Rule])
    case any([Rule])
    case not(Rule)
    case compare(FieldPath, Comparison, Value)
    case oneOf(FieldPath, [Value])
    case between(FieldPath, Value, Value)
    /// Letters of ASCII are folded; others must match as they stand.
    case contains(FieldPath, String)
    case startsWith(FieldPath, String)
    case empty(FieldPath)
    /// Of a field with several values: at least one of these.
    case anyOf(FieldPath, [Value])
    /// Of a date or a time: in a period that is counted from today.
    case within(FieldPath, Period)
    /// Of a reference: the record that it leads to meets the rule.
    case whose(String, Rule)
    /// Of the id of some record: it names one of this entity, which meets the rule. Asked where a reference could lead to any entity.
    case names(String, of: String, Rule)
    /// Of the id at the end of the path: its record was shared with one of these users or teams.
    case shared(FieldPath, with: [RecordID], toChange: Bool)

    public static let always = Rule.all([])
    public static let never = Rule.any([])

    public static func && (left: Rule, right: Rule) -> Rule {
        if left == .always { right } else if right == .always { left } else { .all([left, right]) }
    }
    public static func || (left: Rule, right: Rule) -> Rule { .any([left, right]) }
    public static prefix func ! (rule: Rule) -> Rule { .not(rule) }
}

/// The way to a field: its key, with the references before it and a part after it, as in `owner.unit.name` or
/// `address.city`.
public typealias FieldPath = [String]

public enum Comparison: Sendable, Hashable, CaseIterable {
    case equal, different, less, atMost, greater, atLeast

    /// Whether it holds of a value that lies so beside the other.
    func holds(_ order: Int) -> Bool {
        switch self {
        case .equal: order == 0
        case .different: order != 0
        case .less: order < 0
        case .atMost: order <= 0
        case .greater: order > 0
        case .atLeast: order >= 0
        }
    }
}

extension Rule {
    /// Every path that the rule reads.
    public var paths: [FieldPath] {
        switch self {
        case .all(let rules), .any(let rules): rules.flatMap(\.paths)
        case .not(let rule): rule.paths
        case .compare(let path, _, _), .oneOf(let path, _), .between(let path, _, _), .contains(let path, _),
            .startsWith(let path, _), .empty(let path), .anyOf(let path, _), .within(let path, _), .shared(let path, _, _):
            [path]
        case .whose(let reference, let rule): rule.paths.map { [reference] + $0 }
        case .names(let key, _, _): [[key]]
        }
    }

    /// The same rule, asked of the record that a reference leads to.
    func reached(by reference: String) -> Rule {
        switch self {
        case .all(let rules): .all(rules.map { $0.reached(by: reference) })
        case .any(let rules): .any(rules.map { $0.reached(by: reference) })
        case .not(let rule): .not(rule.reached(by: reference))
        case .compare(let path, let comparison, let value): .compare([reference] + path, comparison, value)
        case .oneOf(let path, let values): .oneOf([reference] + path, values)
        case .between(let path, let low, let high): .between([reference] + path, low, high)
        case .contains(let path, let needle): .contains([reference] + path, needle)
        case .startsWith(let path, let prefix): .startsWith([reference] + path, prefix)
        case .empty(let path): .empty([reference] + path)
        case .anyOf(let path, let values): .anyOf([reference] + path, values)
        case .within(let path, let period): .within([reference] + path, period)
        case .whose(let next, let rule): rule.reached(by: next).reached(by: reference)
        // What hangs on any record is no parent of anything.
        case .names: .never
        case .shared(let path, let grantees, let toChange): .shared([reference] + path, with: grantees, toChange: toChange)
        }
    }
}
