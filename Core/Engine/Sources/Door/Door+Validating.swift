import Kernel
import Store

/// The checks that need more than one value: what is required, what is fixed, what must exist. Each value alone was checked
/// by its kind when it was read.
extension Door {
    /// - Parameters:
    ///   - asked: whether the values are those that somebody asked for, and not yet those that hooks made of them.
    ///   - checked: values that were found to be keepable already.
    func validate(
        _ after: inout Values, _ before: Values?, _ entity: EntityDefinition, asked: Bool = true, checked: Values? = nil
    ) throws {
        var problems = keepable(&after, checked ?? before, entity)
        for field in entity.demanding {
            let value = after[field.key] ?? .null
            if field.isRequired || field.isLine, value.isEmpty, field.numbering == nil {
                problems.append(ValueProblem(.required).on(field.key))
            }
            if asked, let before, field.isFixed, !isMoving(before, entity), !isErasing, value != before[field.key] ?? .null {
                problems.append(ValueProblem(.fixed).on(field.key))
            }
            // Only people are asked for what was thought of at run time: the program knows nothing of it.
            if asked, !isTrusted, actor.user != nil { problems += self.problems(with: value, before, field, entity) }
        }
        problems += unsuitableOptions(after, before, entity)
        if asked { problems += uniqueGuesses(after, before, entity) }
        problems += try missingReferences(after, before, entity, seen: asked && !isTrusted)
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    /// What only the program fills in is missing where somebody else makes a record that is the program's to make.
    func demandWhole(_ values: Values, _ entity: EntityDefinition) throws(Invalid) {
        let missing = entity.fields.filter { field in
            field.isRequired && field.isSystem && !field.isComputed && !Common.kept.contains(field.key) && (values[field.key] ?? .null).isEmpty
        }
        guard missing.isEmpty else { throw Invalid(missing.map { ValueProblem(.readOnly).on($0.key) }) }
    }

    /// What holds for new values alone: records that were there before stay as they are.
    private func problems(
        with value: Value, _ before: Values?, _ field: FieldDefinition, _ entity: EntityDefinition
    ) -> [FieldProblem] {
        let old = before?[field.key] ?? .null
        if value.isEmpty {
            let isMissing = field.traits.contains(.expected) && !field.isRetired && (before == nil || !old.isEmpty)
            // Who may not write a field cannot be asked to fill it in.
            return isMissing && engine.permissions.right(actor, field, entity) == .write ? [ValueProblem(.required).on(field.key)] : []
        }
        guard value != old else { return [] }
        let kept = Set(([old] + old.list).compactMap(\.text))
        let options = (field.kind as? ChoiceKind)?.options ?? (field.kind as? ChoicesKind)?.options ?? []
        let retired = Set(options.filter(\.isRetired).map(\.key)).subtracting(kept)
        guard !retired.isEmpty, let wrong = ([value] + value.list).compactMap(\.text).first(where: retired.contains) else { return [] }
        return [ValueProblem(.retired, ["option": wrong]).on(field.key)]
    }

    /// Options that cannot be chosen beside what the controlling choice says. Records that were there before the rule stay as they
    /// are until one of the two is changed.
    private func unsuitableOptions(_ after: Values, _ before: Values?, _ entity: EntityDefinition) -> [FieldProblem] {
        entity.dependent.compactMap { field in
            guard let kind = field.kind as? ChoiceKind, let controller = kind.controller, entity[controller] != nil,
                let option = after[field.key]?.text, !kind.offers(option, beside: after[controller]?.text)
            else { return nil }
            let isTouched = before.map { before in [field.key, controller].contains { before[$0] ?? .null != after[$0] ?? .null } } ?? true
            guard isTouched else { return nil }
            return ValueProblem(.unsuitable, ["entity": entity.name, "field": field.key, "option": option, "controller": controller]).on(field.key)
        }
    }

    /// Gives new values the form in which the database will give them back, so that equal ones are equal, and finds those
    /// that their field cannot keep, which would vanish unseen.
    private func keepable(_ values: inout Values, _ before: Values?, _ entity: EntityDefinition) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        for field in entity.fields where !field.isComputed {
            guard var value = values[field.key], !value.isNull, value != before?[field.key] else { continue }
            if field.keepsText, case .text(let text) = value, !text.isEmpty { continue }
            if field.isLinked {
                values[field.key] = .list(Set(value.list.compactMap(\.reference)).sorted().map(Value.reference))
                continue
            }
            if case .address(var address) = value {
                for part in Address.parts where address[keyPath: part.path]?.isEmpty == true { address[keyPath: part.path] = nil }
                value = .address(address)
            }
            let cells = value.isEmpty ? field.nulls : field.kind.store(value)
            if !value.isEmpty, cells.allSatisfy(\.isNull) {
                problems.append(ValueProblem(.wrongType, ["expected": field.kind.name]).on(field.key))
            }
            values[field.key] = field.kind.load(cells[...])
        }
        return problems
    }

