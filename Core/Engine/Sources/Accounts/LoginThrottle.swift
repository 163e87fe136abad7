import Foundation
import Kernel
import Store

/// Makes guessing slow. Failed attempts are counted in the database, so that several servers count together; each one beyond the
/// free ones doubles the time until the next is looked at. They are counted for each address, for each account at each address,
/// so that a stranger does not lock out whom they guess at, and more patiently for each account alone, for guessers with many
/// addresses. An address where the account's owner has come in lately is not bound by the last.
///
/// A login that does not exist is counted like one that does. Nothing is looked at while the time runs, not even the right
/// password, so a guesser learns nothing from the answer.
struct LoginThrottle: Sendable {
    let engine: Engine

    /// What is free, and after how long without an attempt all is forgotten.
    private struct Limit {
        let free: Int64
        let memory: Int64
        /// In this time one failure is forgiven, however many go on; nil forgives none while there are any.
        var forgiveness: Int64?

        /// 30 seconds after the last free failure, twice as long after each further one, never more than 15 minutes.
        func pause(after failures: Int64) -> Int64 {
            failures < free ? 0 : min(30_000 << min(failures - free, 10), 900_000)
        }
    }

    private static let account = Limit(free: 5, memory: day)
    /// A hundred a day.
    private static let wide = Limit(free: 100, memory: day, forgiveness: day / 100)
    /// A branch comes out of one address: many more people, of whom somebody has always forgotten something.
    private static let address = Limit(free: 50, memory: 3_600_000)
    /// How long an address stays known as one of the account's owner.
    private static let knownFor = 30 * day
    private static let day: Int64 = 24 * 3_600_000

    /// An attempt that may go on, with the keys under which it counts.
    struct Attempt: Sendable {
        /// Of the login.
        fileprivate let login: String
        fileprivate let account: String
        /// Nil where it does not count.
        fileprivate let wide: String?
        fileprivate let known: String?
        fileprivate let address: String?
        /// How many attempts were refused since the last one that was looked at.
        let refusedBefore: Int64
    }

    private enum Decision: Sendable {
        case go(isKnown: Bool, refusedBefore: Int64)
        case wait(milliseconds: Int64)
    }

    /// Counts an attempt as failed before it is looked at, so that many at once gain nothing. Throws while there is a pause.
    func begin(_ login: String, from origin: Origin) async throws -> Attempt {
        let login = hash(of: login), network = origin.network
        let account = "account:\(login):\(network ?? "")", wide = "account:\(login)"
        let known = network.map { "known:\(login):\($0)" }, address = network.map { "address:\($0)" }
        let now = engine.clock.now().milliseconds
        let decision = try await engine.database.write { session -> Decision in
            try Self.forget(now, session)
            if let address, let counted = try Self.counted(address, session), counted.lockedUntil > now {
                try Self.countRefusal(address, session)
                return .wait(milliseconds: counted.lockedUntil - now)
            }
            let isKnown = try known.map { try Self.counted($0, session) != nil } ?? false
            // Always in this order, so that two attempts never wait for each other.
            let keys = isKnown ? [(account, Self.account)] : [(wide, Self.wide), (account, Self.account)]
            let counts = try keys.map { try Self.locked($0.0, now, session) }
            for ((key, _), counted) in zip(keys, counts) where counted.lockedUntil > now {
                try Self.countRefusal(key, session)
                return .wait(milliseconds: counted.lockedUntil - now)
            }
            for ((key, limit), counted) in zip(keys, counts) { try Self.count(key, counted, now, limit, session) }
            return .go(isKnown: isKnown, refusedBefore: counts.reduce(0) { $0 + $1.refused })
        }
        switch decision {
        case .go(let isKnown, let refused):
            return Attempt(
                login: login, account: account, wide: isKnown ? nil : wide, known: known, address: address, refusedBefore: refused)
        case .wait(let milliseconds): throw Refusal.tooManyAttempts(seconds: (milliseconds + 999) / 1_000)
        }
    }

    private func hash(of login: String) -> String {
        Secret.hash(engine.accountSettings.directory == nil ? login : Self.folded(login))
    }

