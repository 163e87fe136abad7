import Engine
import Foundation
import Kernel
import Store

extension Measure {
    /// What stands for it in the SELECT over customers, and the table that must be joined for it.
    func sql(_ customers: inout Selection, _ span: Span, _ reader: Reader, position: Int) throws -> (value: SQL, join: SQL) {
        switch self {
        case .field(let field):
            let columns = try customers.columns(field.key)
            return (Self.number(field) == nil ? Self.word(columns, field) : Self.amount(columns, field), .empty)
        case .filled(let fields):
            let parts = try fields.map { field in "CASE WHEN \(Self.isFilled(try customers.columns(field.key), field)) THEN 1 ELSE 0 END" as SQL }
            return ("(\(parts.joined(by: " + "))) * 100 / \(fields.count)", .empty)
        case .since(let field, let unit): return (Self.passed(try customers.columns(field.key), field, unit, reader), .empty)
        case .over(let aggregate):
            let alias = "o\(position)"
            let value: SQL = "\(name: alias).\(name: "value")"
            let join: SQL = " LEFT JOIN (\(try aggregate.sql(span, reader, alias: "c\(position)"))) AS \(name: alias) ON \(name: alias).\(name: "customer") = t0.id"
            let isNone = aggregate.function == .count || aggregate.function == .sum
            return (isNone ? "COALESCE(\(value), 0)" : value, join)
        }
    }

    /// A choice's key; of a flag `true` or `false`; of anything else something where there is a value.
    private static func word(_ columns: [SQL], _ field: FieldDefinition) -> SQL {
        switch held(field) {
        case is ChoiceKind: return columns[0]
        case is FlagKind: return "CASE \(columns[0]) WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"
        default: return "CASE WHEN \(isFilled(columns, field)) THEN '+' END"
        }
    }

    private static func isFilled(_ columns: [SQL], _ field: FieldDefinition) -> SQL {
        let isText = field.kind.columns[0].type == .text
        let parts = columns.map { isText ? "(\($0) IS NOT NULL AND \($0) <> '')" : "\($0) IS NOT NULL" as SQL }
        return "(\(parts.joined(by: " OR ")))"
    }

    /// Amounts in other currencies are no amounts here: they cannot be added.
    static func amount(_ columns: [SQL], _ field: FieldDefinition) -> SQL {
        guard number(field) is MoneyKind, columns.count > 1 else { return columns[0] }
        return "CASE WHEN \(columns[1]) = \(Currency.yuan.code) THEN \(columns[0]) END"
    }

    private static func passed(_ columns: [SQL], _ field: FieldDefinition, _ unit: Unit, _ reader: Reader) -> SQL {
        var day = columns[0]
        if held(field) is InstantKind {
            let seconds = reader.moment.zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(reader.moment.now.milliseconds) / 1000))
            day = reader.dialect.timeBucket(.day, of: day, offsetMinutes: seconds / 60)
        }
        let today = reader.moment.today
        switch unit {
        case .days:
            return .perDialect(
                sqlite: "CAST(julianday(\(today.description)) - julianday(\(day)) AS INTEGER)",
                postgres: "CAST(CAST(\(today.description) AS date) - CAST(\(day) AS date) AS BIGINT)")
        case .years:
            let monthAndDay = String(today.description.dropFirst(5))
            return """
                \(today.year) - CAST(substr(\(day), 1, 4) AS BIGINT) - CASE WHEN \(monthAndDay) < substr(\(day), 6, 5) THEN 1 ELSE 0 END
                """
        }
    }
}

extension Measure.Aggregate {
    /// A row `customer`, `value` for each customer of the span of whom there is something. Lives on the index of the reference.
    fileprivate func sql(_ span: Span, _ reader: Reader, alias: String) throws -> SQL {
        var records = Selection(of: reader.catalogue[entity.name] ?? entity, by: reader, as: alias)
        let customer = try records.columns(reference.key)[0]
        var rule = filter && .empty([Common.deletedAt])
        if let at, let days { rule = rule && .within([at.key], .last(days: days)) }
        if function == .newest, let at { rule = rule && .not(.empty([at.key])) }
        let condition = try records.condition(rule)
        let amount = try field.map { Self.bounded(Measure.amount(try records.columns($0.key), $0)) } ?? "1"
        let order = try at.map { try records.columns($0.key)[0] } ?? customer
        let rows: SQL = "FROM \(records.tables) WHERE \(span.condition(customer)) AND \(condition)"
        let value: SQL = switch function {
        case .count: "COUNT(*)"
        case .sum: "CAST(SUM(\(amount)) AS BIGINT)"
        case .min: "MIN(\(amount))"
        case .max: "MAX(\(amount))"
        case .newest:
            ""
        }
        guard function == .newest else {
            return "SELECT \(customer) AS \(name: "customer"), \(value) AS \(name: "value") \(rows) GROUP BY \(customer)"
        }
        return """
            SELECT \(name: "customer"), \(name: "value")
            FROM (
                SELECT \(customer) AS \(name: "customer"), \(amount) AS \(name: "value"),
                ROW_NUMBER() OVER (PARTITION BY \(customer) ORDER BY \(order) DESC, \(name: alias).id DESC) AS \(name: "place")
                \(rows)) AS ranked
            WHERE \(name: "place") = 1
            """
    }

    /// One absurd amount must not make the sum of all overflow.
    private static func bounded(_ amount: SQL) -> SQL {
        "CASE WHEN \(amount) > \(Scale.bound) THEN \(Scale.bound) WHEN \(amount) < \(-Scale.bound) THEN \(-Scale.bound) ELSE \(amount) END"
    }
}

extension Criterion {
    /// The points for what stands in a column.
    func points(_ value: SQL) -> SQL {
        let given: SQL
        switch scale {
        case .bands(let bands):
            given = bands.map { "WHEN \(value) >= \($0.from) THEN \($0.points) " as SQL }.joined(by: "") + "ELSE 0"
        case .linear(let from, let to, let points):
            given = "WHEN \(value) <= \(from) THEN 0 WHEN \(value) >= \(to) THEN \(points) ELSE (\(value) - \(from)) * \(points) / (\(to) - \(from))"
        case .options(let options):
            given = options.map { "WHEN \(value) = \($0.key) THEN \($0.points) " as SQL }.joined(by: "") + "ELSE 0"
        case .filled(let points): given = "ELSE \(points)"
        }
        return "CASE WHEN \(value) IS NULL THEN \(otherwise) \(given) END"
    }
}
