public import Kernel

/// What one person may do and see, put together from all their roles, with the people and units that their scopes mean. Immutable;
/// made anew when the organisation or a role changes.
public final class Rights: Sendable {
    /// Beyond any scope: for the system itself and, but for what only auditors read, for administrators.
    let isUnlimited: Bool
    let roles: [RoleRights]
    let abilities: Set<Role.Ability>
    /// The person and those whose deputy they are now.
    let people: [RecordID]
    let teams: [RecordID]
    /// The members of the teams.
    let mates: [RecordID]
    let units: [RecordID]
    let subtree: [RecordID]
    /// The units of the person and all above them: what is published there is meant for them too.
    let line: [RecordID]
    /// The public pools that they may claim from or look after.
    let pools: [OpenPool]
    /// The ids of the roles, for what is arranged by role.
    public let roleIDs: Set<RecordID>
    /// When they change of themselves: a delegation begins or ends.
    let until: Instant

    init(
        isUnlimited: Bool = false, roles: [RoleRights] = [], abilities: Set<Role.Ability> = [], people: [RecordID] = [],
        teams: [RecordID] = [], mates: [RecordID] = [], units: [RecordID] = [], subtree: [RecordID] = [], line: [RecordID] = [],
        pools: [OpenPool] = [], roleIDs: Set<RecordID> = [], until: Instant = .distantFuture
    ) {
        (self.isUnlimited, self.roles, self.abilities) = (isUnlimited, roles, abilities)
        (self.people, self.teams, self.mates, self.units, self.subtree) = (people, teams, mates, units, subtree)
        (self.line, self.pools, self.roleIDs, self.until) = (line, pools, roleIDs, until)
    }

    public static let unlimited = Rights(isUnlimited: true, abilities: Set(Role.Ability.allCases))
    public static let none = Rights()

    /// The scopes of all roles together.
    func scopes(_ verb: Verb, _ entity: EntityDefinition) -> Set<Scope> {
        roles.reduce(into: []) { $0.formUnion($1.scopes(verb, entity)) }
    }

    /// The widest right that a role gives which lets one read the entity at all. A formula shows no more than what it reads.
    public func right(_ field: FieldDefinition, of entity: EntityDefinition) -> FieldRight {
        if isUnlimited { return .write }
        // What is open to everybody needs no role, but a role may still hide a field of it.
        let reading = entity.isOpen ? roles : roles.filter { !$0.scopes(.read, entity).isEmpty }
        let own = reading.lazy.map { $0.right(field, of: entity) }.max() ?? (entity.isOpen ? .write : .hidden)
        guard own > .hidden, let formula = (field.kind as? FormulaKind)?.formula else { return own }
        return formula.fields.compactMap { entity[$0] }.map { right($0, of: entity) }.reduce(own, min)
    }

    public func may(see field: FieldDefinition, of entity: EntityDefinition) -> Bool { right(field, of: entity) > .hidden }

    /// Whether search may look at what is personal: only when every such field may be read in full.
    func searchesPersonal(_ entity: EntityDefinition) -> Bool {
        isUnlimited || entity.searched.allSatisfy { !$0.traits.contains(.personal) || right($0, of: entity) >= .read }
    }

    /// Whom records are shared with when they are shared with this person.
    var grantees: [RecordID] { people + teams }
}

extension Rights {
    /// Throws unless the field may be written; a hidden one is as good as unknown.
    func checkWriting(_ field: FieldDefinition, of entity: EntityDefinition) throws(ValueProblem) {
        switch right(field, of: entity) {
        case .hidden: throw ValueProblem(.unknownField, ["field": field.key])
        case .masked, .read: throw ValueProblem(.notAllowed)
        case .write: return
        }
    }
}
