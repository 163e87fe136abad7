public import Kernel
import Store

/// Somebody who proved who they are, and by what.
public struct Identity: Sendable {
    public internal(set) var actor: Actor
    /// The session or token.
    public let access: RecordID
    public let kind: Accounts.Kind
    /// What must be done before anything else; nil when nothing stands in the way.
    public let duty: Duty?

    /// What an account owes before it can be used.
    public enum Duty: String, Sendable, Hashable { case changePassword, setUpSecondFactor }

    /// The same, for a request from this address.
    public func coming(from address: String?) -> Identity {
        var identity = self
        identity.actor.address = address
        return identity
    }

    /// Throws unless people are here themselves and owe nothing.
    public func checkReadiness() throws(Refusal) {
        if let duty { throw .dutyFirst(duty) }
        try checkPresence()
    }

    /// Throws unless people are here themselves: no program changes a password, and nobody does in another's name.
    public func checkPresence() throws(Refusal) {
        guard kind == .session, actor.impersonator == nil else { throw .sessionNeeded }
    }
}

extension Accounts {
    /// How exactly the last use of a session or token is known.
    public static let useInterval: Int64 = 5 * 60_000

    /// Who has this secret; nil when it is unknown, ended, or its user is gone.
    public func identity(secret: String, from origin: Origin = Origin()) async throws -> Identity? {
        let hash = Secret.hash(secret)
        guard let found = try await find("a.hash = \(hash)") else { return nil }
        let now = engine.clock.now().milliseconds
        if now - found.proof.usedAt >= Self.useInterval {
            try await noteUse(of: found.identity.access, since: found.proof.usedAt, from: origin)
        } else {
            engine.remembered.keep(found.proven)
        }
        return found.identity
    }

    /// The same session or token as it stands now; nil when it has ended. Looking is no use of it: an open stream keeps nobody in. What
    /// is read as it from here on throws `Outdated` when it stands so no more.
    public func renewed(_ identity: Identity) async throws -> Identity? {
        try await find("a.id = \(identity.access.rawValue)")?.proven.coming(from: identity.actor.address)
    }

    private func find(_ condition: SQL) async throws -> Found? {
        let now = engine.clock.now().milliseconds
        return try await engine.database.read { [engine] session in
            // One row by access_hash or the key, and at most one of each joined table by its key.
            let row = try session.first(
                """
                SELECT \(Engine.actorColumns), a.id, a.kind, a.scopes, a.impersonator_id, a.name,
                COALESCE(a.last_used_at, a.created_at), u.password_is_temporary, f.confirmed_at, a.hash
                FROM \(name: SystemTables.accesses) AS a
                JOIN \(name: "user") AS u ON u.id = a.user_id
                LEFT JOIN \(name: SystemTables.secondFactors) AS f ON f.user_id = u.id
                WHERE \(condition) AND \(Self.isGood(at: now, engine.accountSettings))
                AND u.deleted_at IS NULL AND u.is_active = 1
                """)
            let generations = try session.generations()
            guard let row, let identity = try identity(row, generations, session) else { return nil }
            let proof = Proof(
                hash: row[13].text ?? "", rights: generations[.rights] ?? 0, catalogue: generations[.catalogue] ?? 0,
                usedAt: row[10].integer ?? now)
            return Found(identity: identity, proof: proof)
        }
    }

    private struct Found: Sendable {
        let identity: Identity
        let proof: Proof

        /// The identity for those who go on with it later.
        var proven: Identity {
            var identity = identity
            identity.actor.proof = proof
            return identity
        }
    }

    /// The actor of a session or token.
    public func actor(secret: String) async throws -> Actor? { try await identity(secret: secret)?.actor }

    private func identity(_ row: Row, _ generations: [Generation: Int64], _ session: any ReadSession) throws -> Identity? {
        guard let access = row[5].integer, let kind = Kind(rawValue: row[6].text ?? ""),
            var actor = try engine.actor(row, generations, in: session)
        else { return nil }
        if kind == .token { actor.scopes = Scopes(stored: row[7].text) }
        if let id = row[8].integer.map(RecordID.init(rawValue:)) {
            // Whoever is no administrator any more works as nobody else.
            guard let impersonator = try self.actor(id, session), engine.permissions.mayImpersonate(impersonator, actor) else { return nil }
            actor.impersonator = id
        }
        return Identity(actor: actor, access: RecordID(rawValue: access), kind: kind, duty: duty(row, kind, actor))
    }

    /// Only people who came in by themselves with a password owe anything; one of the directory is changed there.
    private func duty(_ row: Row, _ kind: Kind, _ actor: Actor) -> Identity.Duty? {
        guard kind == .session, actor.impersonator == nil, row[9].text != Means.singleSignOn.rawValue else { return nil }
        if row[11].flag == true, row[9].text != Means.directory.rawValue { return .changePassword }
        return engine.accountSettings.requiresSecondFactor && row[12].isNull ? .setUpSecondFactor : nil
    }

    /// Of several servers that notice it at once, one writes. That it could not be written is no reason to refuse the request.
    private func noteUse(of access: RecordID, since used: Int64, from origin: Origin) async throws {
        let now = engine.clock.now().milliseconds
        do {
            try await engine.database.write(limit: .seconds(2)) { session in
                try session.execute(
                    """
                    UPDATE \(name: SystemTables.accesses)
                    SET last_used_at = \(now), address = COALESCE(\(origin.address), address)
                    WHERE id = \(access.rawValue) AND COALESCE(last_used_at, created_at) = \(used)
                    """)
            }
        } catch StoreError.timedOut, StoreError.conflict {
            return
        }
    }
}
