public import Kernel
import Store

extension Door {
    /// The value of a field that the actor sees masked, in full; who asked and why stays on the record's time line and in the
    /// security log.
    public func reveal(_ key: String, of entity: EntityDefinition, _ id: RecordID, reason: String) throws -> JSON {
        try engine.permissions.check(actor, may: .reveal, entity)
        let values = try hold(entity, id, for: .reveal)
        guard let field = entity[key], !field.traits.contains(.secret), actor.rights.may(see: field, of: entity) else {
            throw Invalid("field", .unknownField, ["field": String(key.prefix(60))])
        }
        let reason = reason.filter { !$0.isNewline }.trimmed
        guard !reason.isEmpty else { throw Invalid("reason", .required) }
        guard reason.count <= 200 else { throw Invalid("reason", .tooLong, ["max": "200"]) }
        note(.reveal, of: SecurityLog.Subject(entity.name, id), ["field": .string(key), "reason": .string(reason)])
        try remark("reveal", id, entity, ["field": .string(key), "reason": .string(reason)])
        return field.kind.json(values[key] ?? .null)
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
