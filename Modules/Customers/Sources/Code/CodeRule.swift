public import Engine
public import Kernel

/// How codes of customers are issued 客户编码规则, in a unit and all below it, for one kind of customers or all. Where no rule holds, codes are
/// `K{yy}{seq:8}`.
public struct CodeRule: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    /// None means all kinds.
    public let kind = Field<Customer.Kind?>("kind", .choice, .listed)
    /// None means all units that have no rule nearer to them.
    public let unit = Field<Reference<OrgUnit>?>("orgUnit", .reference(), .listed)
    /// A `NumberRule`: `{unit}-{yy}{seq:6}{check}`.
    public let pattern = Field<String>("pattern", .text(60), .listed)
    /// From this day on; of several that hold, the one that began last.
    public let from = Field<Day>("from", .date, .listed)

    public static let schema = Schema<CodeRule>(
        plural: "code-rules", title: \.title, icon: "pin", .administered,
        sections: [.section("main", \.title, \.kind, \.unit, \.pattern, \.from)], facts: [\.pattern, \.unit, \.from], chips: [\.kind])
    public init() {}

    static let hooks: [Hook] = [
        .beforeSaving(CodeRule.self) { rule, saving in
            guard saving.before == nil || saving.changes("pattern", in: rule.values) else { return }
            let pattern = rule[\.pattern]
            guard let parsed = NumberRule(pattern) else { throw Invalid("pattern", .badNumberRule, ["rule": pattern]) }
            // The longest code of a unit leaves no room; this one is of a usual length.
            let sample = parsed.number(1, on: saving.door.reader.moment.today, unit: parsed.namesUnit ? "12345678" : "")
            guard sample.count <= 40 else { throw Invalid("pattern", .tooLong, ["max": "40"]) }
        }
    ]
}

extension CodeRule {
    /// The rules of the company, with the tree of units that they hold in.
    static let numbering = Numbering(of: \Customer.code) { reader in
        let all = try records(CodeRule.self, reader)
        guard !all.isEmpty else { return Numbering.Rules(known: []) { _ in nil } }
        let units = try records(OrgUnit.self, reader)
        let parents = Dictionary(units.compactMap { unit in unit[\.parent].map { (unit.id, $0.id) } }) { first, _ in first }
        let codes = Dictionary(units.map { ($0.id, $0[\.code]) }) { first, _ in first }
        let today = reader.moment.today
        let inForce = all.filter { $0[\.from] <= today }.sorted { ($0[\.from], $0.id) > ($1[\.from], $1.id) }
        return Numbering.Rules(known: all.compactMap { NumberRule($0[\.pattern]) }) { values in
            let own = values[Common.unit]?.reference
            var line: [RecordID?] = [], next = own
            while let unit = next, !line.contains(unit) {
                line.append(unit)
                next = parents[unit]
            }
            for unit in line + [nil] {
                let here = inForce.filter { $0[\.unit]?.id == unit && ($0[\.kind] == nil || $0[\.kind]?.rawValue == values["kind"]?.text) }
                guard let rule = here.first(where: { $0[\.kind] != nil }) ?? here.first, let pattern = NumberRule(rule[\.pattern]) else { continue }
                let code = own.flatMap { codes[$0] }
                // Who belongs to no unit has no code to be named after.
                if pattern.namesUnit, code == nil { continue }
                return (pattern, code ?? "")
            }
            return nil
        }
    }

    private static func records<E: Entity>(_ type: E.Type, _ reader: Reader) throws -> [Record<E>] {
        var found: [Record<E>] = []
        try reader.forEach(ListQuery(reader.catalogue.definition(type))) { found.append(try Record<E>(ofKind: $0)) }
        return found
    }
}
