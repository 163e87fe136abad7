public import Kernel
import Store
import Synchronization

/// What happens, as it happens, for all who follow it on this server. One reader of the outbox feeds them all.
public actor Feed {
    private let outbox: Outbox
    private let bell: Bell
    private var followers: [Int: Follower] = [:]
    private var lastKey = 0
    /// Up to where the followers have been told.
    private var place: Int64 = 0
    private var opening: Task<Int64, any Error>?
    private var reading: Task<Void, Never>?
    private var isClosed = false

    /// How many batches a follower may be behind before it is left.
    static let patience = 32
    /// How soon the changes of other servers are noticed.
    static let interval = Duration.milliseconds(400)

    private struct Follower: Sendable {
        let user: RecordID?
        let news: AsyncStream<News>.Continuation
        let heartbeat: Duration
        var lastHeartbeat: ContinuousClock.Instant
        let whenTooSlow: @Sendable () -> Void
    }

    /// What a follower is told.
    public enum News: Sendable {
        /// Some events, and the place up to which the follower has been told of all now.
        case events([Event], through: Int64)
        /// Time has passed.
        case heartbeat
    }

    /// One who follows: what happens after `place`, until it leaves, is too slow, or the server stops.
    public struct Following: Sendable {
        public let place: Int64
        public let news: AsyncStream<News>
        let key: Int
    }

    init(database: any Database, bell: Bell) { (outbox, self.bell) = (Outbox(database: database), bell) }

    /// The user follows as often as allowed already.
    public struct TooMany: Error, Sendable {}

    /// Begins to follow; ends with `leave`, or when nobody holds what is returned any more.
    ///
    /// - Parameter whenTooSlow: called when the follower is left because it is too far behind.
    public func follow(
        as user: RecordID?, atMost limit: Int, heartbeat: Duration, whenTooSlow: @escaping @Sendable () -> Void
    ) async throws -> Following {
        try check(user, limit)
        try await open()
        // While it opened, others may have come.
        try check(user, limit)
        let (stream, continuation) = AsyncStream.makeStream(of: News.self, bufferingPolicy: .bufferingOldest(Self.patience))
        lastKey += 1
        let key = lastKey
        continuation.onTermination = { [weak self] _ in Task { await self?.leave(key) } }
        followers[key] = Follower(
            user: user, news: continuation, heartbeat: heartbeat, lastHeartbeat: .now, whenTooSlow: whenTooSlow)
        return Following(place: place, news: stream, key: key)
    }

    private func check(_ user: RecordID?, _ limit: Int) throws {
        if isClosed { throw StoreError.unavailable("the server stops") }
        if followers.values.count(where: { $0.user == user }) >= limit { throw TooMany() }
    }

    /// How many follow at this moment.
    var count: Int { followers.count }

    public func leave(_ following: Following) { leave(following.key) }

    private func leave(_ key: Int) { followers.removeValue(forKey: key)?.news.finish() }

    /// Ends all streams at once.
    func close() async {
        isClosed = true
        for follower in followers.values { follower.news.finish() }
        followers = [:]
        bell.ring()
        await reading?.value
    }

    /// Finds the present end, unless somebody reads on from there already.
    private func open() async throws {
        guard reading == nil else { return }
        let opening = self.opening ?? Task { [outbox] in
            try await outbox.settle()
            return try await outbox.bounds().last
        }
        self.opening = opening
        let result = await opening.result
        // The first who wakes up begins to read; a failure is the next one's to try again.
        guard self.opening == opening else { return try await open() }
        self.opening = nil
        place = try result.get()
        reading = Task { await read() }
    }

    /// Reads as long as anybody follows.
    private func read() async {
        var listener = bell.listen()
        defer { listener.leave() }
        // Who made this begin is not among the followers yet.
        repeat {
            do {
                try await tell()
            } catch {
                // The database does not answer; nobody has missed anything when it does again.
            }
            beat()
            await listener.wait(atMost: Self.interval)
        } while !followers.isEmpty && !isClosed
        reading = nil
    }

    private func tell() async throws {
        try await outbox.settle()
        while true {
            let (events, through) = try await outbox.events(after: place)
            guard through > place else { return }
            place = through
            for (key, follower) in followers {
                // A follower that does not keep up would be given gaps: it comes back and says where it was.
                if case .dropped = follower.news.yield(.events(events, through: through)) {
                    leave(key)
                    follower.whenTooSlow()
                }
            }
        }
    }

    private func beat() {
        for (key, follower) in followers where .now - follower.lastHeartbeat >= follower.heartbeat {
            followers[key]?.lastHeartbeat = .now
            // One that has no room for it is told enough.
            follower.news.yield(.heartbeat)
        }
    }
}
