public import Kernel
import Store

/// How somebody wants their pages: one document per user, which only they read. The pages decide what is in it, but
/// for `notices`: see `NoticeChoice`.
public enum Preferences {
    static let table = "preference"
    public static let maximumBytes = 65_536

    static var plans: [TablePlan] {
        [
            TablePlan(
                name: table,
                columns: [
                    ColumnPlan(name: "user_id", type: .integer, isRequired: true), ColumnPlan(name: "document", type: .text, isRequired: true),
                    ColumnPlan(name: "at", type: .integer, isRequired: true),
                ],
                primaryKey: ["user_id"])
        ]
    }
}

extension Reader {
    /// The preferences of whoever asks; an empty object where there are none.
    public func preferences() throws -> JSON {
        guard let user = actor.user else { throw Refusal.notLoggedIn }
        let row = try session.first("SELECT document FROM \(name: Preferences.table) WHERE user_id = \(user.rawValue)")
        return try row?[0].text.map { try JSON.parse($0) } ?? [:]
    }
}

extension Door {
    /// Lays a merge patch over the preferences of whoever asks. What two pages change at once is merged one after the other.
    public func changePreferences(_ patch: JSON) throws -> JSON {
        guard let user = actor.user?.rawValue else { throw Refusal.notLoggedIn }
        guard actor.scopes.allows(.edit, User.name) else { throw Refusal.forbidden(verb: .edit, entity: User.name) }
        guard patch.object != nil else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let now = engine.clock.now().milliseconds
        // The row must be there to be locked: of two that come first, one waits here.
        try session.execute(
            """
            INSERT INTO \(name: Preferences.table) (user_id, document, at)
            VALUES (\(user), \("{}"), \(now))
            ON CONFLICT (user_id) DO NOTHING
            """)
        let lock = SQL.perDialect(sqlite: .empty, postgres: " FOR UPDATE")
        let row = try session.first("SELECT document FROM \(name: Preferences.table) WHERE user_id = \(user)\(lock)")
        let merged = (try row?[0].text.map { try JSON.parse($0) } ?? [:]).merged(with: patch)
        try NoticeChoice.check(merged)
        let text = merged.text
        guard text.utf8.count <= Preferences.maximumBytes else {
            throw Invalid("", .tooLong, ["max": String(Preferences.maximumBytes)])
        }
        try session.execute("UPDATE \(name: Preferences.table) SET document = \(text), at = \(now) WHERE user_id = \(user)")
        return merged
    }
}
