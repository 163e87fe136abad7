import Kernel
import Store

/// A way in which records of an entity refer to those of one that can be merged.
struct MergeReference {
    let child: EntityDefinition
    /// Nil where they hang on it, as notes and files do.
    let field: FieldDefinition?
    /// The entity that is referred to.
    let target: EntityDefinition

    var isLine: Bool { field?.isLine ?? false }

    /// The records that refer to this one by it.
    func rule(_ id: RecordID) -> Rule {
        guard let field else {
            let (record, entity) = child.attachment ?? ("", "")
            return .compare([record], .equal, .reference(id)) && .compare([entity], .equal, .text(target.name))
        }
        return field.isLinked ? .anyOf([field.key], [.reference(id)]) : .compare([field.key], .equal, .reference(id))
    }

    /// What a record gets that refers to the one and shall refer to the other.
    func values(_ child: Values, from: RecordID, to: RecordID) -> Values {
        guard let field else { return [self.child.attachment?.record ?? "": .reference(to)] }
        guard field.isLinked else { return [field.key: .reference(to)] }
        let ids = (child[field.key] ?? .null).list.map { $0 == .reference(from) ? Value.reference(to) : $0 }
        return [field.key: .list(Array(Set(ids)))]
    }
}

extension Catalogue {
    /// All ways in which records refer to those of an entity, built in or made at run time, in one order.
    func mergeReferences(to entity: EntityDefinition) -> [MergeReference] {
        entities.flatMap { child -> [MergeReference] in
            let attached = child.attachment != nil && entity.carries(child) ? [MergeReference(child: child, field: nil, target: entity)] : []
            return attached + child.fields.filter { $0.target == entity.name }.map { MergeReference(child: child, field: $0, target: entity) }
        }
    }
}

extension Reader {
    /// The next living records that refer to one; the two that are merged are dealt with by themselves.
    func referring(_ reference: MergeReference, to id: RecordID, besides: [RecordID], limit: Int) throws -> [RecordID] {
        var select = select(reference.child)
        let others = Rule.not(.oneOf([Common.id], besides.map(Value.reference)))
        let condition = try select.condition(reference.rule(id) && others && Self.lives(false))
        return try session.rows("SELECT t0.id FROM \(select.tables) WHERE \(condition) ORDER BY t0.id LIMIT \(limit)")
            .compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
    }

    func countReferring(_ reference: MergeReference, to id: RecordID, besides: [RecordID], and rule: Rule = .always) throws -> Int64 {
        var select = select(reference.child)
        let others = Rule.not(.oneOf([Common.id], besides.map(Value.reference)))
        let condition = try select.condition(reference.rule(id) && others && rule && Self.lives(false))
        return try session.first("SELECT COUNT(*) FROM \(select.tables) WHERE \(condition)")?[0].integer ?? 0
    }

    /// What would move from the one record to the other.
    func moves(_ pair: MergePair) throws -> [MergeMove] {
        try catalogue.mergeReferences(to: pair.entity).compactMap { reference in
            let count = try countReferring(reference, to: pair.loserID, besides: [pair.survivorID, pair.loserID])
            return count == 0 ? nil : MergeMove(entity: reference.child.name, field: reference.field?.key, count: count)
        }
    }

    /// What stands against a merge, each named by the field that it is about.
    func obstacles(_ pair: MergePair, _ values: Values) throws -> [FieldProblem] {
        var problems: [FieldProblem] = []
        for reference in catalogue.mergeReferences(to: pair.entity) {
            guard let field = reference.field else { continue }
            if field.traits.contains(.unique), !field.isLinked {
                let counts = try [pair.survivorID, pair.loserID].map { try countReferring(reference, to: $0, besides: [pair.survivorID, pair.loserID]) }
                if counts.allSatisfy({ $0 > 0 }) {
                    problems.append(ValueProblem(.onBoth, ["entity": reference.child.name, "field": field.key]).on("\(reference.child.plural).\(field.key)"))
                }
            }
            if reference.isLine {
                let counts = try [pair.survivorID, pair.loserID].map { try countReferring(reference, to: $0, besides: []) }
                if counts[0] + counts[1] > EntityDefinition.maximumLines {
                    problems.append(ValueProblem(.tooMany, ["max": String(EntityDefinition.maximumLines)]).on(reference.child.linesKey))
                }
            }
            if reference.child.name == pair.entity.name, !field.isLinked, !field.isSystem, try closesCircle(field, pair, values) {
                problems.append(ValueProblem(.circle).on(field.key))
            }
        }
        return problems
    }

    /// Whether the survivor is to stand below a record that stands below one of both: it would come to stand below itself.
    private func closesCircle(_ field: FieldDefinition, _ pair: MergePair, _ values: Values) throws -> Bool {
        guard let column = field.columns.first else { return false }
        var next = (values[field.key] ?? pair.survivor[field.key] ?? .null).reference
        for _ in 0..<Self.deepestTree {
            guard let id = next else { return false }
            if id == pair.loserID || id == pair.survivorID { return true }
            next = try session.first("SELECT \(name: column) FROM \(name: pair.entity.table) WHERE id = \(id.rawValue)")?[0].integer
                .map(RecordID.init(rawValue:))
        }
        return false
    }

    private static let deepestTree = 1_000
}
