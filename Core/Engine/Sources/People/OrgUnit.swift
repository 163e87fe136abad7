public import Kernel

/// A place in the organisation: headquarters, branch, department, store, franchisee. They form a tree.
public struct OrgUnit: Entity {
    public let code = Field<String>("code", .text(40), .listed, .searched, .unique)
    public let title = Field<String>("name", .text(120), .listed, .searched)
    public let kind = Field<Kind>("kind", .choice, .listed, standard: .branch)
    public let parent = Field<Reference<OrgUnit>?>("parent", .reference(), .listed)
    public let address = Field<Address?>("address", .address)
    public let phone = Field<String?>("phone", .phone)

    public enum Kind: String, Choice {
        case headquarters, branch, department, store, franchisee
        public var colour: Option.Colour {
            switch self {
            case .headquarters: .violet
            case .branch: .blue
            case .department: .teal
            case .store: .green
            case .franchisee: .amber
            }
        }
    }

    public static let schema = Schema<OrgUnit>(plural: "org-units", title: \.title, icon: "account_tree", .administered,
        sections: [
            .section("identity", \.code, \.title, \.kind, \.parent),
            .section("reach", \.phone, \.address),
        ],
        facts: [\.code, \.parent, \.phone], chips: [\.kind])
    public init() {}
}
