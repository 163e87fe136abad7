public import Kernel

/// People of any units who work together.
public struct Team: Entity {
    public let title = Field<String>("name", .text(80), .listed, .searched, .unique)
    public let description = Field<String?>("description", .text(400))
    public let members = Field<[Reference<User>]>("members", .references())

    public static let schema = Schema<Team>(plural: "teams", title: \.title, icon: "groups", .administered,
        sections: [
            .section("identity", \.title, \.description),
            .section("members", \.members),
        ])
    public init() {}
}
