import Engine
import Kernel
import TestKit
import Testing

@Suite struct RuleMutationTests {
    private static let filters = [
        #"{"name":"甲"}"#, #"{"stage":["new","won"],"employees":{"gte":10,"lt":500}}"#, #"{"or":[{"memo":{"contains":"x"}},{"not":{"isOpen":true}}]}"#,
        #"{"and":[{"region.country.name":{"startsWith":"中"}},{"price":{"between":[{"amount":"1","currency":"CNY"},{"amount":"2","currency":"CNY"}]}}]}"#,
        #"{"founded":{"within":"last30Days"},"address.city":{"ne":"杭州市"},"region":null}"#, #"{"createdAt":{"lte":"2026-01-02T03:04:05Z"}}"#,
        #"{"not":{"or":[{"ratio":"1.5"},{"region":{"empty":false}}]}}"#,
    ]
    private static let tokens =
        [#""and""#, #""or""#, #""not""#, #""eq""#, #""in""#, #""empty""#, #""within""#, #""any""#, #""name""#, #""stage""#, "{}", "[]", #"{"name":"x"}"#]

    private static let words = [
        "and", "or", "not", "eq", "ne", "in", "lt", "gte", "between", "contains", "startsWith", "empty", "within", "any", "name", "stage", "memo", "price",
        "employees", "region", "region.country.name", "isOpen", "founded", "new", "won", "today", "last7Days", "2026-01-02", "1.5", "甲", "owner.name", "id",
    ]

    /// Bytes changed by chance, or one word put in the place of another, which more often gives a filter.
    private static func filter(_ random: inout SeededRandom) -> [UInt8] {
        let text = random.pick(filters)
        if random.chance(40) { return random.mutated(Array(text.utf8), tokens: tokens) }
        var pieces = text.split(separator: "\"", omittingEmptySubsequences: false)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            // Every other piece stood in quotes.
            pieces[Int.random(in: 0..<pieces.count / 2, using: &random) * 2 + 1] = Substring(random.pick(words))
        }
        return Array(pieces.joined(separator: "\"").utf8)
    }

    @Test("A damaged filter is refused or says what it says: never less, never all records")
    func mutations() throws {
        let catalogue = try Catalogue(modules: [People(), Workshop()]), firm = Firm.schema.definition
        var random = SeededRandom(20_261_122), accepted = 0
        for _ in 0..<20_000 {
            let bytes = Self.filter(&random)
            guard let json = try? JSON.parse(bytes), let rule = try? RuleParser.rule(json, on: firm, catalogue, for: .system) else { continue }
            accepted += 1
            let text = String(decoding: bytes, as: UTF8.self)

            #expect(Self.leaves(json) == rule.paths.count, "\(text) became \(rule)")
            #expect(rule != .always || json == [:], "\(text) became a filter that lets everything through")
            // No text and nothing are one to a field, and written as nothing.
            if text.contains("\"\"") { continue }
            #expect(try RuleParser.rule(Self.said(rule, firm, catalogue), on: firm, catalogue, for: .system) == rule, "\(text)")
        }
        // A fuzz that never gets through tests nothing.
        #expect(accepted > 300)
    }

    /// How many comparisons a filter holds, counted without the parser.
    private static func leaves(_ json: JSON) -> Int {
        (json.object ?? [:]).reduce(0) { sum, member in
            switch member.key {
            case "and", "or": sum + (member.value.array ?? []).map(leaves).reduce(0, +)
            case "not": sum + leaves(member.value)
            default:
                if case .object(let signs) = member.value, signs.keys.contains(where: { Operator(rawValue: $0) != nil }) { sum + signs.count } else { sum + 1 }
            }
        }
    }

    /// A rule as a client would write it.
    private static func said(_ rule: Rule, _ entity: EntityDefinition, _ catalogue: Catalogue) throws -> JSON {
        func at(_ path: FieldPath, _ sign: Operator, _ operand: JSON) -> JSON { [path.joined(separator: "."): [sign.rawValue: operand]] }
        func kind(_ path: FieldPath) throws -> any FieldKind { try kindAt(path, entity, catalogue) }
        switch rule {
        case .all(let rules): return rules.isEmpty ? [:] : ["and": .array(try rules.map { try said($0, entity, catalogue) })]
        case .any(let rules): return ["or": .array(try rules.map { try said($0, entity, catalogue) })]
        case .not(let rule): return ["not": try said(rule, entity, catalogue)]
        case .compare(let path, let comparison, let value): return at(path, sign(comparison), try kind(path).json(value))
        case .oneOf(let path, let values): return at(path, .oneOf, .array(try values.map { try kind(path).json($0) }))
        case .anyOf(let path, let values): return at(path, .any, try kind(path).json(.list(values)))
        case .between(let path, let low, let high): return at(path, .between, [try kind(path).json(low), try kind(path).json(high)])
        case .contains(let path, let text): return at(path, .contains, .string(text))
        case .startsWith(let path, let text): return at(path, .startsWith, .string(text))
        case .empty(let path): return at(path, .empty, true)
        case .within(let path, let period):
            let name = switch period {
            case .last(let days): "last\(days)Days"
            case .next(let days): "next\(days)Days"
            default: Period.names.first { Period($0) == period } ?? ""
            }
            return at(path, .within, .string(name))
        // Row scope alone says these; no filter does.
        case .whose, .shared, .names: return .null
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

    private static func kindAt(_ path: FieldPath, _ entity: EntityDefinition, _ catalogue: Catalogue) throws -> any FieldKind {
        var owner = entity
        for (index, key) in path.enumerated() {
            let field = try #require(owner[key])
            if index == path.count - 1 { return field.kind }
            if let reference = field.kind as? ReferenceKind {
                owner = try #require(catalogue[reference.target])
            } else {
                return try #require(field.kind.part(path[index + 1])?.kind)
            }
        }
        throw Invalid("", .unknownField)
    }
}
