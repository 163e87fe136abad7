import Kernel
import Store

/// The SQL reading of rules. Its answer is the memory reading's answer (`Rule.holds`); a differential test holds them together.
extension Select {
    mutating func condition(_ rule: Rule) throws -> SQL { try condition(rule, negated: false) }

    /// Negation moves down to the comparisons, since there alone is it known what NULL must mean.
    private mutating func condition(_ rule: Rule, negated: Bool) throws -> SQL {
        switch rule {
        case .all(let rules): try join(rules, negated: negated, all: !negated)
        case .any(let rules): try join(rules, negated: negated, all: negated)
        case .not(let rule): try condition(rule, negated: !negated)
        case .compare(let path, .different, let value): try condition(.compare(path, .equal, value), negated: !negated)
        case .compare(let path, let comparison, let value): try compare(path, comparison, value, negated)
        case .oneOf(let path, let values): try oneOf(path, values, negated)
        case .between(let path, let low, let high):
            try condition(.all([.compare(path, .atLeast, low), .compare(path, .atMost, high)]), negated: negated)
        case .contains(let path, let needle): try leaf(path, negated) { $1.containsFolded(column: $0.column, needle: needle) }
        case .startsWith(let path, let prefix): try leaf(path, negated) { $1.startsWithFolded(column: $0.column, prefix: prefix) }
        case .empty(let path): try empty(path, negated)
        case .anyOf(let path, let values): try anyOf(path, values, negated)
        case .within(let path, let period): try within(path, period, negated)
        case .whose(let reference, let rule): try whose(reference, rule, negated)
        case .names(let key, let entity, let rule): try names(key, entity, rule, negated)
        case .shared(let path, let grantees, let toChange): try shared(path, grantees, toChange, negated)
        }
    }

    private mutating func whose(_ reference: String, _ rule: Rule, _ negated: Bool) throws -> SQL {
        let place = try place([reference])
        guard let target = (place.kind as? ReferenceKind).flatMap({ catalogue[$0.target] }) else { return negated ? "1 = 1" : "1 = 0" }
        let exists = try exists(target, by: place.column, rule)
        return negated ? "NOT \(exists)" : exists
    }

    private mutating func names(_ key: String, _ entity: String, _ rule: Rule, _ negated: Bool) throws -> SQL {
        let column = try place([key]).column
        guard let target = catalogue[entity] else { return negated ? "1 = 1" : "1 = 0" }
        let exists = try exists(target, by: column, rule)
        return negated ? "NOT \(exists)" : exists
    }

    private mutating func shared(_ path: FieldPath, _ grantees: [RecordID], _ toChange: Bool, _ negated: Bool) throws -> SQL {
        let shares = Shares.records(sharedWith: grantees, toChange: toChange, at: moment.now)
        return try leaf(path, negated) { place, _ in "\(place.column) IN (\(shares))" }
    }

    private mutating func join(_ rules: [Rule], negated: Bool, all: Bool) throws -> SQL {
        guard !rules.isEmpty else { return all ? "1 = 1" : "1 = 0" }
        var parts: [SQL] = []
        for rule in rules { parts.append(try condition(rule, negated: negated)) }
        return parts.count == 1 ? parts[0] : "(\(parts.joined(by: all ? " AND " : " OR ")))"
    }

    /// A comparison that does not hold of a missing value, or the negation of it, which does.
    private mutating func leaf(_ path: FieldPath, _ negated: Bool, _ build: (Place, Dialect) -> SQL) throws -> SQL {
        let place = try place(path)
        let predicate = build(place, dialect)
        return negated ? "(\(place.column) IS NULL OR NOT (\(predicate)))" : predicate
    }

    private mutating func compare(_ path: FieldPath, _ comparison: Comparison, _ value: Value, _ negated: Bool) throws -> SQL {
        if value.isNull {
            // Only `equal` arrives here with a meaning: the field is missing. Nothing is less or more than nothing.
            guard comparison == .equal else { return negated ? "1 = 1" : "1 = 0" }
            return Self.missing(try place(path).columns, negated)
        }
        let place = try place(path)
        if place.kind is any SealedKind { return try sealed(path, [value], negated) }
        let cells = place.kind.store(value)
        // A value of another type is neither less nor more nor the same.
        guard let cell = cells.first, !cell.isNull else { return negated ? "1 = 1" : "1 = 0" }
        return try leaf(path, negated) { place, _ in
            let sign: SQL = switch comparison {
            case .equal, .different: "="
            case .less: "<"
            case .atMost: "<="
            case .greater: ">"
            case .atLeast: ">="
            }
            let first: SQL = "\(place.column) \(sign) \(cell)"
            // The further columns of a kind say what the first one counts: a currency.
            let rest = zip(place.columns, cells).dropFirst().map { "\($0.0) = \($0.1)" as SQL }
            return rest.isEmpty ? first : "(\(([first] + rest).joined(by: " AND ")))"
        }
    }

