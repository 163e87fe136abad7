import Kernel
import Store
import Synchronization

/// With what somebody's rights were found out: as long as it holds, they are who they were. It is checked on the very snapshot from
/// which they read, so nothing that was taken from them is shown to them later (decision 034).
struct Proof: Sendable, Hashable {
    /// Of the secret.
    let hash: String
    let rights: Int64
    let catalogue: Int64
    let usedAt: Int64

    func check(_ session: any ReadSession, _ settings: AccountSettings, now: Instant) throws {
        let now = now.milliseconds
        let row = try session.first(
            """
            SELECT (SELECT value FROM \(name: SystemTables.generations) WHERE name = \(Generation.rights.rawValue)),
            (SELECT value FROM \(name: SystemTables.generations) WHERE name = \(Generation.catalogue.rawValue))
            FROM \(name: SystemTables.accesses) AS a
            WHERE a.hash = \(hash) AND \(Accounts.isGood(at: now, settings))
            """)
        guard let row, row[0].integer ?? 0 == rights, row[1].integer ?? 0 == catalogue else { throw Accounts.Outdated() }
    }
}

extension Accounts {
    /// What was remembered of somebody does not hold any more: look anew.
    public struct Outdated: Error, Sendable {}

    /// Who had this secret a moment ago. Only for reads through `Engine.read`, which checks it and throws `Outdated`.
    public func remembered(secret: String) -> Identity? {
        let now = engine.clock.now()
        // Whoever owes something is asked anew: nothing is read that would notice that it is done.
        guard let identity = engine.remembered.find(Secret.hash(secret)), identity.duty == nil, let proof = identity.actor.proof,
            now < identity.actor.rights.until, now.milliseconds - proof.usedAt < Self.useInterval
        else { return nil }
        return identity
    }

    /// Whether a row of accesses, under the alias `a`, lets somebody in.
    static func isGood(at now: Int64, _ settings: AccountSettings) -> SQL {
        """
        a.expires_at > \(now) AND (a.kind = \(Kind.token.rawValue) OR a.kind = \(Kind.session.rawValue)
            AND COALESCE(a.last_used_at, a.created_at) > \(now - settings.idleMilliseconds))
        """
    }
}

/// Who was here lately, by the hash of their secret.
final class RememberedIdentities: Sendable {
    private static let most = 10_000
    private let known = Mutex<[String: Identity]>([:])

    func find(_ hash: String) -> Identity? { known.withLock { $0[hash] } }

    func keep(_ identity: Identity) {
        guard let hash = identity.actor.proof?.hash else { return }
        known.withLock { known in
            // Whoever is still here is soon known again.
            if known.count >= Self.most, known[hash] == nil { known = [:] }
            known[hash] = identity
        }
    }
}
