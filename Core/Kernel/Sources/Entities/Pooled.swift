/// The fields by which a record tells in which public pool it lies and how it came and went, by their keys. The system alone sets them.
public enum Pooled {
    /// The pool; none where somebody owns the record, or it belongs to no pool.
    public static let pool = "pool"
    public static let since = "pooledAt", reason = "poolReason"
    /// When its owner claimed it.
    public static let claimedAt = "claimedAt"
    /// Who owned it before it fell back.
    public static let formerOwner = "formerOwner"

    /// The entity of pools; the engine declares it.
    public static let poolEntity = "pool"

    static func mistakes(in entity: EntityDefinition) -> [String] {
        guard entity.traits.contains(.pooled) else { return [] }
        let isWhole = entity[pool]?.target == poolEntity && entity[formerOwner]?.target == Common.userEntity && entity[reason]?.kind is TextKind
            && [since, claimedAt].allSatisfy { entity[$0]?.kind is InstantKind }
        return isWhole && entity.isOwned ? [] : ["\(entity.name): what lies in pools has an owner and the fields of pools"]
    }
}

extension EntityDefinition {
    public var isPooled: Bool { traits.contains(.pooled) }
}
