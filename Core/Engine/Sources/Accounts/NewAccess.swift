import Kernel
import Store

/// A session, token or challenge that is about to be written. The table keeps the hash, never the secret.
struct NewAccess: Sendable {
    let id: RecordID
    let secret = Secret.make()
    let createdAt: Instant
    let expiresAt: Instant
    private let kind: String
    private let user: RecordID
    private let name: String
    private let scopes: Scopes
    private let impersonator: RecordID?
    private let begunFrom: RecordID?
    private let origin: Origin

    init(
        _ engine: Engine, kind: String, user: RecordID, name: String, milliseconds: Int64, scopes: Scopes = .all,
        impersonator: RecordID? = nil, begunFrom: RecordID? = nil, origin: Origin
    ) throws {
        (createdAt, id) = (engine.clock.now(), try engine.ids.next(bucket: user.bucket))
        expiresAt = createdAt + milliseconds
        (self.kind, self.user, self.name, self.scopes) = (kind, user, name, scopes)
        (self.impersonator, self.begunFrom, self.origin) = (impersonator, begunFrom, origin)
    }

    func insert(_ session: any WriteSession) throws {
        try session.execute(
            """
            INSERT INTO \(name: SystemTables.accesses)
            (id, hash, user_id, kind, name, created_at, expires_at, last_used_at, address, user_agent, scopes, impersonator_id, origin_id)
            VALUES (\(id.rawValue), \(Secret.hash(secret)), \(user.rawValue), \(kind), \(name), \(createdAt.milliseconds),
            \(expiresAt.milliseconds), \(createdAt.milliseconds), \(origin.address), \(origin.userAgent), \(scopes.stored),
            \(impersonator?.rawValue), \(begunFrom?.rawValue))
            """)
    }
}
