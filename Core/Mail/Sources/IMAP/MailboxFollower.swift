/// Brings every mail of a folder, each once, as long as it runs: what is there, and what comes.
public struct MailboxFollower: Sendable {
    public var folder = "INBOX"
    /// Larger ones are told of and not read.
    public var maximumBytes = MessageLimits().bytes
    /// Shared by followers that are to be in memory together with their large mails only so far.
    public var gate: MailGate?
    /// How long it listens at a time. Many firewalls forget connections that are silent longer than this.
    public var idleTime = Duration.seconds(9 * 60)
    /// How long it waits when the server is away; twice as long each time, up to the longest.
    public var firstPause = Duration.seconds(1)
    public var longestPause = Duration.seconds(300)
    /// Hears how it goes: nil whenever the folder was opened, and what was wrong before each pause.
    public var onConnection: @Sendable (MailError?) async -> Void = { _ in }

    private let client: IMAPClient

    public init(_ client: IMAPClient) { self.client = client }

    public enum Start: Sendable {
        /// Behind the last mail that was taken.
        case after(UIDPlace)
        case beginning
        /// Only what comes from now on.
        case now
    }

    public enum Event: Sendable, Equatable {
        /// It follows from here on: the place to keep when nothing was kept yet.
        case started(UIDPlace)
        case mail([UInt8], UIDPlace)
        /// With its headers, as far as they are of a usual length.
        case oversized(bytes: Int, headers: [UInt8], UIDPlace)

        /// The place to keep together with what was made of the event.
        public var place: UIDPlace {
            switch self {
            case .started(let place), .mail(_, let place), .oversized(_, _, let place): place
            }
        }
    }

    /// Calls for one event after the other, and connects again when the server was away.
    ///
    /// A mail counts as taken when the call returns: whoever keeps the event's place together with what it made of the mail, and begins
    /// `.after` it next time, gets each mail exactly once. Ends by throwing: what `take` throws, `CancellationError`, or a `MailError`
    /// that waiting does not cure. With `.renumbered` the kept place means nothing any more; the mails that were taken can be told by
    /// their Message-IDs.
    public func follow(from start: Start, _ take: (Event) async throws -> Void) async throws -> Never {
        var start = start
        var pause = firstPause
        while true {
            do {
                try await client.session { session in
                    var place = try await begin(start, in: session, take)
                    start = .after(place)
                    pause = firstPause
                    await onConnection(nil)
                    while true {
                        for uid in try await session.uids(above: place.uid) {
                            place.uid = uid
                            if let size = try await session.size(of: uid) { try await deliver(uid, size, place, in: session, take) }
                            start = .after(place)
                        }
                        _ = try await session.waitForNews(atMost: idleTime)
                    }
                }
            } catch let failure as TakingFailed {
                throw failure.reason
            } catch let error as MailError where error.isTemporary {
                await onConnection(error)
                try await Task.sleep(for: pause)
                pause = min(pause * 2, longestPause)
            }
        }
    }

    private func begin(_ start: Start, in session: IMAPSession, _ take: (Event) async throws -> Void) async throws -> UIDPlace {
        let opened = try await session.select(folder, readOnly: true)
        var place = opened.beginning
        switch start {
        case .after(let kept):
            guard kept.validity == opened.validity else { throw MailError.renumbered(now: opened.beginning) }
            return kept
        case .beginning: break
        case .now:
            if let next = opened.nextUID { place.uid = next - 1 } else { place.uid = try await session.uids(above: 0).last ?? 0 }
        }
        try await Self.deliver(.started(place), take)
        return place
    }

    /// Reads a mail of a known size and has it taken, when there is room for it.
    private func deliver(_ uid: UInt32, _ size: Int, _ place: UIDPlace, in session: IMAPSession, _ take: (Event) async throws -> Void) async throws {
        guard size <= maximumBytes else {
            return try await Self.deliver(.oversized(bytes: size, headers: try await session.headers(of: uid), place), take)
        }
        func read() async throws {
            guard case .mail(let bytes) = try await session.whole(uid, maximum: maximumBytes) else { return }
            try await Self.deliver(.mail(bytes, place), take)
        }
        if let gate { try await gate.pass(size, read) } else { try await read() }
    }

    /// What goes wrong there is not the server's fault, even if it looks so.
    private static func deliver(_ event: Event, _ take: (Event) async throws -> Void) async throws {
        do { try await take(event) } catch { throw TakingFailed(reason: error) }
    }

    private struct TakingFailed: Error { let reason: any Error }
}
