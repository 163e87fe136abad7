public import Kernel
public import Store

/// A way to tell people beside the pages. A module brings one: `Module.noticeChannel`. Without one that is ready, mail is no choice, and
/// nothing waits for it.
public protocol NoticeChannel: Sendable {
    /// Hands a letter over; what it throws has the letter tried again later. One may come twice after a crash.
    func send(_ letter: NoticeLetter, to user: RecordID, from engine: Engine) async throws

    /// Whether it can send at present: until then nobody is offered mail, and nothing waits for it.
    func isReady(_ session: any ReadSession) throws -> Bool
}

/// What somebody has not read yet, in their language and with what they may see.
public struct NoticeLetter: Sendable, Hashable {
    public let language: Language
    public let subject: String
    /// Newest first.
    public let notices: [Notice]
}

/// The letters that are due: a job for each moment at which some are, so that two jobs never write to the same person of the same things.
enum NoticeMail {
    static let name = "noticeMail"
    private static let users = 100
    /// After the moment: servers whose clocks are behind may still be adding to it.
    private static let delay: Int64 = 5_000

    static func enqueue(_ due: Instant, through door: Door) throws {
        try door.enqueue(name, ["due": .string(due.description)], at: due + delay, uniqueKey: due.description)
    }

    static let job = JobKind(name) { payload, run in
        guard let due = payload["due"]?.string.flatMap({ Instant($0) })?.milliseconds else { throw FinalFailure("badPayload", payload.text) }
        guard let channel = run.engine.noticeChannel else { return ["sent": 0] }
        var sent = 0, last = RecordID(rawValue: 0), failure: (any Error)?
        while true {
            let waiting = try await waiting(due, after: last, run.engine)
            guard let end = waiting.last else { break }
            last = end
            for user in waiting {
                do {
                    if try await send(due, to: user, by: channel, run) { sent += 1 }
                } catch let error as CancellationError {
                    throw error
                } catch {
                    // The others get theirs all the same.
                    failure = error
                }
                try await run.progress(sent)
            }
        }
        if let failure { throw failure }
        return ["sent": JSON(sent)]
    }

    private static func waiting(_ due: Int64, after last: RecordID, _ engine: Engine) async throws -> [RecordID] {
        try await engine.database.read { session in
            try session.rows(
                """
                SELECT DISTINCT user_id
                FROM \(name: SystemTables.notices)
                WHERE mail_at = \(due) AND user_id > \(last.rawValue)
                ORDER BY user_id
                LIMIT \(users)
                """
            ).compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
        }
    }

    /// What has been read meanwhile needs no letter; who may not work any more gets none.
    private static func send(_ due: Int64, to user: RecordID, by channel: any NoticeChannel, _ run: JobRun) async throws -> Bool {
        var isSent = false
        if let actor = try await run.engine.actor(of: user) {
            let notices = try await run.engine.read(as: actor) { reader in
                try reader.notices("user_id = \(user.rawValue) AND read_at IS NULL AND mail_at = \(due)", limit: Notices.maximumLimit)
            }
            if !notices.isEmpty {
                let subject = run.engine.catalogue.texts.text("notice.letter", actor.language, ["n": String(notices.count)])
                try await channel.send(NoticeLetter(language: actor.language, subject: subject, notices: notices), to: user, from: run.engine)
                isSent = true
            }
        }
        try await run.write { door in
            try door.session.execute(
                "UPDATE \(name: SystemTables.notices) SET mail_at = NULL WHERE user_id = \(user.rawValue) AND mail_at = \(due)")
        }
        return isSent
    }
}
