public import Kernel
import Store

extension Accounts {
    private static let impersonationLength: Int64 = 3_600_000

    /// Lets an administrator work as somebody else for at most an hour, to see what they see. Both stand in the traces.
    ///
    /// The session is the user's, so rights are the user's; passwords and second factors cannot be touched in it.
    public func impersonate(_ user: RecordID, reason: String, by identity: Identity, from origin: Origin) async throws -> Access {
        try identity.checkReadiness()
        let reason = reason.trimmingBlanks
        guard !reason.isEmpty else { throw Invalid("reason", .required) }
        guard reason.count <= 200 else { throw Invalid("reason", .tooLong, ["max": "200"]) }
        let new = try NewAccess(
            engine, kind: Kind.session.rawValue, user: user, name: Means.impersonation.rawValue, milliseconds: Self.impersonationLength,
            impersonator: identity.actor.user, begunFrom: identity.access, origin: origin)
        return try await engine.write(as: identity.actor) { [engine] door in
            guard let other = try actor(user, door.session) else {
                throw Refusal.notFound(entity: User.name, id: user.description)
            }
            guard engine.permissions.mayImpersonate(identity.actor, other) else { throw Refusal.mayNotImpersonate }
            try new.insert(door.session)
            door.note(.impersonationStarted, of: .account(user), ["reason": .string(reason), "access": .string(new.id.description)])
            return Access(id: new.id, secret: new.secret, expiresAt: new.expiresAt, actor: other)
        }
    }

    /// Goes back to the administrator's own session, which gets a new secret; nil when that has ended meanwhile.
    public func endImpersonation(_ identity: Identity) async throws -> Access? {
        guard let administrator = identity.actor.impersonator, let user = identity.actor.user else { throw Refusal.notImpersonating }
        let secret = Secret.make(), now = engine.clock.now().milliseconds, idle = engine.accountSettings.idleMilliseconds
        return try await engine.write(as: identity.actor) { door in
            let origin = try door.session.first(
                """
                SELECT o.id, o.expires_at
                FROM \(name: SystemTables.accesses) AS a
                JOIN \(name: SystemTables.accesses) AS o ON o.id = a.origin_id
                WHERE a.id = \(identity.access.rawValue) AND o.expires_at > \(now) AND COALESCE(o.last_used_at, o.created_at) > \(now - idle)
                """)
            try door.session.execute("DELETE FROM \(name: SystemTables.accesses) WHERE id = \(identity.access.rawValue)")
            door.note(.impersonationEnded, of: .account(user))
            guard let id = origin?[0].integer, let end = origin?[1].integer, let actor = try actor(administrator, door.session) else {
                return nil
            }
            try door.session.execute(
                """
                UPDATE \(name: SystemTables.accesses)
                SET hash = \(Secret.hash(secret)), last_used_at = \(now)
                WHERE id = \(id)
                """)
            return Access(id: RecordID(rawValue: id), secret: secret, expiresAt: Instant(milliseconds: end), actor: actor)
        }
    }
}
