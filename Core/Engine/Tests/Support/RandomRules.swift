import Engine
import Foundation
import Kernel
import TestKit

/// Rules by chance over the paths of an entity, each as a rule and, where clients can say it, as JSON.
struct RandomRules {
    struct Made {
        let rule: Rule
        /// Nil when only code can say it, as a comparison with a value of nothing in a list.
        let json: JSON?
    }

    struct Target {
        let path: FieldPath
        let kind: any FieldKind
        /// What occurs there, so that rules hit.
        let found: [Value]
    }

    let targets: [Target]
    let ids: [String: [RecordID]]

    func rule(_ random: inout SeededRandom, depth: Int = 0) -> Made {
        if depth < 4, random.chance(depth == 0 ? 70 : 35) {
            let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in rule(&random, depth: depth + 1) }
            switch random.pick(["and", "or", "not"]) {
            case "and": return Made(rule: .all(parts.map(\.rule)), json: Self.combined("and", parts))
            case "or": return Made(rule: .any(parts.map(\.rule)), json: Self.combined("or", parts))
            default: return Made(rule: .not(parts[0].rule), json: parts[0].json.map { ["not": $0] })
            }
        }
        return leaf(random.pick(targets), &random)
    }

    private static func combined(_ name: String, _ parts: [Made]) -> JSON? {
        let documents = parts.compactMap(\.json)
        return documents.count == parts.count ? [name: .array(documents)] : nil
    }

    private func leaf(_ target: Target, _ random: inout SeededRandom) -> Made {
        let sign = random.pick(target.kind.operators.sorted { $0.rawValue < $1.rawValue })
        let path = target.path
        var isSayable = true
        func operand() -> Value {
            if random.chance(4) {
                isSayable = false
                return .null
            }
            let value = !target.found.isEmpty && random.chance(70) ? random.pick(target.found) : random.value(of: target.kind, among: ids)
            if value.isEmpty { isSayable = false }
            return value
        }
        func said(_ rule: Rule, _ json: JSON) -> Made {
            Made(rule: rule, json: isSayable ? [path.joined(separator: "."): [sign.rawValue: json]] : nil)
        }
        func compared(_ comparison: Comparison) -> Made {
            let value = operand()
            return said(.compare(path, comparison, value), target.kind.json(value))
        }
        switch sign {
        case .equal: return random.chance(10) ? said(.compare(path, .equal, .null), nil) : compared(.equal)
        case .different: return random.chance(10) ? said(.compare(path, .different, .null), nil) : compared(.different)
        case .less: return compared(.less)
        case .atMost: return compared(.atMost)
        case .greater: return compared(.greater)
        case .atLeast: return compared(.atLeast)
        case .oneOf:
            let values = (0..<Int.random(in: 0...3, using: &random)).map { _ in operand() }
            return said(.oneOf(path, values), .array(values.map(target.kind.json)))
        case .between:
            let low = operand(), high = operand()
            return said(.between(path, low, high), .array([low, high].map(target.kind.json)))
        case .contains, .startsWith:
            let whole = random.chance(60) ? random.pick(target.found + [.text("a")]).text ?? "a" : random.word()
            let start = random.chance(50) ? 0 : Int.random(in: 0...whole.count, using: &random)
            var needle = String(whole.dropFirst(start).prefix(Int.random(in: 0...3, using: &random)))
            if random.chance(20) { needle = needle.uppercased() }
            return sign == .contains ? said(.contains(path, needle), .string(needle)) : said(.startsWith(path, needle), .string(needle))
        case .empty:
            let flag = Bool.random(using: &random)
            return said(flag ? .empty(path) : .not(.empty(path)), .flag(flag))
        case .within:
            let name = random.pick(Self.periods)
            return said(.within(path, Period(name)!), .string(name))
        case .any:
            let values = operand().list
            return said(.anyOf(path, values), target.kind.json(.list(values)))
        }
    }

    static let periods = Period.names.filter { !$0.contains("<") } + ["last7Days", "last30Days", "last366Days", "next1Days", "next90Days", "last1Days"]
}

extension Catalogue {
    /// All paths from an entity over at most so many references, with the parts of addresses.
    func paths(from entity: EntityDefinition, steps: Int = 2) -> [FieldPath] {
        entity.fields.filter { !$0.traits.contains(.secret) }.flatMap { field -> [FieldPath] in
            var paths: [FieldPath] = [[field.key]]
            if field.kind is AddressKind { paths += Address.parts.map { [field.key, $0.name] } }
            if steps > 0, let kind = field.kind as? ReferenceKind, let target = self[kind.target], kind.target != "user", kind.target != "orgUnit" {
                paths += self.paths(from: target, steps: steps - 1).map { [field.key] + $0 }
            }
            return paths
        }
    }
}
