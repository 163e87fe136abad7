public import Kernel

/// A kind of work that can be put into the queue, declared once by a module:
///
/// ```swift
/// JobKind("reindex", every: .daily(at: 3)) { payload, run in
///     try await run.progress(0, of: total)
///     …
///     return ["records": 12]
/// }
/// ```
/// A job may run more than once: its server may die, or an attempt may fail in the middle. What it changes with `run.write` is
/// changed only while the run still holds the job.
public struct JobKind: Sendable {
    public let name: String
    public let schedule: Schedule?
    public let maximumAttempts: Int
    public let backoff: Backoff
    /// Administrators may start one by hand.
    public let isOffered: Bool
    /// People may have it done again and again; see `ScheduledJob`.
    let isRepeatable: Bool
    /// One that was cancelled can be taken up again where it was left.
    let isResumable: Bool
    /// Whoever asked for one is told how it ended.
    let tellsAsker: Bool
    /// Whether whoever asked with this payload waits for the end anyway, and need not be told.
    let isWatched: @Sendable (JSON) -> Bool
    /// Its result tells of a file that whoever asked for it fetches.
    let makesFile: Bool
    /// Puts one into the queue for whoever asks, once it has looked at the payload; nil where only the program and administrators may.
    let begin: (@Sendable (JSON, Door) throws -> RecordID)?
    let run: @Sendable (JSON, JobRun) async throws -> JSON

    /// - Parameters:
    ///   - tellsAsker: nil for the usual: kinds that people begin.
    ///   - makesFile: keeps one by `JobRun.keep(file:named:type:)`, of records of the entity that its payload names.
    public init(
        _ name: String, every schedule: Schedule? = nil, maximumAttempts: Int = 5, backoff: Backoff = Backoff(), isOffered: Bool = false,
        isRepeatable: Bool = false, isResumable: Bool = false, tellsAsker: Bool? = nil,
        isWatched: @escaping @Sendable (_ payload: JSON) -> Bool = { _ in false }, makesFile: Bool = false,
        begin: (@Sendable (_ payload: JSON, _ door: Door) throws -> RecordID)? = nil,
        run: @escaping @Sendable (_ payload: JSON, _ run: JobRun) async throws -> JSON
    ) {
        (self.name, self.schedule, self.maximumAttempts, self.backoff) = (name, schedule, maximumAttempts, backoff)
        (self.isOffered, self.isResumable, self.makesFile, self.begin, self.run) = (isOffered, isResumable, makesFile, begin, run)
        self.isRepeatable = isRepeatable || isOffered
        self.isWatched = isWatched
        self.tellsAsker = tellsAsker ?? (isOffered || begin != nil)
    }

    /// Declarations that cannot work together.
    static func mistakes(in modules: [any Module]) -> [String] {
        let kinds = modules.flatMap(\.jobs)
        let twice = Dictionary(grouping: kinds, by: \.name).filter { $0.value.count > 1 }.keys
        return twice.map { "two kinds of jobs are called \($0)" }
            + kinds.filter { $0.maximumAttempts < 1 }.map { "the job \($0.name) is never tried" }
    }
}

/// How long to wait after an attempt that failed: twice as long each time, and never quite the same.
public struct Backoff: Sendable, Hashable {
    public let first: Duration
    public let longest: Duration

    public init(first: Duration = .seconds(10), longest: Duration = .seconds(3_600)) { (self.first, self.longest) = (first, longest) }

    /// - Parameter chance: from 0 to 1, so that jobs which failed together do not come back together.
    func milliseconds(afterAttempt attempt: Int, chance: Double) -> Int64 {
        let whole = min(Self.milliseconds(first) * Double(1 << min(max(attempt - 1, 0), 30)), Self.milliseconds(longest))
        return Int64(whole * (0.5 + 0.5 * chance))
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1_000 + Double(duration.components.attoseconds) / 1e15
    }
}
