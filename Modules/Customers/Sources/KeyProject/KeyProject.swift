public import Engine
public import Kernel

/// A project by which a key customer is won or kept 大客户立项: proposed, approved, run and closed, with people, a plan, money and a log.
public struct KeyProject: Entity {
    public let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("P{yy}{seq:6}"))
    public let title = Field<String>("name", .text(120), .listed, .searched)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed)
    public let level = Field<Level>("level", .choice, .listed, standard: .branch)
    public let state = Field<State>("state", .choice, .listed, .system, .indexed, standard: .proposed)
    public let goal = Field<String?>("goal", .longText)

    public let sponsor = Field<Reference<User>?>("sponsor", .reference())
    public let leader = Field<Reference<User>?>("leader", .reference(), .listed)

    public let startsOn = Field<Day?>("startsOn", .date, .listed)
    public let endsOn = Field<Day?>("endsOn", .date, .listed)

    public let budget = Field<Money?>("budget", .money, .listed)
    public let expectedRevenue = Field<Money?>("expectedRevenue", .money)
    public let actualRevenue = Field<Money?>("actualRevenue", .money)

    public let approvedBy = Field<Reference<User>?>("approvedBy", .reference(), .system)
    public let approvedAt = Field<Instant?>("approvedAt", .dateTime, .system)
    public let closedAt = Field<Instant?>("closedAt", .dateTime, .system)
    public let result = Field<String?>("result", .longText)

    /// Who decides on it.
    public enum Level: String, Choice { case headquarters, branch, department }

    public enum State: String, Choice {
        case proposed, approved, running, closed
        public var colour: Option.Colour {
            switch self {
            case .proposed: .amber
            case .approved: .blue
            case .running: .green
            case .closed: .grey
            }
        }
    }

    public static let schema = Schema<KeyProject>(
        plural: "key-projects", title: \.title, icon: "flag", .owned, .child(of: "customer"),
        sections: [
            .section("main", \.code, \.title, \.customer, \.level, \.state, \.goal), .section("people", \.sponsor, \.leader),
            .section("time", \.startsOn, \.endsOn), .section("money", \.budget, \.expectedRevenue, \.actualRevenue),
            .section("decision", \.approvedBy, \.approvedAt, \.closedAt, \.result),
        ],
        facts: [\.customer, \.leader, \.budget, \.endsOn], chips: [\.state, \.level])
    public init() {}
}

/// Who works on a project, and as what.
public struct KeyProjectMember: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    public let project = Field<Reference<KeyProject>>("project", .reference(), .line)
    public let user = Field<Reference<User>>("user", .reference(), .listed)

    public static let schema = Schema<KeyProjectMember>(plural: "key-project-members", title: \.title, icon: "group")
    public init() {}
}

/// A step of the plan of a project.
public struct KeyProjectStep: Entity {
    public let title = Field<String>("name", .text(200), .listed)
    public let project = Field<Reference<KeyProject>>("project", .reference(), .line)
    public let due = Field<Day?>("due", .date, .listed)
    public let user = Field<Reference<User>?>("user", .reference(), .listed)
    public let doneOn = Field<Day?>("doneOn", .date, .listed)
    public let result = Field<String?>("result", .text(400), .listed)

    public static let schema = Schema<KeyProjectStep>(plural: "key-project-steps", title: \.title, icon: "checklist")
    public init() {}
}

/// What happened in the course of a project.
public struct KeyProjectEntry: Entity {
    public let title = Field<String>("what", .text(400), .listed)
    public let project = Field<Reference<KeyProject>>("project", .reference(), .line)
    public let day = Field<Day>("day", .date, .listed)
    public let user = Field<Reference<User>?>("user", .reference(), .listed)

    public static let schema = Schema<KeyProjectEntry>(plural: "key-project-entries", title: \.title, icon: "history_edu")
    public init() {}
}
