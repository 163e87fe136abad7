import Kernel

/// A filter as the security log keeps it: which fields were compared and how, with values that name no person. Choices, flags, dates, numbers
/// and references of fields that are not personal stay; words and everything personal become `…`.
struct FilterTrace {
    private let entity: EntityDefinition
    private let catalogue: Catalogue

    private static let maximumValues = 20
    private static let hidden: JSON = "…"

    init(_ entity: EntityDefinition, _ catalogue: Catalogue) { (self.entity, self.catalogue) = (entity, catalogue) }

    /// In the form of `RuleParser`; the empty object for everything.
    func json(_ rule: Rule) -> JSON {
        switch rule {
        case .all(let rules): rules.isEmpty ? [:] : ["and": .array(rules.map(json))]
        case .any(let rules): ["or": .array(rules.map(json))]
        case .not(let rule): ["not": json(rule)]
        case .compare(let path, let comparison, let value): comparing(path, Self.sign(comparison), shown(value, path))
        case .oneOf(let path, let values): comparing(path, .oneOf, list(values, path))
        case .anyOf(let path, let values): comparing(path, .any, list(values, path))
        case .between(let path, let low, let high): comparing(path, .between, [shown(low, path), shown(high, path)])
        case .contains(let path, _): comparing(path, .contains, Self.hidden)
        case .startsWith(let path, _): comparing(path, .startsWith, Self.hidden)
        case .empty(let path): comparing(path, .empty, true)
        case .within(let path, _): comparing(path, .within, Self.hidden)
        case .whose(let reference, let rule): [reference: json(rule)]
        case .names(let key, _, _): [key: Self.hidden]
        case .shared(let path, _, _): [path.joined(separator: "."): Self.hidden]
        }
    }

    private func comparing(_ path: FieldPath, _ sign: Operator, _ operand: JSON) -> JSON {
        [path.joined(separator: "."): [sign.rawValue: operand]]
    }

    private func list(_ values: [Value], _ path: FieldPath) -> JSON {
        let some = values.prefix(Self.maximumValues).map { shown($0, path) }
        return .array(values.count > some.count ? some + [.string("… \(values.count)")] : some)
    }

    private func shown(_ value: Value, _ path: FieldPath) -> JSON {
        guard let field = try? catalogue.resolve([path[0]], from: entity).field, !field.traits.contains(.personal), !field.isSealed,
            path.count == 1
        else { return Self.hidden }
        switch value {
        case .text where !(field.kind is ChoiceKind || field.kind is ChoicesKind): return Self.hidden
        case .text(let text): return .string(text)
        case .reference(let id): return .string(id.description)
        case .address, .json, .list: return Self.hidden
        default: return field.kind.json(value)
        }
    }

    private static func sign(_ comparison: Comparison) -> Operator {
        switch comparison {
        case .equal: .equal
        case .different: .different
        case .less: .less
        case .atMost: .atMost
        case .greater: .greater
        case .atLeast: .atLeast
        }
    }
}
