import Kernel
import Store

extension Door {
    /// After a change of what rights follow from: all servers read it anew, and the security log has it.
    func followRights(_ change: Change, _ after: Values, _ changed: [String], _ entity: EntityDefinition) throws {
        guard Rights.sources.contains(entity.name) else { return }
        try session.advance(.rights)
        if entity.name == User.name { try endAccesses(change, after) }
        let matters = entity.name != User.name || change.kind != .edit || !Rights.userFields.isDisjoint(with: changed)
        guard matters, let id = after[Common.id]?.reference else { return }
        note(
            .rightsChanged, of: SecurityLog.Subject(entity.name, id),
            ["change": .string(change.kind.rawValue), "fields": .array(changed.map(JSON.string))])
    }
}

extension Door {
    /// Who is switched off or gone has no sessions and tokens any more, and none that come back with the account; nobody goes on
    /// working as them.
    private func endAccesses(_ change: Change, _ user: Values) throws {
        guard let id = user[Common.id]?.reference?.rawValue else { return }
        let mayWork = user["isActive"] == .flag(true) && (user[Common.deletedAt] ?? .null).isNull
        guard !mayWork || change.kind == .purge else { return }
        try session.execute("DELETE FROM \(name: SystemTables.accesses) WHERE user_id = \(id) OR impersonator_id = \(id)")
        guard change.kind == .purge else { return }
        for table in [SystemTables.secondFactors, SystemTables.recoveryCodes, SystemTables.singleSignOns, Preferences.table] {
            try session.execute("DELETE FROM \(name: table) WHERE user_id = \(id)")
        }
    }

    /// After a change of what the company has made for itself, which is part of what the server is set to.
    func followDefinitions(_ change: Change, _ after: Values, _ changed: [String], _ entity: EntityDefinition) {
        guard Customisation.definitions.contains(where: { $0.name == entity.name }), let id = after[Common.id]?.reference else { return }
        note(
            .settingsChanged, of: SecurityLog.Subject(entity.name, id),
            ["change": .string(change.kind.rawValue), "fields": .array(changed.map(JSON.string))])
    }
}

extension Rights {
    /// The entities from which rights follow.
    static let sources: Set = [User.name, OrgUnit.name, Role.name, Team.name, Delegation.name, Pool.name]

    /// The fields of a user that decide what they may do.
    static let userFields: Set = ["unit", "units", "roles", "isAdministrator", "isActive"]
}
