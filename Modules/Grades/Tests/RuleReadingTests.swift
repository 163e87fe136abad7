import Customers
import Engine
import Kernel
import Testing

@testable import Grades

@Suite struct RuleReadingTests {
    private let catalogue: Catalogue

    init() throws { catalogue = try Catalogue(modules: Engine.ownModules + [Customers(), Grades()]) }

    private static let grades: JSON = [["grade": "a", "from": "10"], ["grade": "c"]]

    private func problems(_ criteria: JSON, _ grades: JSON = grades, _ mode: GradeRule.Mode = .points) -> [String] {
        do throws(Invalid) {
            _ = try Grading.Basis(mode: mode, criteria: criteria, grades: grades, catalogue)
            return []
        } catch {
            return error.problems.map { "\($0.field):\($0.problem.code.rawValue)" }
        }
    }

    private func value(_ value: JSON, _ points: JSON = ["filled": "1"]) -> JSON { [["name": "项", "value": value, "points": points]] }

    @Test("The prepared rule can be read")
    func prepared() {
        #expect(problems(Company.byEmployees, Company.steps) == [])
    }

    @Test("What is wrong with a criterion is told with its place", arguments: [
        (["field": "nobody"], ["filled": "1"], "criteria[0].value.field:unknownField"),
        (["field": "grade"], ["filled": "1"], "criteria[0].value.field:unfit"),
        (["field": "identityNumber"], ["filled": "1"], "criteria[0].value.field:unfit"),
        (["field": "name"], ["bands": [["from": "1", "points": "1"]]], "criteria[0].points.bands:unfit"),
        (["field": "employees"], ["bands": [["from": "viel", "points": "1"]]], "criteria[0].points.bands[0].from:badNumber"),
        (["field": "employees"], ["bands": [["from": "1", "points": "1"], ["from": "1", "points": "2"]]], "criteria[0].points.bands:repeated"),
        (["field": "employees"], ["bands": [["from": "1", "points": "1.234"]]], "criteria[0].points.bands[0].points:tooManyPlaces"),
        (["field": "employees"], ["bands": [["from": "1", "points": "1", "to": "2"]]], "criteria[0].points.bands[0]:unknownPart"),
        (["field": "employees"], ["linear": ["from": "5", "to": "5", "points": "1"]], "criteria[0].points.linear.to:outOfOrder"),
        (["field": "annualRevenue"], ["linear": ["from": "0", "to": "900000000000", "points": "1"]], "criteria[0].points.linear.to:outOfRange"),
        (["field": "creditRating"], ["options": ["aaaa": "1"]], "criteria[0].points.options:unknownPart"),
        (["field": "employees"], ["options": ["1": "1"]], "criteria[0].points.options:unfit"),
        (["filled": []], ["filled": "1"], "criteria[0].value.filled:required"),
        (["filled": ["mail", "mail"]], ["filled": "1"], "criteria[0].value.filled:repeated"),
        (["since": "employees", "unit": "days"], ["filled": "1"], "criteria[0].value.since:wrongType"),
        (["since": "birthday", "unit": "weeks"], ["filled": "1"], "criteria[0].value.unit:unknownOption"),
        (["over": "policy", "by": "customer", "function": "count"], ["filled": "1"], "criteria[0].value.over:unknownOption"),
        (["over": "contact", "by": "tags", "function": "count"], ["filled": "1"], "criteria[0].value.by:unfit"),
        (["over": "contact", "by": "name", "function": "count"], ["filled": "1"], "criteria[0].value.by:badReference"),
        (["over": "contact", "by": "customer", "function": "sum", "field": "name"], ["filled": "1"], "criteria[0].value.field:wrongType"),
        (["over": "contact", "by": "customer", "function": "count", "days": "0"], ["filled": "1"], "criteria[0].value.days:outOfRange"),
        (["over": "contact", "by": "customer", "function": "count", "filter": ["nobody": 1]], ["filled": "1"], "criteria[0].value.filter.nobody:unknownField"),
        (["field": "mail", "over": "contact", "since": "birthday"], ["filled": "1"], "criteria[0].value.over:notTogether"),
        (["field": "mail"], [:], "criteria[0].points:required"),
        (["field": "mail"], ["filled": "1", "bands": []], "criteria[0].points.filled:notTogether"),
    ] as [(JSON, JSON, String)])
    func mistakes(_ what: JSON, _ points: JSON, _ expected: String) {
        #expect(problems(value(what, points)) == [expected])
    }

    @Test("Grades go down, each once, and only those that there are")
    func grades() {
        let criteria = Company.byEmployees
        #expect(problems(criteria, [["grade": "a", "from": "10"], ["grade": "b", "from": "10"]]) == ["grades[1].from:notDescending"])
        #expect(problems(criteria, [["grade": "a"], ["grade": "b", "from": "10"]]) == ["grades[1].from:notDescending"])
        #expect(problems(criteria, [["grade": "a", "from": "10"], ["grade": "a"]]) == ["grades[1].grade:repeated"])
        #expect(problems(criteria, [["grade": "gold", "from": "10"]]) == ["grades[0].grade:unknownOption"])
        #expect(problems(criteria, []) == ["grades:required"])
        #expect(problems([], Self.grades) == ["criteria:required"])
    }

    @Test("Conditions are filters, all but the last must have one, and none may read the grade")
    func conditions() {
        #expect(problems([], [["grade": "a", "when": ["employees": ["gte": 10]]], ["grade": "c"]], .conditions) == [])
        #expect(problems([], [["grade": "a"], ["grade": "c"]], .conditions) == ["grades[0].when:required"])
        #expect(problems([], [["grade": "a", "when": ["employees": "viel"]]], .conditions) == ["grades[0].when.employees:wrongType"])
        #expect(problems([], [["grade": "a", "when": ["gradeScore": "1"]]], .conditions) == ["grades[0].when.gradeScore:unfit"])
    }
}
