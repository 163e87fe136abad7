public import Kernel
import Store

extension Accounts {
    /// A session or token as its owner sees it.
    public struct Listed: Sendable, Hashable {
        public let id: RecordID
        public let kind: Kind
        /// What a token is for; how a session began.
        public let name: String
        public let createdAt: Instant
        /// To within `useInterval`.
        public let lastUsedAt: Instant
        public let expiresAt: Instant
        public let address: String?
        public let userAgent: String?
        public let scopes: Scopes
        /// The administrator who works in it.
        public let impersonator: RecordID?
    }

    /// So many sessions stay; the one that was used longest ago makes room.
    static let maximumSessions = 50
    public static let maximumTokens = 100

    /// Somebody's sessions and tokens that are good, the last used first; at most 150 by the bounds of each.
    public func accesses(of user: RecordID) async throws -> [Listed] {
        let now = engine.clock.now().milliseconds
        return try await engine.database.read { [engine] session in
            try session.rows(
                """
                SELECT id, kind, name, created_at, COALESCE(last_used_at, created_at), expires_at, address, user_agent, scopes, impersonator_id
                FROM \(name: SystemTables.accesses)
                WHERE user_id = \(user.rawValue) AND expires_at > \(now)
                AND (kind = \(Kind.token.rawValue) OR kind = \(Kind.session.rawValue)
                    AND COALESCE(last_used_at, created_at) > \(now - engine.accountSettings.idleMilliseconds))
                ORDER BY 5 DESC, id DESC
                """
            ).compactMap(Listed.init)
        }
    }

    /// Ends one session or token of a user.
    public func revoke(_ access: RecordID, of user: RecordID, as actor: Actor) async throws {
        try await engine.write(as: actor) { door in
            let listed = try Self.revoke("id = \(access.rawValue)", of: user, door)
            guard !listed.isEmpty else { throw Refusal.notFound(entity: "access", id: access.description) }
        }
    }

    /// Ends all sessions of a user, and tokens too if that is wanted; says how many.
    ///
    /// - Parameter kept: the session in which this is asked.
    @discardableResult
    public func revokeAll(of user: RecordID, keeping kept: RecordID? = nil, tokens: Bool, as actor: Actor) async throws -> Int {
        try await engine.write(as: actor) { door in
            try Self.revokeAll(of: user, keeping: kept, tokens: tokens, door)
        }
    }

    @discardableResult
    static func revokeAll(of user: RecordID, keeping kept: RecordID?, tokens: Bool, _ door: Door) throws -> Int {
        let kinds: SQL = tokens ? "1 = 1" : "kind <> \(Kind.token.rawValue)"
        return try revoke("id <> \(kept?.rawValue ?? 0) AND \(kinds)", of: user, door).count
    }

    /// Ends what meets the condition and what was begun from it, challenges included.
    private static func revoke(_ condition: SQL, of user: RecordID, _ door: Door) throws -> [(id: Int64, kind: String)] {
        let rows = try door.session.rows(
            "SELECT id, kind, name FROM \(name: SystemTables.accesses) WHERE user_id = \(user.rawValue) AND \(condition) ORDER BY id")
        guard !rows.isEmpty else { return [] }
        let ids = SQL.list(rows.map { $0[0] })
        try door.session.execute("DELETE FROM \(name: SystemTables.accesses) WHERE id IN (\(ids)) OR origin_id IN (\(ids))")
        for row in rows {
            guard let kind = Kind(rawValue: row[1].text ?? "") else { continue }
            door.note(
                kind == .token ? .tokenRevoked : .sessionRevoked, of: .account(user),
                ["access": .string(String(row[0].integer ?? 0)), "name": .string(row[2].text ?? "")])
        }
        return rows.map { ($0[0].integer ?? 0, $0[1].text ?? "") }
    }

    static func makeRoom(for user: RecordID, _ session: any WriteSession) throws {
        try session.execute(
            """
            DELETE FROM \(name: SystemTables.accesses)
            WHERE id IN (
                SELECT id FROM \(name: SystemTables.accesses)
                WHERE user_id = \(user.rawValue) AND kind <> \(Kind.token.rawValue)
                ORDER BY COALESCE(last_used_at, created_at) DESC, id DESC
                LIMIT 10000 OFFSET \(maximumSessions - 1))
            """)
    }
}

extension Accounts.Listed {
    fileprivate init?(_ row: Row) {
        guard let id = row[0].integer, let kind = Accounts.Kind(rawValue: row[1].text ?? "") else { return nil }
        func instant(_ cell: Stored) -> Instant { Instant(milliseconds: cell.integer ?? 0) }
        self.init(
            id: RecordID(rawValue: id), kind: kind, name: row[2].text ?? "", createdAt: instant(row[3]), lastUsedAt: instant(row[4]),
            expiresAt: instant(row[5]), address: row[6].text, userAgent: row[7].text,
            scopes: kind == .token ? Scopes(stored: row[8].text) : .all, impersonator: row[9].integer.map(RecordID.init(rawValue:)))
    }
}
