public import Customers
public import Kernel

/// That somebody shall bring the record of a customer in order 数据清洗. It is done by itself as soon as the record is good enough.
public struct CleansingTask: Entity {
    public let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("CT{yy}{seq:8}"))
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed, .fixed)
    public let state = Field<State>("state", .choice, .listed, .indexed, standard: .open)
    public let reasons = Field<[Reason]>("reasons", .choices(), .listed)
    /// The quality when the task was made, and the one that is wanted.
    public let found = Field<Int64?>("found", .integer(0...100), .listed, .fixed)
    public let wanted = Field<Int64>("wanted", .integer(0...100), standard: 80)
    public let targetOn = Field<Day?>("targetOn", .date, .listed, .indexed)
    public let doneAt = Field<Instant?>("doneAt", .dateTime, .system, .listed)
    public let result = Field<String?>("result", .longText)

    public enum State: String, Choice {
        case open, done, waived
        public var colour: Option.Colour {
            switch self {
            case .open: .amber
            case .done: .green
            case .waived: .grey
            }
        }
    }

    public enum Reason: String, Choice { case missing, invalid, suspicious, unverified, unparsedAddress, shared }

    public static let schema = Schema<CleansingTask>(
        plural: "cleansing-tasks", title: \.code, icon: "cleaning_services", .owned, .child(of: "customer"),
        sections: [.section("main", \.code, \.customer, \.state, \.reasons, \.found, \.wanted, \.targetOn, \.doneAt, \.result)],
        facts: [\.customer, \.found, \.wanted, \.targetOn], chips: [\.state])
    public init() {}
}
