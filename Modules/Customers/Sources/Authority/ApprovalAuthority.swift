public import Engine
public import Foundation
public import Kernel

/// Up to which amount, or how many percent, people of a role may grant something, in a part of the company.
public struct ApprovalAuthority: Entity {
    public let title = Field<String>("name", .text(80), .listed, .searched)
    public let grant = Field<Grant>("grant", .choice, .listed, .indexed)
    public let role = Field<Reference<Role>>("role", .reference(), .listed)
    /// With all units below; none means everywhere.
    public let scopeUnit = Field<Reference<OrgUnit>?>("scopeUnit", .reference(), .listed)
    /// None means any amount.
    public let upToAmount = Field<Money?>("upToAmount", .money, .listed)
    /// None means any share.
    public let upToPercent = Field<Decimal?>("upToPercent", .percent, .listed)
    public let isActive = Field<Bool>("isActive", .flag, .listed, standard: true)

    /// What is granted.
    public enum Grant: String, Choice { case creditLimit, salesLimit, creditRelease, discount, compensation, gift }

    public static let schema = Schema<ApprovalAuthority>(
        plural: "approval-authorities", title: \.title, icon: "approval", .administered, .open,
        sections: [.section("main", \.title, \.grant, \.role, \.scopeUnit, \.upToAmount, \.upToPercent, \.isActive)],
        facts: [\.role, \.scopeUnit, \.upToAmount, \.upToPercent], chips: [\.grant, \.isActive])
    public init() {}
}
