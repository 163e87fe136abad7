public import Kernel

/// Records that a law wants kept for some years, whatever somebody asks to have erased.
public struct RetentionRule: Entity {
    public let title = Field<String>("name", .text(120), .listed, .searched)
    public let entity = Field<String>("entity", .entity(), .listed)
    /// From the day on which a record was last changed.
    public let years = Field<Int64>("years", .integer(1...100), .listed)
    /// The law and the article.
    public let basis = Field<String>("basis", .text(400), .listed)

    public static let schema = Schema<RetentionRule>(
        plural: "retention-rules", title: \.title, icon: "gavel", .administered, facts: [\.entity, \.years, \.basis])
    public init() {}

    static let hooks: [Hook] = [
        .beforeSaving(RetentionRule.self) { rule, saving in
            guard saving.door.catalogue[rule[\.entity]] != nil else {
                throw Invalid("entity", .unknownOption, ["option": String(rule[\.entity].prefix(60))])
            }
        }
    ]
}
