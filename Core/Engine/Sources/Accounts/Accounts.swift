public import Kernel
import Store

/// Who somebody is: passwords and second factors, sessions of people, tokens of programs.
///
/// Each step of the way in has a file of its own: `+LoggingIn`, `Identity` (every request after that), `+Accesses`, `+Tokens`,
/// `+Passwords`, `+SecondFactor`, `+Impersonating`.
public struct Accounts: Sendable {
    let engine: Engine

    /// What lets somebody in.
    public enum Kind: String, Sendable { case session, token }

    /// How somebody came to a session.
    public enum Means: String, Sendable { case password, code, recoveryCode, singleSignOn, directory, impersonation }

    public static let sessionLength = AccountSettings().sessionMilliseconds

    var throttle: LoginThrottle { LoginThrottle(engine: engine) }

    /// A secret to hand out once, and when it ends.
    public struct Access: Sendable {
        public let id: RecordID
        public let secret: String
        public let expiresAt: Instant
        public let actor: Actor
    }

    /// The actor of a user by login, for the command line.
    public func actor(login: String) async throws -> Actor? {
        guard let id = try await user(login: login) else { return nil }
        return try await engine.actor(of: id)
    }

    public func user(login: String) async throws -> RecordID? {
        try await engine.database.read { try Account.find(login: login, $0)?.user }
    }

    /// Whether nobody can log in yet.
    public func isEmpty() async throws -> Bool {
        try await engine.database.read { session in
            try session.first("SELECT 1 FROM \(name: "user") WHERE password_hash IS NOT NULL AND deleted_at IS NULL LIMIT 1") == nil
        }
    }

    /// The actor of a user who may work.
    func actor(_ user: RecordID, _ session: any ReadSession) throws -> Actor? {
        try session.first(
            """
            SELECT \(Engine.actorColumns)
            FROM \(name: "user") AS u
            WHERE u.id = \(user.rawValue) AND u.deleted_at IS NULL AND u.is_active = 1
            """
        ).flatMap { try engine.actor($0, in: session) }
    }
}

/// What proving who somebody is needs to know of them.
struct Account: Sendable {
    let user: RecordID
    let login: String
    let name: String
    let passwordHash: String?
    let hasSecondFactor: Bool

    static func find(login: String, _ session: any ReadSession) throws -> Account? { try find("u.login = \(login)", session) }
    static func find(_ user: RecordID, _ session: any ReadSession) throws -> Account? { try find("u.id = \(user.rawValue)", session) }

    private static func find(_ condition: SQL, _ session: any ReadSession) throws -> Account? {
        let row = try session.first(
            """
            SELECT u.id, u.login, u.name, u.password_hash, f.confirmed_at
            FROM \(name: "user") AS u
            LEFT JOIN \(name: SystemTables.secondFactors) AS f ON f.user_id = u.id
            WHERE \(condition) AND u.deleted_at IS NULL AND u.is_active = 1
            """)
        guard let row, let id = row[0].integer else { return nil }
        return Account(
            user: RecordID(rawValue: id), login: row[1].text ?? "", name: row[2].text ?? "", passwordHash: row[3].text,
            hasSecondFactor: !row[4].isNull)
    }

    /// Whether this is the account's password. Takes as long for an account that does not exist.
    static func matches(_ password: String, _ account: Account?) async throws -> Bool {
        let hash = account?.passwordHash ?? nobodysHash
        let matches = try await PasswordGate.shared.run { Password.matches(password, hash: hash) }
        return matches && account?.passwordHash != nil
    }

    /// The hash of a password that nobody knows.
    private static let nobodysHash = Password.hash(Secret.make()) ?? ""
}
