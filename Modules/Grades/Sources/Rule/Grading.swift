import Customers
import Engine
import Kernel

/// A rule as it is calculated: its JSON read and checked, its customers known.
struct Grading: Sendable {
    let id: RecordID
    let title: String
    /// The customers for whom this rule counts, and no rule before it.
    let scope: Rule
    let basis: Basis
    let graceDays: Int
    let authority: [String: [RecordID]]

    enum Basis: Sendable {
        /// The first grade whose points are reached; one without a bound takes the rest.
        case points([Criterion], [(grade: String, from: Int64?)])
        /// The first grade whose condition holds; one without takes the rest.
        case conditions([(grade: String, when: Rule?)])
    }

    /// What rules set and people do not; no rule may read it.
    static let ownKeys: Set = [
        "grade", "gradeScore", "gradeFrom", "gradeUntil", "gradeOverridden", "gradeReason", "gradePending", "gradePendingSince",
    ]

    /// The keys of all grades that there are, also of those made at run time.
    static func options(_ catalogue: Catalogue) -> [String] {
        (catalogue.definition(Customer.self)["grade"]?.kind as? ChoiceKind)?.options.map(\.key) ?? []
    }
}

extension Grading.Basis {
    var criteria: [Criterion] { if case .points(let criteria, _) = self { criteria } else { [] } }

    /// From the best to the last.
    var grades: [String] {
        switch self {
        case .points(_, let grades): grades.map(\.grade)
        case .conditions(let grades): grades.map(\.grade)
        }
    }

    /// Whether a grade is worse than another, as far as this rule knows both.
    func isWorse(_ grade: String?, than other: String?) -> Bool {
        guard let other, let place = grades.firstIndex(of: other) else { return false }
        guard let grade else { return true }
        return grades.firstIndex(of: grade).map { $0 > place } ?? false
    }

    init(_ rule: Record<GradeRule>, _ catalogue: Catalogue) throws(Invalid) {
        try self.init(mode: rule[\.mode], criteria: rule[\.criteria].json, grades: rule[\.grades].json, catalogue)
    }

    init(mode: GradeRule.Mode, criteria: JSON, grades: JSON, _ catalogue: Catalogue) throws(Invalid) {
        guard let items = grades.array else { throw Invalid("grades", .wrongType, ["expected": "list"]) }
        guard !items.isEmpty else { throw Invalid("grades", .required) }
        guard items.count <= 30 else { throw Invalid("grades", .tooMany, ["max": "30"]) }
        let options = Grading.options(catalogue)
        var seen: Set<String> = []
        func grade(_ part: Part) throws(Invalid) -> String {
            let key = try part.text("grade", most: 60)
            guard options.contains(key) else { throw Invalid(part.at("grade"), .unknownOption, ["option": key]) }
            guard seen.insert(key).inserted else { throw Invalid(part.at("grade"), .repeated) }
            return key
        }
        switch mode {
        case .points:
            var thresholds: [(grade: String, from: Int64?)] = []
            for (index, item) in items.enumerated() {
                let part = try Part(item, at: "grades[\(index)]", knows: ["grade", "from"])
                let from = try part.hundredths("from", -100_000_000...100_000_000)
                if index > 0, (thresholds[index - 1].from ?? .min) <= from ?? .min { throw Invalid(part.at("from"), .notDescending) }
                thresholds.append((try grade(part), from))
            }
            self = .points(try Self.criteria(criteria, catalogue), thresholds)
        case .conditions:
            var conditions: [(grade: String, when: Rule?)] = []
            for (index, item) in items.enumerated() {
                let part = try Part(item, at: "grades[\(index)]", knows: ["grade", "when"])
                let customer = catalogue.definition(Customer.self)
                let when = part["when"] == nil ? nil : try Grading.rule(part["when"] ?? [:], on: customer, at: part.at("when"), catalogue)
                if when == nil, index < items.count - 1 { throw Invalid(part.at("when"), .required) }
                conditions.append((try grade(part), when))
            }
            self = .conditions(conditions)
        }
    }

    private static func criteria(_ json: JSON, _ catalogue: Catalogue) throws(Invalid) -> [Criterion] {
        guard let items = json.array else { throw Invalid("criteria", .wrongType, ["expected": "list"]) }
        guard !items.isEmpty else { throw Invalid("criteria", .required) }
        guard items.count <= 30 else { throw Invalid("criteria", .tooMany, ["max": "30"]) }
        var criteria: [Criterion] = []
        for (index, item) in items.enumerated() { criteria.append(try Criterion(item, at: "criteria[\(index)]", catalogue)) }
        return criteria
    }
}

extension Grading {
    /// A filter as lists have them, whose problems name the place in the rule.
    static func rule(_ json: JSON, on entity: EntityDefinition, at place: String, _ catalogue: Catalogue) throws(Invalid) -> Rule {
        let rule: Rule
        do throws(Invalid) {
            rule = try RuleParser.rule(json, on: entity, catalogue, for: .system)
        } catch {
            throw Invalid(error.problems.map { FieldProblem(field: $0.field == "filter" ? place : "\(place).\($0.field)", problem: $0.problem) })
        }
        if entity.name == Customer.name, let own = rule.paths.first(where: { $0.first.map(ownKeys.contains) ?? false }) {
            throw Invalid("\(place).\(own[0])", .unfit, ["expected": own[0]])
        }
        return rule
    }
}
