public import Kernel
import Store

extension Reader {
    /// How many records refer to one, by entity and field, each by the index on its reference and in one statement for all:
    /// `{"data":{"contact.customer":3,"consent.customer":0}}`. Only what the actor may see counts.
    public func related(to id: RecordID, _ entity: EntityDefinition) throws -> [UInt8] {
        guard try values(of: entity, id) != nil || values(of: entity, id, deleted: true) != nil else {
            throw Refusal.notFound(entity: entity.name, id: id.description)
        }
        var keys: [String] = [], counts: [SQL] = []
        for other in catalogue.entities where !other.isRetired && engine.permissions.may(actor, .read, other) {
            for field in other.fields where field.kind is ReferenceKind && field.target == entity.name && !field.isSystem && !field.isRetired {
                guard actor.rights.right(field, of: other) >= .read else { continue }
                var select = select(other)
                let rule = Rule.compare([field.key], .equal, .reference(id)) && scope(other) && Self.lives(false)
                let condition = try select.condition(rule)
                keys.append("\(other.name).\(field.key)")
                counts.append("(SELECT COUNT(*) FROM \(select.tables) WHERE \(condition))")
            }
        }
        let row = counts.isEmpty ? nil : try session.first("SELECT \(counts.joined(by: ", "))")
        let found = zip(keys, row?.cells ?? []).map { ($0, JSON($1.integer ?? 0)) }
        return Array(JSON.object(["data": .object(Dictionary(uniqueKeysWithValues: found))]).text.utf8)
    }
}
