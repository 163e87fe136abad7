public import Engine
public import Foundation
public import Kernel

/// What we put into a customer (企业投入): time, money, gifts, concessions; and what it brought.
public struct Investment: Entity {
    public let title = Field<String>("name", .text(120), .listed, .searched)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed)
    public let date = Field<Day>("date", .date, .listed, .indexed)
    public let kind = Field<Kind>("kind", .choice, .listed, standard: .contact)
    public let cost = Field<Money?>("cost", .money, .listed)
    public let hours = Field<Decimal?>("hours", .decimal(places: 2), .listed)
    /// Who spent the time.
    public let who = Field<Reference<User>?>("who", .reference(), .listed)
    public let result = Field<String?>("result", .longText)
    /// What came of it so far.
    public let gain = Field<Money?>("gain", .money, .listed)
    /// Out of use since every record has files of its own; what was written there stays.
    public let document = Field<Document?>("document", .attachments, .retired)

    public enum Kind: String, Choice {
        case contact, visit, gift, concession, jointWork, training, event, other
        public var colour: Option.Colour {
            switch self {
            case .contact: .blue
            case .visit: .teal
            case .gift: .pink
            case .concession: .amber
            case .jointWork: .violet
            case .training: .green
            case .event: .red
            case .other: .grey
            }
        }
    }

    public static let schema = Schema<Investment>(
        plural: "investments", title: \.title, icon: "savings", .owned, .child(of: "customer"),
        sections: [
            .section("main", \.title, \.customer, \.date, \.kind, \.who), .section("spent", \.cost, \.hours),
            .section("outcome", \.result, \.gain),
        ],
        facts: [\.customer, \.date, \.cost, \.gain], chips: [\.kind])
    public init() {}

    static let hooks: [Hook] = [
        .beforeSaving(Investment.self) { investment, saving in
            var problems: [FieldProblem] = []
            for (key, money) in [("cost", investment[\.cost]), ("gain", investment[\.gain])] {
                if let money, money.minorUnits < 0 { problems += Invalid(key, .outOfRange, ["min": "0", "max": "∞"]).problems }
            }
            if let hours = investment[\.hours], !(0...10_000).contains(hours) {
                problems += Invalid("hours", .outOfRange, ["min": "0", "max": "10000"]).problems
            }
            let today = saving.door.reader.moment.today
            if saving.changes("date", in: investment.values), investment[\.date] > today {
                problems += Invalid("date", .outOfRange, ["min": "0001-01-01", "max": today.description]).problems
            }
            guard problems.isEmpty else { throw Invalid(problems) }
        }
    ]
}
