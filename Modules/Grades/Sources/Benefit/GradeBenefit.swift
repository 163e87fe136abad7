public import Customers
public import Engine
public import Foundation
public import Kernel

/// Something that customers of a grade are entitled to.
public struct GradeBenefit: Entity {
    public let title = Field<String>("name", .text(80), .listed, .searched)
    public let grade = Field<Customer.Grade?>("grade", .choice, .listed, .indexed)
    public let kind = Field<Kind>("kind", .choice, .listed, standard: .other)
    /// A discount in percent; of a queue how many places ahead.
    public let value = Field<Decimal?>("value", .decimal(places: 2), .listed)
    public let text = Field<String?>("text", .text(400), .listed)
    public let since = Field<Day?>("since", .date)
    public let until = Field<Day?>("until", .date)
    /// With all units below; none means everywhere.
    public let scopeUnit = Field<Reference<OrgUnit>?>("scopeUnit", .reference(), .listed)

    public enum Kind: String, Choice {
        case discount, priority, lane, gift, other
        public var colour: Option.Colour {
            switch self {
            case .discount: .green
            case .priority: .blue
            case .lane: .violet
            case .gift: .pink
            case .other: .grey
            }
        }
    }

    public static let schema = Schema<GradeBenefit>(
        plural: "grade-benefits", title: \.title, icon: "redeem", .administered, .open,
        sections: [.section("main", \.title, \.grade, \.kind, \.value, \.text, \.since, \.until, \.scopeUnit)],
        facts: [\.value, \.scopeUnit, \.until], chips: [\.grade, \.kind])
    public init() {}

    static let hooks: [Hook] = [
        .beforeSaving(GradeBenefit.self) { benefit, _ in
            if (benefit.values["grade"] ?? .null).isEmpty { throw Invalid("grade", .required) }
            if let since = benefit[\.since], let until = benefit[\.until], until < since { throw Invalid("until", .outOfOrder) }
            guard benefit[\.kind] == .discount || benefit[\.kind] == .priority else { return }
            guard let value = benefit[\.value] else { throw Invalid("value", .required) }
            guard (0...100).contains(value) else { throw Invalid("value", .outOfRange, ["min": "0", "max": "100"]) }
        }
    ]
}
