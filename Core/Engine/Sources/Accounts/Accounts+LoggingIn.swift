public import Kernel
import Store

extension Accounts {
    /// What a right password leads to.
    public enum Admission: Sendable {
        case access(Access)
        /// A code is needed as well: hand it in with this secret before it ends.
        case challenge(secret: String, expiresAt: Instant)

        /// The session, where the password was enough.
        public var access: Access? { if case .access(let access) = self { access } else { nil } }
    }

    /// A challenge that waits for the second factor is kept like a session, but lets nobody in.
    private static let challengeKind = "challenge"
    private static let challengeLength: Int64 = 5 * 60_000

    /// The first step of logging in. An unknown login takes as long as a wrong password and is answered alike. Throws
    /// `Refusal.directoryUnreachable` where there is a directory that could not be asked, and the password is none of here.
    ///
    /// - Parameter old: a session that this one takes the place of.
    public func logIn(
        _ login: String, password: String, from origin: Origin = Origin(), replacing old: String? = nil
    ) async throws -> Admission {
        let attempt = try await throttle.begin(login, from: origin)
        let known = try await engine.database.read { try Account.find(login: login, $0) }
        let creating = engine.accountSettings.directoryCreatesUsers
        guard let (account, means) = try await owner(of: password, login: login, known, attempt, creating: creating, from: origin) else {
            try await noteFailure(attempt, known?.user, "password", from: origin)
            throw Refusal.wrongLogin
        }
        guard !account.hasSecondFactor else { return try await challenge(account, after: means, attempt, from: origin) }
        let access = try await admit(account.user, by: means, from: origin) { [throttle] session in
            try throttle.succeeded(attempt, in: session)
            if let old { try Self.end(secret: old, session) }
            return true
        }
        guard let access else { throw Refusal.wrongLogin }
        return .access(access)
    }

    private func challenge(
        _ account: Account, after means: Means, _ attempt: LoginThrottle.Attempt, from origin: Origin
    ) async throws -> Admission {
        let challenge = try NewAccess(
            engine, kind: Self.challengeKind, user: account.user, name: means.rawValue, milliseconds: Self.challengeLength, origin: origin)
        try await engine.database.write { [throttle] session in
            try challenge.insert(session)
            // The code is counted with the login of here and clears that alone, but a directory may also take a mail address.
            if !throttle.counts(attempt, with: account.login) { try throttle.succeeded(attempt, in: session) }
        }
        return .challenge(secret: challenge.secret, expiresAt: challenge.expiresAt)
    }

    /// The second step: a code of the authenticator, or one of the recovery codes.
    public func logIn(
        challenge secret: String, code: String, from origin: Origin = Origin(), replacing old: String? = nil
    ) async throws -> Access {
        let now = engine.clock.now().milliseconds
        let waiting = try await engine.database.read { session -> (account: Account, name: String)? in
            let row = try session.first(
                """
                SELECT user_id, name
                FROM \(name: SystemTables.accesses)
                WHERE hash = \(Secret.hash(secret)) AND kind = \(Self.challengeKind) AND expires_at > \(now)
                """)
            guard let row, let id = row[0].integer, let account = try Account.find(RecordID(rawValue: id), session) else { return nil }
            return (account, row[1].text ?? "")
        }
        guard let (account, first) = waiting else { throw Refusal.challengeEnded }
        let attempt = try await throttle.begin(account.login, from: origin)
        // Which of the two it was is known only inside; it is told by the session's name.
        let means = SecondFactor.means(of: code)
        // A session that began in the directory is known by that: its owner's password is not kept here.
        let name = first == Means.directory.rawValue ? Means.directory : means
        let access = try await admit(account.user, by: means, named: name, from: origin) { [throttle, engine] session in
            guard try SecondFactor(engine).spend(code, of: account.user, in: session) else { return false }
            // Of two that hand in the same challenge at once, one comes in.
            guard try Self.end(secret: secret, session) == 1 else { return false }
            try throttle.succeeded(attempt, in: session)
            if let old { try Self.end(secret: old, session) }
            return true
        }
        guard let access else {
            try await noteFailure(attempt, account.user, "code", from: origin)
            throw Invalid("code", .wrongCode)
        }
        return access
    }

    /// Lets somebody in who was proved to be this user by another system; a second factor is that system's business.
    public func logIn(_ user: RecordID, provedBy means: Means, from origin: Origin) async throws -> Access {
        guard let access = try await admit(user, by: means, from: origin, { _ in true }) else { throw Refusal.wrongLogin }
        return access
    }

    /// Opens a session if `proof`, in the same transaction, says so.
    func admit(
        _ user: RecordID, by means: Means, named name: Means? = nil, from origin: Origin,
        _ proof: @escaping @Sendable (any WriteSession) throws -> Bool
    ) async throws -> Access? {
        let new = try NewAccess(
            engine, kind: Kind.session.rawValue, user: user, name: (name ?? means).rawValue,
            milliseconds: engine.accountSettings.sessionMilliseconds, origin: origin)
        return try await engine.database.write { [engine] session in
            guard try proof(session), let actor = try actor(user, session) else { return nil }
            try forgetEnded(session)
            try Self.makeRoom(for: user, session)
            try new.insert(session)
            let entry = SecurityLog.Entry(
                .logIn, actor: user, address: origin.address, subject: .account(user), details: ["means": .string(means.rawValue)])
            try engine.securityLog.append([entry], in: session)
            return Access(id: new.id, secret: new.secret, expiresAt: new.expiresAt, actor: actor)
        }
    }

    /// Says that somebody failed, but not with what: people type their passwords into the wrong field.
    func noteFailure(_ attempt: LoginThrottle.Attempt, _ user: RecordID?, _ step: String, from origin: Origin) async throws {
        var details: [String: JSON] = ["step": .string(step), "known": .flag(user != nil)]
        if attempt.refusedBefore > 0 { details["refusedBefore"] = JSON(attempt.refusedBefore) }
        let entry = SecurityLog.Entry(
            .logInFailed, actor: nil, address: origin.address, subject: user.map(SecurityLog.Subject.account), details: details)
        try await engine.database.write { [engine, throttle] session in
            try throttle.failed(attempt, in: session)
            try engine.securityLog.append([entry], in: session)
        }
    }

    /// Ends the session or revokes the token with which this is asked. Whoever worked as somebody else is out altogether.
    public func logOut(_ identity: Identity) async throws {
        let access = identity.access.rawValue
        try await engine.write(as: identity.actor) { door in
            let origin = try door.session.first("SELECT origin_id FROM \(name: SystemTables.accesses) WHERE id = \(access)")?[0].integer
            try door.session.execute(
                """
                DELETE FROM \(name: SystemTables.accesses)
                WHERE id = \(access) OR origin_id = \(access) OR id = \(origin)
                """)
            door.note(.logOut, of: identity.actor.user.map(SecurityLog.Subject.account))
        }
    }

    /// Ends what has this secret; says how many there were.
    @discardableResult
    static func end(secret: String, _ session: any WriteSession) throws -> Int {
        try session.execute("DELETE FROM \(name: SystemTables.accesses) WHERE hash = \(Secret.hash(secret))")
    }

    private func forgetEnded(_ session: any WriteSession) throws {
        let now = engine.clock.now().milliseconds
        try session.execute(
            """
            DELETE FROM \(name: SystemTables.accesses)
            WHERE expires_at <= \(now) OR kind = \(Kind.session.rawValue)
            AND COALESCE(last_used_at, created_at) <= \(now - engine.accountSettings.idleMilliseconds)
            """)
    }
}
