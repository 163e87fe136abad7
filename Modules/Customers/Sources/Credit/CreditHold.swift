public import Engine
public import Kernel

/// Something that waits since the customer has no credit for it, until somebody with the authority lets it go or turns it down. The program
/// makes it; see `Credit`.
public struct CreditHold: Entity {
    /// Whom it is about.
    public let title = Field<String>("name", .text(200), .listed, .searched, .system)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed, .system, .indexed)
    /// What waits: an order, a quote; none where somebody asked ahead.
    public let documentEntity = Field<String?>("documentEntity", .text(60), .system)
    public let document = Field<RecordID?>("document", .record, .system, .indexed)
    public let amount = Field<Money>("amount", .money, .listed, .system, standard: Money(minorUnits: 0, currency: .yuan))
    public let reason = Field<Reason>("reason", .choice, .listed, .system)
    public let state = Field<State>("state", .choice, .listed, .system, .indexed, standard: .held)
    public let decidedBy = Field<Reference<User>?>("decidedBy", .reference(), .listed, .system)
    public let decidedAt = Field<Instant?>("decidedAt", .dateTime, .listed, .system)
    public let note = Field<String?>("note", .text(400), .system)

    public enum Reason: String, Choice {
        case limitExceeded, salesLimitExceeded, overdue, blocked, otherCurrency
        public var colour: Option.Colour {
            switch self {
            case .limitExceeded, .salesLimitExceeded: .amber
            case .overdue, .blocked: .red
            case .otherCurrency: .grey
            }
        }
    }

    public enum State: String, Choice {
        case held, released, rejected
        public var colour: Option.Colour {
            switch self {
            case .held: .amber
            case .released: .green
            case .rejected: .red
            }
        }
    }

    public static let schema = Schema<CreditHold>(
        plural: "credit-holds", title: \.title, icon: "pan_tool", .administered, .child(of: "customer"),
        sections: [
            .section("main", \.title, \.customer, \.amount, \.reason, \.documentEntity, \.document), .section("decision", \.state, \.decidedBy, \.decidedAt, \.note),
        ],
        facts: [\.customer, \.amount, \.decidedBy, \.decidedAt], chips: [\.state, \.reason])
    public init() {}
}
