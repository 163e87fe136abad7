public import Kernel

/// Somebody who works in the system.
public struct User: Entity {
    public let login = Field<String>("login", .text(80), .listed, .searched, .unique)
    public let title = Field<String>("name", .text(80), .listed, .searched)
    /// Where new records of this person belong.
    public let unit = Field<Reference<OrgUnit>?>("unit", .reference(), .listed, .indexed)
    /// Further units that this person works for.
    public let units = Field<[Reference<OrgUnit>]>("units", .references())
    public let roles = Field<[Reference<Role>]>("roles", .references())
    public let mail = Field<String?>("mail", .mail, .listed, .searched)
    public let mobile = Field<String?>("mobile", .phone, .searched)
    public let isAdministrator = Field<Bool>("isAdministrator", .flag, .listed, standard: false)
    public let isActive = Field<Bool>("isActive", .flag, .listed, standard: true)
    public let language = Field<Speech>("language", .choice, standard: .chinese)
    public let zone = Field<String>("zone", .text(60), standard: "Asia/Shanghai")
    let passwordHash = Field<String?>("passwordHash", .text(200), .secret, .system)
    /// Somebody else chose the password: its owner must choose another one first of all.
    let passwordIsTemporary = Field<Bool?>("passwordIsTemporary", .flag, .secret, .system)

    public enum Speech: String, Choice { case chinese = "zh-CN", english = "en" }

    public static let schema = Schema<User>(plural: "users", title: \.title, icon: "person", .administered,
        sections: [
            .section("identity", \.login, \.title, \.isActive, \.isAdministrator),
            .section("place", \.unit, \.units, \.roles),
            .section("reach", \.mail, \.mobile),
            .section("habits", \.language, \.zone),
        ],
        facts: [\.login, \.unit, \.mail, \.mobile], chips: [\.isActive, \.isAdministrator])
    public init() {}
}
