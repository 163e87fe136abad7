import Kernel

extension Door {
    /// After a change of what rights follow from: all servers read it anew, and the security log has it.
    func followRights(_ change: Change, _ after: Values, _ changed: [String], _ entity: EntityDefinition) throws {
        guard Rights.sources.contains(entity.name) else { return }
        try session.advance(.rights)
        let matters = entity.name != User.name || change.kind != .edit || !Rights.userFields.isDisjoint(with: changed)
        guard matters, let id = after[Common.id]?.reference else { return }
        note(
            .rightsChanged, of: SecurityLog.Subject(entity.name, id),
            ["change": .string(change.kind.rawValue), "fields": .array(changed.map(JSON.string))])
    }
}

extension Rights {
    /// The entities from which rights follow.
    static let sources: Set = [User.name, OrgUnit.name, Role.name, Team.name, Delegation.name]

    /// The fields of a user that decide what they may do.
    static let userFields: Set = ["unit", "units", "roles", "isAdministrator", "isActive"]
}