    /// Whether it is counted with the attempts under this login.
    func counts(_ attempt: Attempt, with login: String) -> Bool { attempt.login == hash(of: login) }

    /// The address is charged only now: those who come in through it must not stand in each other's way.
    func failed(_ attempt: Attempt, in session: any WriteSession) throws {
        guard let address = attempt.address else { return }
        let now = engine.clock.now().milliseconds
        try Self.count(address, try Self.locked(address, now, session), now, Self.address, session)
    }

    /// Nobody could say whether it was right: it counts among the free ones, but never beyond them. An outage of the directory so keeps
    /// nobody out for more than half a minute, and gives nobody more than one guess in that time.
    func undecided(_ attempt: Attempt, in session: any WriteSession) throws {
        let now = engine.clock.now().milliseconds
        let counted = try Self.locked(attempt.account, now, session)
        guard counted.failures > Self.account.free else { return }
        try Self.write(attempt.account, counted.failures - 1, lastAt: now, now, Self.account, session)
        if let wide = attempt.wide { try Self.takeBack(wide, session) }
    }

    /// Clears the account at this address, which is known from now on, and takes back one failure of each of the two alone.
    func succeeded(_ attempt: Attempt, in session: any WriteSession) throws {
        if let wide = attempt.wide { try Self.takeBack(wide, session) }
        try session.execute("DELETE FROM \(name: SystemTables.loginThrottle) WHERE key = \(attempt.account)")
        guard let known = attempt.known, let address = attempt.address else { return }
        let now = engine.clock.now().milliseconds
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.loginThrottle) (key, failures, refused, last_at, locked_until)
            VALUES (\(known), 0, 0, \(now), 0)
            ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at
            """)
        try Self.takeBack(address, session)
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
        let lastAt: Int64
    }

    private static func forget(_ now: Int64, _ session: any WriteSession) throws {
        try session.execute(
            """
            DELETE FROM \(name: SystemTables.loginThrottle)
            WHERE last_at < \(now - knownFor) OR last_at < \(now - account.memory) AND key NOT LIKE 'known:%'
            OR last_at < \(now - address.memory) AND key LIKE 'address:%'
            """)
    }

    private static func counted(_ key: String, _ session: any ReadSession, lock: SQL = .empty) throws -> Counted? {
        let row = try session.first(
            "SELECT failures, locked_until, refused, last_at FROM \(name: SystemTables.loginThrottle) WHERE key = \(key)\(lock)")
        guard let row else { return nil }
        return Counted(
            failures: row[0].integer ?? 0, lockedUntil: row[1].integer ?? 0, refused: row[2].integer ?? 0, lastAt: row[3].integer ?? 0)
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

    /// One failure more.
    private static func count(_ key: String, _ counted: Counted, _ now: Int64, _ limit: Limit, _ session: any WriteSession) throws {
        var (failures, lastAt) = (counted.failures + 1, now)
        if let forgiveness = limit.forgiveness, counted.failures > 0, now > counted.lastAt {
            let elapsed = now - counted.lastAt
            failures = max(counted.failures - elapsed / forgiveness, 0) + 1
            // What is left of the time counts for the next one to be forgiven.
            lastAt = now - elapsed % forgiveness
        }
        try write(key, failures, lastAt: lastAt, now, limit, session)
    }

    private static func write(
        _ key: String, _ failures: Int64, lastAt: Int64, _ now: Int64, _ limit: Limit, _ session: any WriteSession
    ) throws {
        try session.execute(
            """
            UPDATE \(name: SystemTables.loginThrottle)
            SET failures = \(failures), refused = 0, last_at = \(lastAt), locked_until = \(now + limit.pause(after: failures))
            WHERE key = \(key)
            """)
    }

    private static func takeBack(_ key: String, _ session: any WriteSession) throws {
        try session.execute(
            """
            UPDATE \(name: SystemTables.loginThrottle)
            SET failures = failures - 1
            WHERE key = \(key) AND failures > 0
            """)
    }

    private static func countRefusal(_ key: String, _ session: any WriteSession) throws {
        try session.execute("UPDATE \(name: SystemTables.loginThrottle) SET refused = refused + 1 WHERE key = \(key)")
    }
}