    private mutating func oneOf(_ path: FieldPath, _ values: [Value], _ negated: Bool) throws -> SQL {
        let place = try place(path)
        if place.kind is any SealedKind, values.allSatisfy({ $0.text != nil }) { return try sealed(path, values, negated) }
        let isPlain = place.columns.count == 1 && values.allSatisfy { place.kind.store($0).first?.isNull == false }
        guard isPlain, !values.isEmpty else {
            return try condition(.any(values.map { .compare(path, .equal, $0) }), negated: negated)
        }
        return try leaf(path, negated) { place, _ in
            "\(place.column) IN (\(SQL.list(values.map { place.kind.store($0).first ?? .null })))"
        }
    }

    /// Sealed values are found by their digests.
    private mutating func sealed(_ path: FieldPath, _ values: [Value], _ negated: Bool) throws -> SQL {
        let vault = surroundings.vault
        return try leaf(path, negated) { place, _ in
            let digests = values.flatMap { vault.digests(of: $0, place.field, place.owner) }
            return digests.isEmpty ? "1 = 0" : "\(place.columns[1]) IN (\(SQL.list(digests)))"
        }
    }

    private mutating func empty(_ path: FieldPath, _ negated: Bool) throws -> SQL {
        let place = try place(path)
        if place.kind is ReferencesKind {
            let exists = linked(place, to: nil)
            return negated ? exists : "NOT \(exists)"
        }
        let missing = Self.missing(place.kind is any SealedKind ? [place.column] : place.columns, negated)
        // A column that must hold something holds empty text for what was there before the column was.
        guard place.field.isRequired, place.field.kind is any TextualKind else { return missing }
        return negated ? "(\(missing) AND \(place.column) <> '')" : "(\(missing) OR \(place.column) = '')"
    }

    private static func missing(_ columns: [SQL], _ negated: Bool) -> SQL {
        guard !columns.isEmpty else { return negated ? "1 = 1" : "1 = 0" }
        let tests = columns.map { negated ? "\($0) IS NOT NULL" : "\($0) IS NULL" as SQL }
        return tests.count == 1 ? tests[0] : "(\(tests.joined(by: negated ? " OR " : " AND ")))"
    }

    private mutating func anyOf(_ path: FieldPath, _ values: [Value], _ negated: Bool) throws -> SQL {
        guard !values.isEmpty else { return negated ? "1 = 1" : "1 = 0" }
        let place = try place(path)
        if place.kind is ReferencesKind {
            let exists = linked(place, to: values.compactMap(\.reference))
            return negated ? "NOT \(exists)" : exists
        }
        // Chosen options are kept as |a|b|, and keys hold no bar.
        let keys = values.compactMap(\.text).map { "|\($0)|" }
        guard !keys.isEmpty else { return negated ? "1 = 1" : "1 = 0" }
        return try leaf(path, negated) { place, _ in
            let tests = keys.map {
                SQL.perDialect(sqlite: "instr(\(place.column), \($0)) > 0", postgres: "strpos(\(place.column), \($0)) > 0")
            }
            return "(\(tests.joined(by: " OR ")))"
        }
    }

    private func linked(_ place: Place, to ids: [RecordID]?) -> SQL {
        let table = place.owner.linkTable(place.field)
        let rows: SQL = "SELECT 1 FROM \(name: table) AS link WHERE link.source_id = \(name: place.alias).id"
        guard let ids else { return "EXISTS (\(rows))" }
        return "EXISTS (\(rows) AND link.target_id IN (\(SQL.list(ids.map { .integer($0.rawValue) }))))"
    }

    private mutating func within(_ path: FieldPath, _ period: Period, _ negated: Bool) throws -> SQL {
        let place = try place(path)
        let bounds: (first: Value?, end: Value)
        if Self.isDay(place.kind) {
            let days = period.days(from: moment.today)
            bounds = (days.first.map(Value.day), .day(days.end))
        } else {
            let instants = moment.instants(of: period)
            bounds = (instants.first.map(Value.instant), .instant(instants.end))
        }
        var rules = [Rule.compare(path, .less, bounds.end)]
        if let first = bounds.first { rules.append(.compare(path, .atLeast, first)) }
        return try condition(.all(rules), negated: negated)
    }

    private static func isDay(_ kind: any FieldKind) -> Bool {
        kind is DayKind || (kind as? any ComputedKind)?.result is DayKind
    }
}
