public import Kernel

/// The module of public pools. An entity joins by the trait `.pooled` and its fields (`Pooled`), `Pools.hooks(on:)`, and
/// `Pools.endpoints(on:)`. Its texts are the engine's.
public struct Pools: Module {
    public let name = "Pools"
    public let entities = [Pool.schema.definition, PoolMove.schema.definition]
    public let hooks = Pool.hooks
    public let endpoints = Pools.common
    public let jobs = [FallingBack.job]
    public let noticeKinds: [NoticeKind] = [.poolWarning, .poolFallBack]

    public init() {}
}

/// Something that keeps records of an entity from falling back, such as open business.
public struct PoolProtection: Sendable {
    public let entity: String
    /// Which of these records stay with their owners.
    let keeps: @Sendable (_ records: [RecordID], _ reader: Reader) throws -> Set<RecordID>

    public init<E: Entity>(_ type: E.Type, keeps: @escaping @Sendable (_ records: [RecordID], _ reader: Reader) throws -> Set<RecordID>) {
        (entity, self.keeps) = (E.name, keeps)
    }
}

extension NoticeKind {
    static let poolWarning = NoticeKind("poolWarning", icon: "hourglass_bottom")
    static let poolFallBack = NoticeKind("poolFallBack", icon: "waves")
}
