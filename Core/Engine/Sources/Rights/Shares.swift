public import Kernel
public import Store

/// Records that were shared with a user or a team, beyond what their scopes show them.
public enum Shares {
    static let table = "share"

    static var plans: [TablePlan] {
        [
            TablePlan(
                name: table,
                columns: [
                    ColumnPlan(name: "record_id", type: .integer, isRequired: true),
                    ColumnPlan(name: "grantee_id", type: .integer, isRequired: true),
                    ColumnPlan(name: "entity", type: .text, isRequired: true),
                    ColumnPlan(name: "may_change", type: .integer, isRequired: true),
                    ColumnPlan(name: "until", type: .integer),
                    ColumnPlan(name: "at", type: .integer, isRequired: true),
                    ColumnPlan(name: "actor_id", type: .integer),
                ],
                primaryKey: ["record_id", "grantee_id"],
                indexes: [IndexPlan(name: "share_grantee", columns: ["grantee_id", "record_id"])])
        ]
    }

    /// The ids of what is shared with one of these. Relies on the index share_grantee.
    static func records(sharedWith grantees: [RecordID], toChange: Bool, at now: Instant) -> SQL {
        let changing: SQL = toChange ? "AND may_change = 1" : .empty
        return """
            SELECT record_id
            FROM \(name: table)
            WHERE grantee_id IN (\(SQL.list(grantees.map { .integer($0.rawValue) })))
            AND (until IS NULL OR until > \(now.milliseconds)) \(changing)
            """
    }

    /// One share of a record.
    public struct Share: Sendable, Hashable {
        public let grantee: RecordID
        public let mayChange: Bool
        /// Nil for as long as nobody takes it back.
        public let until: Instant?

        public init(grantee: RecordID, mayChange: Bool, until: Instant? = nil) {
            (self.grantee, self.mayChange, self.until) = (grantee, mayChange, until)
        }

        /// From the columns `grantee_id, may_change, until`.
        init?(_ row: Row) {
            guard let grantee = row[0].integer else { return nil }
            self.init(grantee: RecordID(rawValue: grantee), mayChange: row[1].integer == 1, until: row[2].integer.map { Instant(milliseconds: $0) })
        }
    }

    public static let maximumPerRecord = 100
}

extension Reader {
    /// With whom a record is shared; not found where the actor may not see it.
    public func shares(of entity: EntityDefinition, _ id: RecordID) throws -> [Shares.Share] {
        guard try values(of: entity, id) != nil else { throw Refusal.notFound(entity: entity.name, id: id.description) }
        return try session.rows(
            """
            SELECT grantee_id, may_change, until
            FROM \(name: Shares.table)
            WHERE record_id = \(id.rawValue)
            ORDER BY grantee_id
            """
        ).compactMap(Shares.Share.init)
    }
}

extension Door {
    /// Lets users or teams see a record, or change it too; an earlier share with the same ones is replaced.
    public func share(_ entity: EntityDefinition, _ id: RecordID, _ share: Shares.Share) throws {
        guard entity.isOwned else { throw Refusal.unknownAction("share") }
        let values = try hold(entity, id, for: .share)
        // Nobody hands out what they do not have, not even to themselves.
        if share.mayChange, !permits(.edit, entity, values) { throw Refusal.forbidden(verb: .edit, entity: entity.name) }
        guard try isThere(share.grantee) else { throw Invalid("with", .notFound, ["id": share.grantee.description]) }
        let others = try session.first("SELECT COUNT(*) FROM \(name: Shares.table) WHERE record_id = \(id.rawValue)")?[0].integer ?? 0
        guard others < Shares.maximumPerRecord else { throw Invalid("with", .tooMany, ["max": String(Shares.maximumPerRecord)]) }
        try session.execute(
            """
            INSERT INTO \(name: Shares.table) (record_id, grantee_id, entity, may_change, until, at, actor_id)
            VALUES (\(id.rawValue), \(share.grantee.rawValue), \(entity.name), \(share.mayChange ? 1 : 0), \(share.until?.milliseconds),
            \(engine.clock.now().milliseconds), \(actor.user?.rawValue))
            ON CONFLICT (record_id, grantee_id) DO UPDATE
            SET may_change = excluded.may_change, until = excluded.until, at = excluded.at, actor_id = excluded.actor_id
            """)
        notify(try people(behind: share.grantee), .shared, about: (entity.name, id))
        try remark("share", id, entity, ["with": .string(share.grantee.description), "mayChange": .flag(share.mayChange)])
    }

    public func unshare(_ entity: EntityDefinition, _ id: RecordID, with grantee: RecordID) throws {
        try hold(entity, id, for: .share)
        let count = try session.execute(
            "DELETE FROM \(name: Shares.table) WHERE record_id = \(id.rawValue) AND grantee_id = \(grantee.rawValue)")
        guard count == 1 else { throw Invalid("with", .notFound, ["id": grantee.description]) }
        try remark("unshare", id, entity, ["with": .string(grantee.description)])
    }

    /// The members of a team, or the one user. A user's id is no team's.
    private func people(behind grantee: RecordID) throws -> [RecordID] {
        [grantee] + (try session.rows("SELECT target_id FROM \(name: "team__members") WHERE source_id = \(grantee.rawValue)"))
            .compactMap { $0[0].integer.map(RecordID.init(rawValue:)) }
    }

    /// The grantee as a user or a team that the actor may see.
    private func isThere(_ grantee: RecordID) throws -> Bool {
        try [User.schema.definition, Team.schema.definition].contains { entity in
            guard engine.permissions.may(actor, .read, entity) else { return false }
            return try !reader.firstIDs(entity, where: .compare([Common.id], .equal, .reference(grantee)), limit: 1).isEmpty
        }
    }
}
