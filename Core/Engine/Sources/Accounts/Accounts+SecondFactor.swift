public import Kernel
import Store

extension Accounts {
    /// What an authenticator app needs to know; shown once.
    public struct Enrolment: Sendable {
        /// In letters and digits, to be typed.
        public let secret: String
        /// `otpauth://…`, to be drawn as a QR code.
        public let uri: String
    }

    private static let issuer = "Guanxi"

    /// Begins to set up a second factor. It counts from its confirmation on.
    public func enrolSecondFactor(_ identity: Identity, password: String, from origin: Origin) async throws -> Enrolment {
        try identity.checkPresence()
        let account = try await prove(identity, password: password, field: "password", from: origin)
        guard !account.hasSecondFactor else { throw Refusal.secondFactorIsOn }
        let secret = OneTimeCode.newSecret()
        try await engine.database.write { [engine] in try SecondFactor(engine).begin(secret, for: account.user, in: $0) }
        return Enrolment(
            secret: Base32.text(secret), uri: OneTimeCode(secret: secret).uri(account: account.login, issuer: Self.issuer))
    }

    /// Switches it on with a first code; returns the recovery codes, which are shown once.
    public func confirmSecondFactor(_ identity: Identity, code: String) async throws -> [String] {
        try identity.checkPresence()
        guard let user = identity.actor.user else { throw Refusal.notLoggedIn }
        return try await engine.write(as: identity.actor) { [engine] door in
            let factor = SecondFactor(engine)
            guard SecondFactor.means(of: code) == .code,
                try factor.spend(code, of: user, isConfirmed: false, in: door.session)
            else { throw Invalid("code", .wrongCode) }
            door.note(.twoFactorOn, of: .account(user))
            return try factor.confirm(user, in: door.session)
        }
    }

    /// Switches it off, with the password and a code.
    public func removeSecondFactor(_ identity: Identity, password: String, code: String, from origin: Origin) async throws {
        try await proving(identity, password: password, code: code, from: origin) { [engine] door, user in
            _ = try SecondFactor(engine).remove(user, in: door.session)
            door.note(.twoFactorOff, of: .account(user))
        }
    }

    /// New recovery codes, for whoever has used theirs up or mislaid them; the old ones are good for nothing any more.
    public func renewRecoveryCodes(_ identity: Identity, password: String, code: String, from origin: Origin) async throws -> [String] {
        try await proving(identity, password: password, code: code, from: origin) { [engine] door, user in
            door.note(.twoFactorOn, of: .account(user), ["renewed": "recoveryCodes"])
            return try SecondFactor(engine).renewRecoveryCodes(of: user, in: door.session)
        }
    }

    /// Makes a change of the second factor for whoever gives both the password and a code.
    private func proving<T: Sendable>(
        _ identity: Identity, password: String, code: String, from origin: Origin,
        _ change: @escaping @Sendable (Door, RecordID) throws -> T
    ) async throws -> T {
        try identity.checkPresence()
        let account = try await prove(identity, password: password, field: "password", from: origin)
        guard account.hasSecondFactor else { throw Refusal.secondFactorIsOff }
        let attempt = try await throttle.begin(account.login, from: origin)
        let done = try await engine.write(as: identity.actor) { [engine, throttle] door -> T? in
            guard try SecondFactor(engine).spend(code, of: account.user, in: door.session) else { return nil }
            try throttle.succeeded(attempt, in: door.session)
            return try change(door, account.user)
        }
        if let done { return done }
        try await noteFailure(attempt, account.user, "code", from: origin)
        throw Invalid("code", .wrongCode)
    }

    /// Takes away somebody's second factor, for one who has lost it; their sessions end.
    public func resetSecondFactor(of user: RecordID, as actor: Actor) async throws {
        try await engine.write(as: actor) { [engine] door in
            guard try SecondFactor(engine).remove(user, in: door.session) else { throw Refusal.secondFactorIsOff }
            try Self.revokeAll(of: user, keeping: nil, tokens: false, door)
            door.note(.twoFactorOff, of: .account(user), ["reset": true])
        }
    }
}
