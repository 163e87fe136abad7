public import Kernel

/// Work that somebody wants done again and again, in their name and with their rights.
public struct ScheduledJob: Entity {
    public let title = Field<String>("name", .text(80), .listed, .searched)
    /// What kind of job, and what it is told; the same as for a job that is begun by hand.
    public let job = Field<String>("job", .text(60), .listed)
    public let payload = Field<Document>("payload", .json, standard: Document([:]))
    /// When: see `Cron`.
    public let rhythm = Field<String>("rhythm", .text(100), .listed)
    public let zone = Field<String>("zone", .text(60), standard: "Asia/Shanghai")
    public let isActive = Field<Bool>("isActive", .flag, .listed, standard: true)
    /// Whoever said last what is to be done: nobody can have it done with another's rights.
    public let runsAs = Field<Reference<User>?>("runsAs", .reference(), .listed, .system)
    public let nextAt = Field<Instant?>("nextAt", .dateTime, .listed, .indexed, .system)
    public let lastAt = Field<Instant?>("lastAt", .dateTime, .listed, .system)
    /// The id of the job that was begun last.
    public let lastJob = Field<String?>("lastJob", .text(20), .system)
    /// Why the last one could not be begun.
    public let trouble = Field<Trouble?>("trouble", .choice, .listed, .system)

    public enum Trouble: String, Choice {
        /// The person in whose name it runs is no active user any more; it has been switched off.
        case userGone
        /// This person may not do it any more.
        case forbidden
        /// It names something that is not there any more.
        case invalid
        /// The one before still waited or ran.
        case stillRunning
    }

    public static let schema = Schema<ScheduledJob>(
        plural: "scheduled-jobs", title: \.title, icon: "event_repeat", .owned,
        sections: [
            .section("work", \.title, \.job, \.payload, \.runsAs), .section("times", \.rhythm, \.zone, \.isActive, \.nextAt, \.lastAt, \.lastJob),
        ],
        facts: [\.rhythm, \.nextAt, \.lastAt], chips: [\.isActive, \.trouble])
    public init() {}
}
