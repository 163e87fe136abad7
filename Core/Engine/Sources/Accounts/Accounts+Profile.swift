public import Kernel
import Store

/// What people see and keep up to date of their own account, whatever their rights.
extension Accounts {
    /// What they change themselves. The name and the address for mail are somebody else's to set: notices go there, and other systems know
    /// people by it.
    public static let ownFields = ["mobile", "zone", "language"]

    /// How somebody gets in.
    public struct Keys: Sendable {
        /// A password that is kept here, or one of the directory.
        public let hasPassword: Bool
        public let hasSecondFactor: Bool
    }

    public func keys(of user: RecordID) async throws -> Keys {
        guard let account = try await engine.database.read({ try Account.find(user, $0) }) else { throw Refusal.notLoggedIn }
        return Keys(hasPassword: account.passwordHash != nil || engine.accountSettings.directory != nil, hasSecondFactor: account.hasSecondFactor)
    }

    /// Changes some of `ownFields`; anything else is refused as no field that is known here.
    public func changeProfile(of identity: Identity, _ json: JSON, ifVersion version: Int64?) async throws {
        try identity.checkReadiness()
        guard let user = identity.actor.user else { throw Refusal.notLoggedIn }
        let people = User.schema.definition
        let unknown = (json.object ?? [:]).keys.sorted().filter { !Self.ownFields.contains($0) }.map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        let edits = try Input.edits(json, for: people, as: .system)
        try await engine.write(as: identity.actor) { door in
            try door.trusting { _ = try door.edit(user, edits, ifVersion: version, on: people) }
        }
    }
}
