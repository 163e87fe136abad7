import Kernel
import Store

/// Which value stays, field by field.
struct MergePlan {
    struct Field {
        let definition: FieldDefinition
        let survivor: Value
        let loser: Value
        let proposal: MergeChoice
        /// The field whose choice holds for this one too, which nobody chooses.
        let leader: String?

        var differs: Bool { survivor != loser && !(survivor.isEmpty && loser.isEmpty) }
        var isList: Bool { definition.kind is ReferencesKind || definition.kind is ChoicesKind }
        var choices: [MergeChoice] { isList ? [.survivor, .loser, .both] : [.survivor, .loser] }

        func value(_ choice: MergeChoice) -> Value {
            switch choice {
            case .survivor: survivor
            case .loser: loser
            case .both: .list(survivor.list + loser.list.filter { !survivor.list.contains($0) })
            }
        }
    }

    let pair: MergePair
    let fields: [Field]

    /// - Parameter ages: when each field of each of the two was last given a value.
    init(_ pair: MergePair, ages: [RecordID: [String: Int64]]) {
        self.pair = pair
        let judge = Judge(pair: pair, ages: ages)
        let rule = pair.entity.survivorship ?? .standard
        fields = pair.entity.fields.filter { $0.isMerged || $0.follows(rule) }.map { field in
            Field(
                definition: field, survivor: pair.survivor[field.key] ?? .null, loser: pair.loser[field.key] ?? .null,
                proposal: judge.proposal(field), leader: field.follows(rule) ? rule.group(of: field.key)?.fields.first : nil)
        }
    }

    /// What the survivor gets that it does not have.
    ///
    /// - Throws: `Invalid` for choices that nobody can make, and for those of fields that the actor may not write.
    func values(_ choices: [String: MergeChoice], by actor: Actor) throws(Invalid) -> Values {
        var values: Values = [:]
        var problems = choices.keys.sorted().compactMap { key -> FieldProblem? in
            let field = pair.entity[key]
            guard let field, !field.isSecret, actor.rights.may(see: field, of: pair.entity) else {
                return ValueProblem(.unknownField, ["field": String(key.prefix(60))]).on("choices.\(key.prefix(60))")
            }
            return field.isMerged ? nil : ValueProblem(.fixed).on("choices.\(key)")
        }
        for field in fields {
            let key = field.definition.key, choice = choices[field.leader ?? key] ?? field.proposal
            if !field.choices.contains(choice) {
                problems.append(ValueProblem(.unknownOption, ["option": choice.rawValue]).on("choices.\(key)"))
            } else if field.leader == nil, choice != field.proposal, field.differs, actor.rights.right(field.definition, of: pair.entity) < .write {
                problems.append(ValueProblem(.notAllowed).on("choices.\(key)"))
            }
            let value = withoutThemselves(field.value(choice), field)
            if field.definition.isLinked, value.list.count > ReferencesKind.maximum {
                problems.append(ValueProblem(.tooMany, ["max": String(ReferencesKind.maximum)]).on(key))
            }
            if value != field.survivor, !(value.isEmpty && field.survivor.isEmpty) { values[key] = value }
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return values
    }

    /// A record that stood below the one it becomes stands where that one stood, and never below itself.
    private func withoutThemselves(_ value: Value, _ field: Field) -> Value {
        guard field.definition.target == pair.entity.name else { return value }
        let both = [Value.reference(pair.survivorID), .reference(pair.loserID)]
        if field.definition.isLinked { return .list(value.list.filter { !both.contains($0) }) }
        let next = value == both[1] ? field.loser : value
        return both.contains(next) ? .null : next
    }
}

extension FieldDefinition {
    /// What the system alone sets goes with the fields that it is about, as the day of a check does with the number that was checked.
    fileprivate func follows(_ rule: Survivorship) -> Bool {
        isSystem && !isComputed && rule.group(of: key).map { $0.fields.first != key } ?? false
    }

    /// Whether one of two values can be chosen: what is computed, issued, set once or decided by other rights stays with the survivor.
    fileprivate var isMerged: Bool {
        !isReadOnly && !isSecret && !isFixed && !isRetired && numbering == nil && key != Common.owner && key != Common.unit
    }
}

/// Applies the survivorship of an entity to two records.
private struct Judge {
    let pair: MergePair
    let ages: [RecordID: [String: Int64]]

    func proposal(_ field: FieldDefinition) -> MergeChoice {
        let rule = pair.entity.survivorship ?? .standard
        if let group = rule.group(of: field.key), let first = group.fields.first.flatMap({ pair.entity[$0] }) {
            return decide(first, group.tests, around: field)
        }
        // An option that can only stand beside another one goes where that one goes.
        if let controller = (field.kind as? ChoiceKind)?.controller.flatMap({ pair.entity[$0] }) { return decide(controller, rule.tests, around: field) }
        return decide(field, rule.tests, around: field)
    }

    private func decide(_ field: FieldDefinition, _ tests: [Survivorship.Test], around member: FieldDefinition) -> MergeChoice {
        let left = pair.survivor[field.key] ?? .null, right = pair.loser[field.key] ?? .null
        for test in tests {
            switch test {
            case .filled: if left.isEmpty != right.isEmpty { return left.isEmpty ? .loser : .survivor }
            case .joined: if member.kind is ReferencesKind || member.kind is ChoicesKind { return .both }
            case .flagged: if left != right, [left, right].contains(.flag(true)) { return right == .flag(true) ? .loser : .survivor }
            case .newer:
                let ages = (age(field, pair.survivorID), age(field, pair.loserID))
                if left != right, ages.0 != ages.1 { return ages.1 > ages.0 ? .loser : .survivor }
            case .longer:
                let lengths = ((left.text ?? "").count, (right.text ?? "").count)
                if lengths.0 != lengths.1 { return lengths.1 > lengths.0 ? .loser : .survivor }
            case .verified(let key):
                let verified = (isVerified(pair.survivor[key]), isVerified(pair.loser[key]))
                if verified.0 != verified.1 { return verified.1 ? .loser : .survivor }
            }
        }
        return .survivor
    }

    private func isVerified(_ value: Value?) -> Bool { value.map { !$0.isEmpty && $0 != .flag(false) } ?? false }

    /// A value that was never changed is as old as its record.
    private func age(_ field: FieldDefinition, _ id: RecordID) -> Int64 { (ages[id]?[field.key] ?? id.rawValue) >> Self.timeShift }

    /// Below the time of an id lie its bucket and its number.
    private static let timeShift: Int64 = 22
}

extension Reader {
    /// When the fields of some records were last changed, as ids of audit rows. Relies on the index audit_record.
    func ages(of ids: [RecordID]) throws -> [RecordID: [String: Int64]] {
        var ages: [RecordID: [String: Int64]] = [:]
        let rows = try session.rows(
            """
            SELECT record_id, field, MAX(id) FROM \(name: SystemTables.audit)
            WHERE record_id IN (\(SQL.list(ids.map { .integer($0.rawValue) }))) AND field IS NOT NULL
            GROUP BY record_id, field
            """)
        for row in rows { ages[RecordID(rawValue: row[0].integer ?? 0), default: [:]][row[1].text ?? ""] = row[2].integer }
        return ages
    }

    func plan(_ pair: MergePair) throws -> MergePlan { MergePlan(pair, ages: try ages(of: [pair.survivorID, pair.loserID])) }
}
