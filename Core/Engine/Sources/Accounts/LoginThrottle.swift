import Foundation
import Kernel
import Store

/// Makes guessing slow. Failed attempts are counted for each account and each address, in the database, so that several servers
/// count together; each one beyond the free ones doubles the time until the next is looked at.
///
/// A login that does not exist is counted like one that does. Nothing is looked at while the time runs, not even the right
/// password, so a guesser learns nothing from the answer.
struct LoginThrottle: Sendable {
    let engine: Engine

    /// What is free, and after how long without an attempt all is forgotten.
    private struct Limit {
        let free: Int64
        let memory: Int64

        /// 30 seconds after the last free failure, twice as long after each further one, never more than 15 minutes.
        func pause(after failures: Int64) -> Int64 {
            failures < free ? 0 : min(30_000 << min(failures - free, 10), 900_000)
        }
    }

    private static let account = Limit(free: 5, memory: 24 * 3_600_000)
    /// A branch comes out of one address: many more people, of whom somebody has always forgotten something.
    private static let address = Limit(free: 50, memory: 3_600_000)

    /// An attempt that may go on.
    struct Attempt: Sendable {
        fileprivate let account: String
        fileprivate let address: String?
        /// How many attempts were refused since the last one that was looked at.
        let refusedBefore: Int64
    }

    private enum Decision: Sendable {
        case go(refusedBefore: Int64)
        case wait(milliseconds: Int64)
    }

    /// Counts an attempt as failed before it is looked at, so that many at once gain nothing. Throws while there is a pause.
    func begin(_ login: String, from origin: Origin) async throws -> Attempt {
        let account = key(of: login), address = origin.network.map { "address:" + $0 }
        let now = engine.clock.now().milliseconds
        let decision = try await engine.database.write { session -> Decision in
            try Self.forget(now, session)
            if let address, let counted = try Self.counted(address, session), counted.lockedUntil > now {
                try Self.countRefusal(address, session)
                return .wait(milliseconds: counted.lockedUntil - now)
            }
            let counted = try Self.locked(account, now, session)
            guard counted.lockedUntil <= now else {
                try Self.countRefusal(account, session)
                return .wait(milliseconds: counted.lockedUntil - now)
            }
            try Self.count(account, counted.failures + 1, now, Self.account, session)
            return .go(refusedBefore: counted.refused)
        }
        switch decision {
        case .go(let refused): return Attempt(account: account, address: address, refusedBefore: refused)
        case .wait(let milliseconds): throw Refusal.tooManyAttempts(seconds: (milliseconds + 999) / 1_000)
        }
    }

    private func key(of login: String) -> String {
        "account:" + Secret.hash(engine.accountSettings.directory == nil ? login : Self.folded(login))
    }

    /// Whether it is counted with the attempts under this login.
    func counts(_ attempt: Attempt, with login: String) -> Bool { attempt.account == key(of: login) }

    /// The address is charged only now: those who come in through it must not stand in each other's way.
    func failed(_ attempt: Attempt, in session: any WriteSession) throws {
        guard let address = attempt.address else { return }
        let now = engine.clock.now().milliseconds
        let counted = try Self.locked(address, now, session)
        try Self.count(address, counted.failures + 1, now, Self.address, session)
    }

    /// Nobody could say whether it was right: it counts among the free ones, but never beyond them. An outage of the directory so keeps
    /// nobody out for more than half a minute, and gives nobody more than one guess in that time.
    func undecided(_ attempt: Attempt, in session: any WriteSession) throws {
        let now = engine.clock.now().milliseconds
        let counted = try Self.locked(attempt.account, now, session)
        guard counted.failures > Self.account.free else { return }
        try Self.count(attempt.account, counted.failures - 1, now, Self.account, session)
    }

    /// Clears the account, and takes back one failure of the address.
    func succeeded(_ attempt: Attempt, in session: any WriteSession) throws {
        try session.execute("DELETE FROM \(name: SystemTables.loginThrottle) WHERE key = \(attempt.account)")
        guard let address = attempt.address else { return }
        try session.execute(
            """
            UPDATE \(name: SystemTables.loginThrottle)
            SET failures = failures - 1
            WHERE key = \(address) AND failures > 0
            """)
    }

    /// A directory finds the same entry whatever the case, width, accents, spaces and invisible characters (RFC 4518, and more than
    /// that): each spelling with a count of its own would be as many more guesses at one password.
    private static func folded(_ login: String) -> String {
        let plain = login.decomposedStringWithCompatibilityMapping.uppercased().lowercased()
        let kept = plain.unicodeScalars.filter { scalar in
            let properties = scalar.properties
            return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
                && ![.control, .format, .nonspacingMark].contains(properties.generalCategory)
        }
        return String(String.UnicodeScalarView(kept))
    }

    private struct Counted {
        let failures: Int64
        let lockedUntil: Int64
        let refused: Int64
    }

    private static func forget(_ now: Int64, _ session: any WriteSession) throws {
        try session.execute(
            """
            DELETE FROM \(name: SystemTables.loginThrottle)
            WHERE last_at < \(now - account.memory) OR last_at < \(now - address.memory) AND key LIKE 'address:%'
            """)
    }

    private static func counted(_ key: String, _ session: any ReadSession, lock: SQL = .empty) throws -> Counted? {
        let row = try session.first(
            "SELECT failures, locked_until, refused FROM \(name: SystemTables.loginThrottle) WHERE key = \(key)\(lock)")
        guard let row else { return nil }
        return Counted(failures: row[0].integer ?? 0, lockedUntil: row[1].integer ?? 0, refused: row[2].integer ?? 0)
    }

    /// The count of a key, held until the transaction ends.
    private static func locked(_ key: String, _ now: Int64, _ session: any WriteSession) throws -> Counted {
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.loginThrottle) (key, failures, refused, last_at, locked_until)
            VALUES (\(key), 0, 0, \(now), 0)
            ON CONFLICT (key) DO NOTHING
            """)
        guard let counted = try counted(key, session, lock: .perDialect(sqlite: .empty, postgres: " FOR UPDATE")) else {
            throw StoreError.conflict(code: "loginThrottle")
        }
        return counted
    }

    private static func count(_ key: String, _ failures: Int64, _ now: Int64, _ limit: Limit, _ session: any WriteSession) throws {
        try session.execute(
            """
            UPDATE \(name: SystemTables.loginThrottle)
            SET failures = \(failures), refused = 0, last_at = \(now), locked_until = \(now + limit.pause(after: failures))
            WHERE key = \(key)
            """)
    }

    private static func countRefusal(_ key: String, _ session: any WriteSession) throws {
        try session.execute("UPDATE \(name: SystemTables.loginThrottle) SET refused = refused + 1 WHERE key = \(key)")
    }
}
