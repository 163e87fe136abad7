import Foundation
public import Kernel
import Store

/// Who somebody is: passwords, sessions of people, tokens of programs.
public struct Accounts: Sendable {
    let engine: Engine

    /// What lets somebody in.
    public enum Kind: String, Sendable { case session, token }

    public static let sessionLength: Int64 = 12 * 3_600_000

    /// A secret to hand out once, and when it ends.
    public struct Access: Sendable {
        public let secret: String
        public let expiresAt: Instant
        public let actor: Actor
    }

    /// Logs a person in. An unknown login takes as long as a wrong password, so that neither tells the other.
    public func logIn(_ login: String, password: String) async throws -> Access {
        let found = try await engine.database.read { session in try session.first(Self.account(login: login)) }
        let hash = found?["password_hash"].text ?? Self.nobodysHash
        let matches = await PasswordGate.shared.run { Password.matches(password, hash: hash) }
        guard matches, let found, found["password_hash"].text != nil, let id = found["id"].integer else { throw Refusal.wrongLogin }
        return try await grant(.session, to: RecordID(rawValue: id), name: "", milliseconds: Self.sessionLength)
    }

    /// The actor of a session or token; nil when the secret is unknown, ended, or its user is gone.
    public func actor(secret: String) async throws -> Actor? {
        let hash = Secret.hash(secret), now = engine.clock.now().milliseconds
        return try await engine.database.read { [engine] session in
            try session.first(
                """
                SELECT \(Engine.actorColumns)
                FROM \(name: SystemTables.accesses) AS a
                JOIN \(name: "user") AS u ON u.id = a.user_id
                WHERE a.hash = \(hash) AND a.expires_at > \(now) AND u.deleted_at IS NULL AND u.is_active = 1
                """
            ).flatMap { try engine.actor($0, in: session) }
        }
    }

    public func logOut(secret: String) async throws {
        let hash = Secret.hash(secret)
        try await engine.database.write { session in
            try session.execute("DELETE FROM \(name: SystemTables.accesses) WHERE hash = \(hash)")
        }
    }

    /// Makes a session or token for a user and forgets those that have ended.
    public func grant(_ kind: Kind, to user: RecordID, name: String, milliseconds: Int64) async throws -> Access {
        let secret = Secret.make(), now = engine.clock.now(), id = try engine.ids.next(bucket: user.bucket)
        let expiresAt = now + milliseconds
        let actor = try await engine.database.write { [engine] session -> Actor? in
            try session.execute("DELETE FROM \(name: SystemTables.accesses) WHERE expires_at <= \(now.milliseconds)")
            try session.execute(
                """
                INSERT INTO \(name: SystemTables.accesses) (id, hash, user_id, kind, name, created_at, expires_at)
                VALUES (\(id.rawValue), \(Secret.hash(secret)), \(user.rawValue), \(kind.rawValue), \(name), \(now.milliseconds),
                \(expiresAt.milliseconds))
                """)
            return try session.first(
                "SELECT \(Engine.actorColumns) FROM \(name: "user") AS u WHERE u.id = \(user.rawValue)"
            ).flatMap { try engine.actor($0, in: session) }
        }
        guard let actor else { throw Refusal.wrongLogin }
        return Access(secret: secret, expiresAt: expiresAt, actor: actor)
    }

    /// Sets a password and ends the sessions that were opened with the old one.
    public func setPassword(_ password: String, of user: RecordID) async throws {
        guard password.unicodeScalars.count >= Password.minimumLength else {
            throw Invalid("password", .outOfRange, ["min": String(Password.minimumLength), "max": String(Password.maximumLength)])
        }
        guard password.unicodeScalars.count <= Password.maximumLength else {
            throw Invalid("password", .tooLong, ["max": String(Password.maximumLength)])
        }
        guard let hash = await PasswordGate.shared.run({ Password.hash(password) }) else {
            throw StoreError.unavailable("no memory for a password hash")
        }
        try await engine.write(as: .system) { door in
            try door.perform(.edit(user, ["passwordHash": .text(hash)]), on: User.schema.definition)
            try door.session.execute(
                "DELETE FROM \(name: SystemTables.accesses) WHERE user_id = \(user.rawValue) AND kind = \(Kind.session.rawValue)")
        }
    }

    public func user(login: String) async throws -> RecordID? {
        try await engine.database.read { session in
            try session.first(Self.account(login: login))?["id"].integer.map(RecordID.init(rawValue:))
        }
    }

    /// The actor of a user by login, for the command line.
    public func actor(login: String) async throws -> Actor? {
        guard let id = try await user(login: login) else { return nil }
        return try await engine.actor(of: id)
    }

    /// Whether nobody can log in yet.
    public func isEmpty() async throws -> Bool {
        try await engine.database.read { session in
            try session.first("SELECT 1 FROM \(name: "user") WHERE password_hash IS NOT NULL AND deleted_at IS NULL LIMIT 1") == nil
        }
    }

    private static func account(login: String) -> SQL {
        """
        SELECT id, password_hash
        FROM \(name: "user")
        WHERE login = \(login) AND deleted_at IS NULL AND is_active = 1
        """
    }

    /// The hash of a password that nobody knows, for logins that do not exist.
    private static let nobodysHash = Password.hash(Secret.make()) ?? ""
}

/// At most two password hashes at once: each takes 19 MiB and a core.
actor PasswordGate {
    static let shared = PasswordGate()
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        if running >= 2 { await withCheckedContinuation { waiting.append($0) } } else { running += 1 }
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
        // The place passes to the next in line, or becomes free.
        if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
        return result
    }
}
