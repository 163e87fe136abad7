import Customers
import Engine
import Kernel
import Store

/// The one statement that calculates a rule for some customers: measures, points, score, grade.
struct Calculation {
    let grading: Grading
    let reader: Reader

    /// Which of the customers are told.
    enum Wanted {
        /// All of the span for whom the rule counts.
        case all
        /// Those whose grade is to change, or be looked at, or whose score is another.
        case different
        /// Those who would move as the rule stands, whatever was set by hand or is kept for a while.
        case moving
    }

    func standings(_ span: Span, _ wanted: Wanted) throws -> [Standing] {
        let count = grading.basis.criteria.count
        return try reader.rows(statement(span, wanted)).map { Standing($0, criteria: count) }
    }

    /// From which grade to which, and how many.
    func matrix(_ span: Span) throws -> [(from: String?, to: String?, count: Int64)] {
        let sql: SQL = """
            \(try calculated(span))
            SELECT grade, target, COUNT(*) FROM judged GROUP BY grade, target
            """
        return try reader.rows(sql).map { ($0[0].text, $0[1].text, $0[2].integer ?? 0) }
    }

    private func statement(_ span: Span, _ wanted: Wanted) throws -> SQL {
        let today = reader.moment.today.description
        let condition: SQL
        switch wanted {
        case .all: condition = "1 = 1"
        case .moving: condition = "target IS DISTINCT FROM grade"
        case .different:
            // Written so that most rows are decided by the first comparison.
            condition = """
                (score IS DISTINCT FROM grade_score OR target IS DISTINCT FROM grade OR grade_pending_since IS NOT NULL OR grade_overridden = 1)
                AND (score IS DISTINCT FROM grade_score
                    OR grade_overridden = 1 AND grade_until < \(today)
                    OR grade_overridden <> 1 AND (
                        target IS DISTINCT FROM grade AND NOT (grade_pending_since IS NOT NULL AND grade_pending IS NOT DISTINCT FROM target AND grade_until >= \(today))
                        OR target IS NOT DISTINCT FROM grade AND grade_pending_since IS NOT NULL))
                """
        }
        let values = grading.basis.criteria.indices.flatMap { ["v\($0)", "p\($0)"] }
        let columns = (["id", "version", "grade", "grade_score", "grade_until", "grade_overridden", "grade_pending", "grade_pending_since", "score", "target", "grade_from"] + values)
            .map(SQL.name).joined(by: ", ")
        return """
            \(try calculated(span))
            SELECT \(columns) FROM judged WHERE \(condition) ORDER BY id
            """
    }

    private func calculated(_ span: Span) throws -> SQL {
        let entity = reader.catalogue.definition(Customer.self)
        var customers = Selection(of: entity, by: reader)
        var columns = ["id", "version", "grade", "grade_score", "grade_until", "grade_overridden", "grade_pending", "grade_pending_since", "grade_from"]
            .map { "t0.\(name: $0) AS \(name: $0)" as SQL }
        var joins = SQL.empty
        for (index, criterion) in grading.basis.criteria.enumerated() {
            let (value, join) = try criterion.measure.sql(&customers, span, reader, position: index)
            columns.append("\(value) AS \(name: "v\(index)")")
            joins += join
        }
        if case .conditions(let conditions) = grading.basis { columns.append("\(try Self.first(conditions, &customers)) AS target") }
        let scope = try customers.condition(grading.scope && .empty([Common.deletedAt]))
        return """
            WITH measured AS (
                SELECT \(columns.joined(by: ", ")) FROM \(customers.tables)\(joins) WHERE \(span.condition("t0.id")) AND \(scope)
            )\(judgement)
            """
    }

    private static func first(_ conditions: [(grade: String, when: Rule?)], _ customers: inout Selection) throws -> SQL {
        var cases = SQL.empty, rest: SQL = "ELSE NULL"
        for (grade, when) in conditions {
            if let when { cases += "WHEN \(try customers.condition(when)) THEN \(grade) " } else { rest = "ELSE \(grade)" }
        }
        return cases.isEmpty ? "CASE WHEN 1 = 1 THEN \(conditions[0].grade) END" : "CASE \(cases)\(rest) END"
    }

    /// From measures to points, from points to the score, from the score to the grade.
    private var judgement: SQL {
        guard case .points(let criteria, let thresholds) = grading.basis else { return ", judged AS (SELECT measured.*, CAST(NULL AS BIGINT) AS score FROM measured)" }
        let points = criteria.enumerated().map { "\($1.points(.name("v\($0)"))) AS \(name: "p\($0)")" as SQL }.joined(by: ", ")
        let score = criteria.indices.map { SQL.name("p\($0)") }.joined(by: " + ")
        let bounded = thresholds.compactMap { grade, from in from.map { "WHEN score >= \($0) THEN \(grade) " as SQL } }
        let rest: SQL = thresholds.last.flatMap { $0.from == nil ? "ELSE \($0.grade)" : nil } ?? "ELSE NULL"
        // A CASE needs a branch.
        let target: SQL = "CASE WHEN score IS NULL THEN NULL \(bounded.joined(by: ""))\(rest) END"
        return """
            , pointed AS (SELECT measured.*, \(points) FROM measured),
            scored AS (SELECT pointed.*, \(score) AS score FROM pointed),
            judged AS (SELECT scored.*, \(target) AS target FROM scored)
            """
    }
}
