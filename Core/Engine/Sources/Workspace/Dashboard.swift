public import Kernel

/// Figures and lists side by side on a page that somebody put together.
public struct Dashboard: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    public let audience = Field<Audience>("audience", .choice, .listed, standard: .mine)
    /// Whose first page it is.
    public let roles = Field<[Reference<Role>]>("roles", .references())
    /// What stands on it and where: the pages' own, a list or an object.
    public let tiles = Field<Document>("tiles", .json, standard: Document([]))
    public let position = Field<Int64?>("position", .integer(0...100_000), .listed)

    public static let schema = Schema<Dashboard>(
        plural: "dashboards", title: \.title, icon: "dashboard", .owned, .published(by: "audience", asDefaultOf: "roles"))
    public init() {}
}

extension Dashboard {
    static let hooks: [Hook] = [
        .beforeSaving(Dashboard.self) { dashboard, _ in
            let tiles = dashboard[\.tiles].json
            guard tiles.array != nil || tiles.object != nil else { throw Invalid("tiles", .wrongType, ["expected": "list"]) }
        }
    ]
}
