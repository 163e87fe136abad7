public import Kernel
import Store

extension Accounts {
    public static let maximumTokenDays: Int64 = 3_650

    /// Makes a token for programs that work as a user, within scopes. Its secret is shown once.
    public func makeToken(for user: RecordID, name: String, days: Int64, scopes: Scopes, as actor: Actor) async throws -> Access {
        let name = name.trimmingBlanks
        guard !name.isEmpty else { throw Invalid("name", .required) }
        guard name.count <= 80 else { throw Invalid("name", .tooLong, ["max": "80"]) }
        guard (1...Self.maximumTokenDays).contains(days) else {
            throw Invalid("days", .outOfRange, ["min": "1", "max": String(Self.maximumTokenDays)])
        }
        return try await grant(.token, to: user, name: name, milliseconds: days * 86_400_000, scopes: scopes, as: actor)
    }

    /// Makes a session or token without asking for proof.
    public func grant(
        _ kind: Kind, to user: RecordID, name: String, milliseconds: Int64, scopes: Scopes = .all, as maker: Actor = .system
    ) async throws -> Access {
        let new = try NewAccess(
            engine, kind: kind.rawValue, user: user, name: name, milliseconds: milliseconds, scopes: scopes,
            origin: Origin(address: maker.address))
        return try await engine.write(as: maker) { door in
            guard let actor = try actor(user, door.session) else {
                throw Refusal.notFound(entity: User.name, id: user.description)
            }
            if kind == .token {
                let count = try door.session.first(
                    """
                    SELECT COUNT(*) FROM \(name: SystemTables.accesses)
                    WHERE user_id = \(user.rawValue) AND kind = \(kind.rawValue) AND expires_at > \(new.createdAt.milliseconds)
                    """)
                guard (count?[0].integer ?? 0) < Self.maximumTokens else {
                    throw Invalid("name", .tooMany, ["max": String(Self.maximumTokens)])
                }
                door.note(
                    .tokenMade, of: .account(user),
                    [
                        "access": .string(new.id.description), "name": .string(name), "until": .string(new.expiresAt.description),
                        "scopes": scopes.texts.map { .array($0.map(JSON.string)) } ?? .null,
                    ])
            }
            try new.insert(door.session)
            return Access(id: new.id, secret: new.secret, expiresAt: new.expiresAt, actor: actor)
        }
    }
}

extension String {
    var trimmingBlanks: String { String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
}
