public import Kernel

/// A public pool (公海): records that nobody owns and that some people may claim, under rules.
public struct Pool: Entity {
    public let title = Field<String>("name", .text(80), .listed, .searched)
    /// The entity whose records lie in it.
    public let entity = Field<String>("entity", .entity(with: "pooled"), .listed, .fixed)
    /// Where a record could go into several pools, the lowest comes first.
    public let rank = Field<Int64>("rank", .integer(0...100_000), .listed, standard: 100)
    public let description = Field<String?>("description", .text(400))

    // Whose it is
    /// Whose people may claim, and whose records fall back; none for everybody's.
    public let unit = Field<Reference<OrgUnit>?>("unit", .reference(), .listed)
    public let withSubtree = Field<Bool>("withSubtree", .flag, standard: true)
    /// None for people of all roles.
    public let roles = Field<[Reference<Role>]>("roles", .references())
    /// Its own administrators: they hand records out.
    public let stewards = Field<[Reference<User>]>("stewards", .references())
    /// Keys of fields that show nothing until a record is claimed.
    public let hidden = Field<Document?>("hidden", .hideableFields(of: "entity"))

    // How much one person may take
    public let dailyQuota = Field<Int64?>("dailyQuota", .integer(1...10_000), .listed)
    /// How many claimed from here one may own at the same time.
    public let totalQuota = Field<Int64?>("totalQuota", .integer(1...1_000_000), .listed)
    /// How many records one may own at all, wherever they came from.
    public let capacity = Field<Int64?>("capacity", .integer(1...1_000_000), .listed)
    /// Days until the same person may claim what they gave back or lost.
    public let waitDays = Field<Int64?>("waitDays", .integer(1...3_650))

    // When records fall back
    public let idleDays = Field<Int64?>("idleDays", .integer(1...3_650), .listed)
    public let dealDays = Field<Int64?>("dealDays", .integer(1...3_650), .listed)
    public let warningDays = Field<Int64?>("warningDays", .integer(1...90))
    public let claimProtectionDays = Field<Int64?>("claimProtectionDays", .integer(1...3_650))
    public let dealProtectionDays = Field<Int64?>("dealProtectionDays", .integer(1...3_650))
    /// Whether new records that nobody owns go into it.
    public let takesOwnerless = Field<Bool>("takesOwnerless", .flag, standard: false)

    public static let schema = Schema<Pool>(
        plural: "pools", title: \.title, icon: "waves", .administered,
        sections: [
            .section("main", \.title, \.entity, \.rank, \.description),
            .section("people", \.unit, \.withSubtree, \.roles, \.stewards, \.hidden),
            .section("quotas", \.dailyQuota, \.totalQuota, \.capacity, \.waitDays),
            .section("return", \.idleDays, \.dealDays, \.warningDays, \.claimProtectionDays, \.dealProtectionDays, \.takesOwnerless),
        ],
        facts: [\.entity, \.unit, \.dailyQuota, \.idleDays])
    public init() {}

    static func keys(_ hidden: JSON?) -> Set<String> { Set(hidden?.array?.compactMap(\.string) ?? []) }
}

extension Pool {
    static let hooks: [Hook] = [
        .beforeSaving(Pool.self) { pool, saving in
            guard let entity = saving.door.catalogue[pool[\.entity]], entity.isPooled else {
                throw Invalid("entity", .unknownOption, ["option": String(pool[\.entity].prefix(60))])
            }
            for name in pool[\.hidden]?.json.array?.compactMap(\.string) ?? [] {
                guard let field = entity[name], !field.isSecret else { throw Invalid("hidden", .unknownField, ["field": String(name.prefix(60))]) }
                guard canHide(field, of: entity) else { throw Invalid("hidden", .notProtectable) }
            }
        },
        .beforeLifeChange(Pool.self) { pool, saving in
            guard saving.kind == .delete, let entity = saving.door.catalogue[pool[\.entity]] else { return }
            let lies = Rule.compare([Pooled.pool], .equal, .reference(pool.id))
            if try saving.door.reader.firstID(entity, where: lies) != nil { throw Refusal.stillUsed(entity: Pool.name, id: pool.id) }
        },
    ]

    /// The rules themselves rest on some fields, and search finds all that is not personal.
    static func canHide(_ field: FieldDefinition, of entity: EntityDefinition) -> Bool {
        field.key != entity.title && !field.isSystem && !field.isLinked && ![Common.owner, Common.unit].contains(field.key)
            && (!field.traits.contains(.searched) || field.traits.contains(.personal))
    }
}
