public import Kernel
import Store

extension Accounts {
    /// Throws unless the password is good enough for somebody of whom this is known.
    public func checkPassword(_ password: String, of known: [String], field: String) throws(Invalid) {
        try engine.passwordPolicy.check(password, of: known, field: field)
    }

    /// Sets a password in somebody's name and ends the sessions that were opened with the old one.
    ///
    /// - Parameter temporary: the owner must choose another one before anything else.
    public func setPassword(_ password: String, of user: RecordID, temporary: Bool = false, as actor: Actor = .system) async throws {
        let account = try await engine.database.read { try Account.find(user, $0) }
        try engine.passwordPolicy.check(password, of: account.map { [$0.login, $0.name] } ?? [], field: "password")
        try await write(password, of: user, temporary: temporary, keeping: nil, as: actor)
    }

    /// Sets the known password of made-up people, which no policy would let pass.
    func setDemonstrationPassword(of user: RecordID) async throws {
        try await write(People.demonstrationPassword, of: user, temporary: false, keeping: nil, as: .system)
    }

    /// Somebody's own change of password. It ends all other sessions.
    public func changePassword(of identity: Identity, from old: String, to new: String, from origin: Origin) async throws {
        try identity.checkPresence()
        // Whoever has a password in the directory only gets none here by it: it would outlive that one.
        let account = try await prove(identity, password: old, field: "oldPassword", by: [.password], from: origin)
        guard new != old else { throw Invalid("newPassword", .sameAsBefore) }
        try engine.passwordPolicy.check(new, of: [account.login, account.name], field: "newPassword")
        try await write(new, of: account.user, temporary: false, keeping: identity.access, as: identity.actor)
    }

    /// Asks somebody who is logged in for the password again. Guessing is slowed down as at the login.
    func prove(
        _ identity: Identity, password: String, field: String, by means: Set<Means> = [.password, .directory], from origin: Origin
    ) async throws -> Account {
        guard let user = identity.actor.user, let account = try await engine.database.read({ try Account.find(user, $0) }) else {
            throw Refusal.notLoggedIn
        }
        let attempt = try await throttle.begin(account.login, from: origin)
        guard try await isPassword(password, of: account, by: means, attempt, from: origin) else {
            try await noteFailure(attempt, account.user, "password", from: origin)
            throw Invalid(field, .wrongPassword)
        }
        try await engine.database.write { [throttle] in try throttle.succeeded(attempt, in: $0) }
        return account
    }

    private func isPassword(
        _ password: String, of account: Account, by means: Set<Means>, _ attempt: LoginThrottle.Attempt, from origin: Origin
    ) async throws -> Bool {
        guard means.contains(.directory) else { return try await Account.matches(password, account) }
        let owner = try await owner(of: password, login: account.login, account, attempt, creating: false, from: origin)
        return owner?.account.user == account.user
    }

    /// The same before something that outlasts the session. Who comes in by another system may have no password to give.
    public func proveAgain(_ identity: Identity, password: String?, from origin: Origin) async throws {
        guard let user = identity.actor.user, let account = try await engine.database.read({ try Account.find(user, $0) }) else {
            throw Refusal.notLoggedIn
        }
        guard account.passwordHash != nil || engine.accountSettings.directory != nil else { return }
        guard let password else { throw Invalid("password", .required) }
        _ = try await prove(identity, password: password, field: "password", from: origin)
    }

    private func write(
        _ password: String, of user: RecordID, temporary: Bool, keeping kept: RecordID?, as actor: Actor
    ) async throws {
        guard let hash = try await PasswordGate.shared.run({ Password.hash(password) }) else {
            throw StoreError.unavailable("no memory for a password hash")
        }
        // Everybody may write this one field of their own account, which the entity's rights keep to administrators.
        try await engine.write(as: .system) { door in
            let values: Values = ["passwordHash": .text(hash), "passwordIsTemporary": .flag(temporary)]
            try door.perform(.edit(user, values), on: User.schema.definition)
            try door.session.execute(
                """
                DELETE FROM \(name: SystemTables.accesses)
                WHERE (user_id = \(user.rawValue) AND kind <> \(Kind.token.rawValue) OR impersonator_id = \(user.rawValue))
                AND id <> \(kept?.rawValue ?? 0)
                """)
            door.note(.passwordChanged, of: .account(user), by: actor, ["temporary": .flag(temporary)])
        }
    }
}
