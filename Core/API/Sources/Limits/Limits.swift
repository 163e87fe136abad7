/// How much one client, one user and all together may ask for. Zero switches a limit on requests off.
public struct Limits: Sendable {
    /// Of one user, in all of the user's sessions and tokens.
    public var requestsPerMinute = 6_000
    /// Of one address, without a login or with one that is not valid.
    public var anonymousRequestsPerMinute = 1_200
    /// Queries that may have to look at many rows, at once on this server: fewer than the database has readers, so that what is
    /// quick is never behind them.
    public var heavyQueries = 4
    /// Of those, of one user, running and waiting.
    public var heavyQueriesPerUser = 12
    /// How many wait for a place, all together, and how long.
    public var waitingQueries = 100
    public var queryPatience = Duration.seconds(5)
    /// The longest that a list, a count or a search may take in the database.
    public var queryTime = Duration.seconds(10)
    /// Connections at once. More wait in the system's queue.
    public var connections = 4_096
    /// Of the address with its parameters.
    public var addressBytes = 32_768
    /// Of all headers together with the address.
    public var headerBytes = 65_536
    /// A body must come with at least so many bytes a second, after half a minute in which it may be slower.
    public var bodyBytesPerSecond = 1_024

    public init() {}
}
