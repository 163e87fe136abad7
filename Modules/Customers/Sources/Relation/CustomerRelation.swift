public import Kernel

/// A dated tie between two customers 客户关联关系: one row, read from both ends, `from` being what the type says to `to`.
///
/// Who is tied to whom and how never changes: a tie that was wrong is removed, one that is over has an end.
public struct CustomerRelation: Entity {
    public let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("R{yy}{seq:8}"))
    public let from = Field<Reference<Customer>>("from", .reference(), .listed, .fixed)
    public let type = Field<Tie>("type", .choice, .listed, .fixed)
    public let to = Field<Reference<Customer>>("to", .reference(), .listed, .fixed)
    /// The first and the last day on which it holds; either end may be open.
    public let since = Field<Day?>("since", .date, .listed)
    public let until = Field<Day?>("until", .date, .listed)
    public let strength = Field<Strength?>("strength", .choice, .listed)
    public let notes = Field<String?>("notes", .longText)

    public enum Strength: String, Choice {
        case weak, normal, strong
        public var colour: Option.Colour {
            switch self {
            case .weak: .grey
            case .normal: .blue
            case .strong: .green
            }
        }
    }

    public static let schema = Schema<CustomerRelation>(
        plural: "customer-relations", title: \.code, icon: "hub", .child(of: "from"), .told(on: "to"),
        sections: [.section("main", \.code, \.from, \.type, \.to, \.since, \.until, \.strength, \.notes)],
        facts: [\.from, \.to, \.since, \.until], chips: [\.type, \.strength])
    public init() {}
}

extension Record<CustomerRelation> {
    public func holds(on day: Day) -> Bool { (self[\.since] ?? day) <= day && day <= (self[\.until] ?? day) }
}

extension CustomerRelation {
    /// Those that hold on a day.
    static func holding(on day: Day) -> Rule {
        rule { ($0.since.isEmpty || $0.since <= day) && ($0.until.isEmpty || $0.until >= day) }
    }
}