    /// Whoever does not see all records could learn of the others by trying which values are taken.
    private func uniqueGuesses(_ after: Values, _ before: Values?, _ entity: EntityDefinition) -> [FieldProblem] {
        guard !isTrusted, !entity.uniques.isEmpty, reader.scope(entity) != .always else { return [] }
        return entity.uniques.filter { field in
            let value = after[field.key] ?? .null
            return !value.isEmpty && value != before?[field.key] ?? .null
        }.map { ValueProblem(.notAllowed).on($0.key) }
    }

    /// The references that lead to no living record, found with one query for all of them.
    ///
    /// - Parameter seen: whether the actor must see the records too; not where it is the program that refers to them.
    private func missingReferences(
        _ after: Values, _ before: Values?, _ entity: EntityDefinition, seen: Bool
    ) throws -> [FieldProblem] {
        var asked: [(field: String, reference: KnownReference)] = []
        for field in entity.referring {
            let value = after[field.key] ?? .null
            guard let target = field.target, value != before?[field.key] ?? .null else { continue }
            let ids = (field.isLinked ? value.list : [value]).compactMap(\.reference)
            // Whose a record is was decided by another rule already.
            let mustBeSeen = seen && field.key != Common.owner && field.key != Common.unit
            asked += ids.map { (field.key, KnownReference(entity: target, id: $0, isSeen: mustBeSeen)) }
        }
        if asked.allSatisfy({ known.contains($0.reference) }) { return [] }
        let unknown = Set(asked.map(\.reference)).subtracting(known)
        guard !unknown.isEmpty else { return [] }
        let targets = Dictionary(grouping: unknown) { Target(entity: $0.entity, isSeen: $0.isSeen) }.sorted { $0.key < $1.key }
        let selects = try targets.enumerated().compactMap { position, target -> SQL? in
            guard let entity = catalogue[target.key.entity] else { return nil }
            var select = reader.select(entity)
            let ids = target.value.map { Value.reference($0.id) }
            let scope = target.key.isSeen ? reader.scope(entity) : .always
            let condition = try select.condition(.oneOf([Common.id], ids) && Reader.lives(false) && scope)
            return "SELECT \(position) AS position, t0.id AS id FROM \(select.tables) WHERE \(condition)"
        }
        for row in try session.rows(selects.joined(by: " UNION ALL ")) {
            guard let position = row[0].integer, let id = row[1].integer else { continue }
            let target = targets[Int(position)].key
            known.insert(KnownReference(entity: target.entity, id: RecordID(rawValue: id), isSeen: target.isSeen))
        }
        return asked.filter { !known.contains($0.reference) }
            .map { ValueProblem(.notFound, ["id": $0.reference.id.description]).on($0.field) }
    }

    private struct Target: Hashable, Comparable {
        let entity: String
        let isSeen: Bool

        static func < (left: Target, right: Target) -> Bool { (left.entity, left.isSeen ? 1 : 0) < (right.entity, right.isSeen ? 1 : 0) }
    }
}
