/// What the memory reading of a rule needs beside the record itself.
public struct RuleContext {
    public let moment: Moment
    /// The value at the end of a path of several steps (a reference, a part); null where a link is missing.
    let follow: (FieldPath, Values) -> Value
    /// Whether a record was shared with one of these, to be changed or only to be read.
    let isShared: (RecordID, _ with: [RecordID], _ toChange: Bool) -> Bool
    /// Whether a record of an entity meets a rule.
    let meets: (RecordID, _ of: String, Rule) -> Bool

    public init(
        moment: Moment, follow: @escaping (FieldPath, Values) -> Value,
        isShared: @escaping (RecordID, [RecordID], Bool) -> Bool = { _, _, _ in false },
        meets: @escaping (RecordID, String, Rule) -> Bool = { _, _, _ in false }
    ) {
        self.meets = meets
        self.moment = moment
        self.follow = follow
        self.isShared = isShared
    }
}

extension Rule {
    /// Whether the rule holds of a record.
    public func holds(for values: Values, in context: RuleContext) -> Bool {
        switch self {
        case .all(let rules): return rules.allSatisfy { $0.holds(for: values, in: context) }
        case .any(let rules): return rules.contains { $0.holds(for: values, in: context) }
        case .not(let rule): return !rule.holds(for: values, in: context)
        case .compare(let path, let comparison, let value):
            return Self.compare(context.value(path, values), comparison, value)
        case .oneOf(let path, let options):
            let found = context.value(path, values)
            return options.contains { Self.compare(found, .equal, $0) }
        case .between(let path, let low, let high):
            let found = context.value(path, values)
            return Self.compare(found, .atLeast, low) && Self.compare(found, .atMost, high)
        case .contains(let path, let needle):
            guard let text = context.value(path, values).text else { return false }
            return Self.folded(text).firstRange(of: Self.folded(needle)) != nil || needle.isEmpty
        case .startsWith(let path, let prefix):
            guard let text = context.value(path, values).text else { return false }
            return Self.folded(text).starts(with: Self.folded(prefix))
        case .empty(let path): return context.value(path, values).isEmpty
        case .anyOf(let path, let options):
            let items = context.value(path, values).list
            return options.contains(where: items.contains)
        case .within(let path, let period):
            switch context.value(path, values) {
            case .day(let day):
                let (first, end) = period.days(from: context.moment.today)
                return (first.map { day >= $0 } ?? true) && day < end
            case .instant(let instant):
                let (first, end) = context.moment.instants(of: period)
                return (first.map { instant >= $0 } ?? true) && instant < end
            default: return false
            }
        case .whose(let reference, let rule):
            return !(values[reference] ?? .null).isEmpty && rule.reached(by: reference).holds(for: values, in: context)
        case .names(let key, let entity, let rule):
            guard let id = context.value([key], values).reference else { return false }
            return context.meets(id, entity, rule)
        case .shared(let path, let grantees, let toChange):
            guard let id = context.value(path, values).reference else { return false }
            return context.isShared(id, grantees, toChange)
        }
    }

    private static func compare(_ found: Value, _ comparison: Comparison, _ value: Value) -> Bool {
        if value.isNull { return comparison == .equal ? found.isNull : comparison == .different && !found.isNull }
        guard !found.isNull, let order = found.order(value) else { return comparison == .different }
        return comparison.holds(order)
    }

    /// ASCII letters in lower case; the bytes of all others as they are. Both databases fold like this.
    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
    }
}

extension RuleContext {
    fileprivate func value(_ path: FieldPath, _ values: Values) -> Value {
        path.count == 1 ? values[path[0]] ?? .null : follow(path, values)
    }
}
