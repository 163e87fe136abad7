import Kernel
import Store

/// Hanging records on the survivor that refer to the loser, each by a change of its own through the door.
extension Door {
    /// What one step of moving came to.
    struct Moved {
        var count = 0
        /// Whether nothing is left to move.
        var isWhole = true
        /// What was refused, where refusals are gathered.
        var refused: [RecordID] = []
    }

    /// The lines of the one follow those of the other.
    func moveLines(_ entity: EntityDefinition, from: RecordID, to: RecordID) throws {
        for reference in catalogue.mergeReferences(to: entity) where reference.isLine {
            var place = try reader.countReferring(reference, to: to, besides: [])
            for id in try reader.referring(reference, to: from, besides: [], limit: EntityDefinition.maximumLines) {
                place += 1
                try move(id, reference, from, to, [Common.position: .integer(place)])
            }
        }
    }

    /// Moves up to so many records.
    ///
    /// - Parameter skipping: records that are left alone; with it, a record that is refused is told of and does not end the step.
    func moveReferences(_ entity: EntityDefinition, from: RecordID, to: RecordID, limit: Int, skipping: Set<RecordID>? = nil) throws -> Moved {
        var moved = Moved()
        for reference in catalogue.mergeReferences(to: entity) {
            guard moved.count < limit else {
                moved.isWhole = false
                break
            }
            let besides = [from, to] + (skipping ?? []).sorted()
            let ids = try reader.referring(reference, to: from, besides: besides, limit: limit - moved.count + 1)
            for id in ids.prefix(limit - moved.count) {
                guard skipping != nil else {
                    try move(id, reference, from, to)
                    continue
                }
                do {
                    try session.savepoint { try move(id, reference, from, to) }
                } catch is Invalid {
                    moved.refused.append(id)
                } catch is Refusal {
                    moved.refused.append(id)
                }
            }
            if ids.count > limit - moved.count { moved.isWhole = false }
            moved.count += min(ids.count, limit - moved.count)
            if !ids.isEmpty, let field = reference.field { try countAnew(field, of: reference.child, [from, to]) }
        }
        return moved
    }

    private func move(_ id: RecordID, _ reference: MergeReference, _ from: RecordID, _ to: RecordID, _ further: Values = [:]) throws {
        let before = reference.field?.isLinked ?? false ? try whole(reference.child, id) ?? [:] : [:]
        let values = reference.values(before, from: from, to: to).merging(further) { $1 }
        try rehang(id, values, reference.child)
    }

    /// A change that may say anew to what a record refers, also where people may not. A rule of a module that refuses it is named with the
    /// record.
    func rehang(_ id: RecordID, _ values: Values, _ entity: EntityDefinition) throws {
        let outer = moving
        moving = id
        defer { moving = outer }
        do {
            try perform(.edit(id, values), on: entity)
        } catch let invalid as Invalid {
            throw Invalid(invalid.problems.map { FieldProblem(field: "\(entity.plural)/\(id).\($0.field)", problem: $0.problem) })
        }
    }

    /// The roll-ups of both, once for all that moved.
    func countAnew(_ field: FieldDefinition, of child: EntityDefinition, _ parents: [RecordID]) throws {
        guard !field.isLinked, parents.count == 2 else { return }
        try rollUp([field.key: .reference(parents[0])], [field.key: .reference(parents[1])], child)
    }
}
