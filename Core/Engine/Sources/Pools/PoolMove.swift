public import Kernel

/// A record's way into a pool or out of one. Only the engine writes it.
public struct PoolMove: Entity {
    /// That of the pool.
    public let title = Field<String>("name", .text(80), .listed, .unaudited)
    public let entity = Field<String>("entity", .text(60), .listed, .fixed, .unaudited)
    public let record = Field<RecordID>("record", .record, .listed, .fixed, .indexed, .unaudited)
    public let fromPool = Field<Reference<Pool>?>("fromPool", .reference(), .listed, .fixed, .unaudited)
    public let toPool = Field<Reference<Pool>?>("toPool", .reference(), .listed, .fixed, .unaudited)
    /// Who got the record, or who had it.
    public let person = Field<Reference<User>?>("person", .reference(), .listed, .fixed, .indexed, .unaudited)
    public let at = Field<Instant>("at", .dateTime, .listed, .fixed, .unaudited)
    public let kind = Field<Kind>("kind", .choice, .listed, .fixed, .unaudited)
    public let reason = Field<String?>("reason", .text(200), .listed, .fixed, .unaudited)

    public enum Kind: String, Choice {
        /// Somebody took it for themselves.
        case claim
        /// Somebody gave it back.
        case release
        /// A steward gave it to somebody.
        case assign
        /// Nobody had looked after it.
        case fallBack
        /// Nobody owned it.
        case entered
        /// Somebody became its owner in another way.
        case taken
        /// Its owner was told that it would fall back.
        case warning
        public var colour: Option.Colour {
            switch self {
            case .claim: .green
            case .assign, .taken: .blue
            case .release, .entered: .grey
            case .fallBack: .red
            case .warning: .amber
            }
        }
    }

    public static let schema = Schema<PoolMove>(
        plural: "pool-moves", title: \.title, icon: "swap_vert", .attached(in: "record", of: "entity"), .administered,
        facts: [\.person, \.at], chips: [\.kind])
    public init() {}
}

/// Why a record goes into a pool or out of it.
struct PoolDeed {
    let kind: PoolMove.Kind
    var reason: String?
}
