public import Kernel

/// A kind of record that an administrator made at run time. Its table and its address are named after its key: the entity
/// `x_vehicle` lies in `x_vehicle` and is reached under `/api/v1/x-vehicle`.
public struct CustomEntity: Entity {
    public let key = Field<String>("key", .text(40), .listed, .unique, .fixed)
    public let title = Field<String>("name", .text(60), .listed)
    public let nameEnglish = Field<String?>("nameEnglish", .text(80), .listed)
    public let pluralEnglish = Field<String?>("pluralEnglish", .text(80))
    public let icon = Field<String>("icon", .text(40), standard: "category")
    /// Whether its records have an owner and a unit. Fixed: who sees a record must not change behind people's backs.
    public let isOwned = Field<Bool>("isOwned", .flag, .fixed, standard: true)
    /// The rule by which its records get a code, such as `V{yy}{seq:6}`; without one they have no code.
    public let numbering = Field<String?>("numbering", .text(60))
    public let position = Field<Int64?>("position", .integer(0...100_000))

    public static let schema = Schema<CustomEntity>(plural: "custom-entities", title: \.title, icon: "table_chart", .administered)
    public init() {}

    /// So many there may be, retired ones among them.
    static let maximum = 100
}

extension Record<CustomEntity> {
    var isRetired: Bool { values[Common.deletedAt]?.isNull == false }

    /// The entity with its own two fields and those that were made for it.
    func definition(_ further: [FieldDefinition]) -> EntityDefinition {
        var own = [FieldDefinition("name", TextKind(maximum: 200), traits: [.listed, .searched], isRequired: true)]
        if let rule = self[\.numbering].flatMap({ NumberRule($0) }) {
            // Not required: records that were there before the rule get their code when they are next written.
            own.insert(
                FieldDefinition("code", TextKind(maximum: 40), traits: [.listed, .searched, .unique, .fixed, .numbered(rule)]), at: 0)
        }
        var traits: Set<EntityTrait> = [.custom]
        // Lines belong to their header alone.
        if self[\.isOwned], !further.contains(where: \.isLine) { traits.insert(.owned) }
        if isRetired { traits.insert(.retired) }
        return EntityDefinition(
            name: self[\.key], plural: self[\.key].replacing("_", with: "-"), title: "name", icon: self[\.icon], traits: traits,
            fields: own + further)
    }
}
