import Kernel

/// What a change of one child means to the record that it belongs to.
extension Door {
    /// Notes it for the time lines of the records that it belongs to: there it is read by the index of their own changes, and nothing is looked for.
    /// What is made together with its record is part of that.
    func tellParents(_ change: Change, _ after: Values, audited: RecordID, _ entity: EntityDefinition) {
        guard let id = after[Common.id]?.reference else { return }
        if change.kind == .create { traces.made.insert(id) }
        guard change.kind != .purge else { return }
        for field in entity.tellers {
            guard let parent = after[field.key]?.reference, let target = field.target, !traces.made.contains(parent) else { continue }
            traces.lines.append(
                Traces.Line(header: parent, of: target, entity: entity.name, line: id, change: audited, kind: change.kind, isChild: true))
        }
    }
}
