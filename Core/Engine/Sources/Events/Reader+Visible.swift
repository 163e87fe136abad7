public import Kernel
import Store

extension Reader {
    /// Those of the records that the actor may see, also deleted ones; none of an entity that is closed to the actor.
    ///
    /// - Parameter rule: what they must meet beside.
    public func visible(_ entity: EntityDefinition, _ ids: Set<RecordID>, meeting rule: Rule = .always) throws -> Set<RecordID> {
        do { try engine.permissions.check(actor, may: .read, entity) } catch { return [] }
        let scope = scope(entity) && rule
        // Where nothing is hidden, not even a record that was removed for good is.
        if scope == .always || ids.isEmpty { return ids }
        var select = select(entity)
        let condition = try select.condition(.oneOf([Common.id], ids.sorted().map(Value.reference)) && scope)
        let rows = try session.rows("SELECT t0.id FROM \(select.tables) WHERE \(condition)")
        return Set(rows.compactMap { $0[0].integer.map(RecordID.init(rawValue:)) })
    }
}
