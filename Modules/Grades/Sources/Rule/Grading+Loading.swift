import Customers
import Engine
import Kernel

extension Grading {
    /// The rules that count today, in their order, each for the customers that those before it leave. One that cannot be read any more,
    /// since a field of it is gone, is among `broken`: its customers keep what they have.
    static func all(_ reader: Reader) throws -> (sound: [Grading], broken: [String]) {
        let found = try reader.firstIDs(GradeRule.schema.definition, where: GradeRule.rule { $0.isActive == true }, limit: maximumRules)
        let today = reader.moment.today
        let rules = try found.compactMap { try reader.find(GradeRule.self, $0) }
            .filter { ($0[\.since] ?? .first) <= today && ($0[\.until] ?? .last) >= today }
            .sorted { ($0[\.priority], $0.id) < ($1[\.priority], $1.id) }
        var sound: [Grading] = [], broken: [String] = [], taken: [Rule] = []
        for rule in rules {
            let own = try scope(of: rule, reader)
            if let grading = try? Grading(rule, scope: own && !Rule.any(taken), reader.catalogue) { sound.append(grading) } else { broken.append(rule[\.title]) }
            taken.append(own)
        }
        return (sound, broken)
    }

    static let maximumRules = 200

    /// A rule that may not count yet, as if it did: for the customers that active rules before it leave.
    static func trial(_ rule: Record<GradeRule>, _ reader: Reader) throws -> Grading {
        let others = try reader.firstIDs(GradeRule.schema.definition, where: GradeRule.rule { $0.isActive == true }, limit: maximumRules)
            .compactMap { try reader.find(GradeRule.self, $0) }
            .filter { $0.id != rule.id && ($0[\.priority], $0.id) < (rule[\.priority], rule.id) }
        let taken = try others.map { try scope(of: $0, reader) }
        return try Grading(rule, scope: scope(of: rule, reader) && !Rule.any(taken), reader.catalogue)
    }

    private init(_ rule: Record<GradeRule>, scope: Rule, _ catalogue: Catalogue) throws(Invalid) {
        basis = try Basis(rule, catalogue)
        (id, title, self.scope) = (rule.id, rule[\.title], scope)
        (graceDays, authority) = (Int(rule[\.graceDays]), rule.authorities)
    }

    private static func scope(of rule: Record<GradeRule>, _ reader: Reader) throws -> Rule {
        let kinds = rule[\.kinds]
        let ofKind: Rule = kinds.isEmpty ? .always : .oneOf(["kind"], kinds.map(\.value))
        guard let unit = rule[\.scopeUnit]?.id else { return ofKind }
        return ofKind && .oneOf([Common.unit], try Units.below(unit, reader).map(Value.reference))
    }
}
