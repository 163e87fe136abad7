public import Kernel

/// Whose a record is.
extension Reader {
    /// Who owns it; nil where nobody does.
    public func owner(of id: RecordID, _ entity: EntityDefinition) throws -> RecordID? {
        try values(of: entity, id)?[Common.owner]?.reference
    }

    /// The record that it belongs to, as a contact does to a customer; nil where it stands by itself.
    public func parent(of id: RecordID, _ entity: EntityDefinition) throws -> (entity: EntityDefinition, id: RecordID)? {
        guard let key = entity.parent, let target = entity[key]?.target.flatMap({ catalogue[$0] }),
            let parent = try values(of: entity, id)?[key]?.reference
        else { return nil }
        return (target, parent)
    }
}
