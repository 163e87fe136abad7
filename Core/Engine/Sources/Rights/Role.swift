public import Kernel

/// What people of one calling may do: per entity and verb with a scope, per field how far it shows.
public struct Role: Entity {
    public let key = Field<String>("key", .text(60), .listed, .unique, .fixed)
    public let title = Field<String>("name", .text(80), .listed, .searched)
    public let description = Field<String?>("description", .text(400))
    /// `{"customer": {"read": "subtree", "edit": ["own", "team"]}, "*": {"read": "all"}}`.
    public let grants = Field<Document?>("grants", .json)
    /// `{"customer": {"mobile": "masked"}}`; fields that are not named can be written.
    public let fields = Field<Document?>("fields", .json)
    /// What holds for personal fields and identity numbers that are not named.
    public let personal = Field<Personal>("personal", .choice, standard: .write)
    public let abilities = Field<[Ability]>("abilities", .choices())

    public enum Personal: String, Choice {
        case hidden, masked, read, write
        var right: FieldRight { FieldRight(rawValue: rawValue) ?? .hidden }
    }

    /// What concerns no entity.
    public enum Ability: String, Choice {
        /// Does what administrators do: people, roles, settings, custom fields.
        case administer
        /// Reads the log of logins, exports and reveals. Nobody else does, administrators least of all.
        case readSecurityLog
        /// Looks after personal information: who saw whom, reports for those it is about, erasing.
        case protectData
    }

    public static let schema = Schema<Role>(plural: "roles", title: \.title, icon: "badge", .administered,
        sections: [
            .section("identity", \.key, \.title, \.description),
            .section("rights", \.abilities, \.personal, \.grants, \.fields),
        ],
        facts: [\.key, \.personal], chips: [\.abilities])
    public init() {}
}

extension Role {
    /// A role that names what is not there would seem to protect something and protect nothing.
    static let hooks: [Hook] = [
        .beforeSaving(Role.self) { role, saving in
            let catalogue = saving.door.catalogue
            let problems = catalogue.problems(inGrants: role[\.grants]?.json ?? [:]) + catalogue.problems(inFields: role[\.fields]?.json ?? [:])
            guard problems.isEmpty else { throw Invalid(problems) }
        }
    ]
}

extension Catalogue {
    fileprivate func problems(inGrants json: JSON) -> [FieldProblem] {
        guard let grants = json.object else { return [ValueProblem(.wrongType, ["expected": "object"]).on("grants")] }
        var problems: [FieldProblem] = []
        for (name, verbs) in grants.sorted(by: { $0.key < $1.key }) {
            let place = "grants.\(name.prefix(60))"
            guard name == "*" || self[name] != nil else {
                problems.append(ValueProblem(.unknownOption, ["option": String(name.prefix(60))]).on("grants"))
                continue
            }
            guard let verbs = verbs.object else {
                problems.append(ValueProblem(.wrongType, ["expected": "object"]).on(place))
                continue
            }
            let known = Set(Verb.common.map(\.name) + ["act", Verb.merge.name] + (name == "*" ? entities.map(\.name) : [name]).flatMap { actions(on: $0).map(\.name) })
            for (verb, scopes) in verbs.sorted(by: { $0.key < $1.key }) {
                if !known.contains(verb) {
                    problems.append(ValueProblem(.unknownOption, ["option": String(verb.prefix(60))]).on(place))
                }
                let names = RoleRights.scopeNames(scopes)
                let given = scopes.array?.count ?? 1
                if names.count != given || names.contains(where: { Scope(rawValue: $0) == nil }) {
                    problems.append(ValueProblem(.unknownOption, ["option": String(scopes.text.prefix(60))]).on("\(place).\(verb.prefix(60))"))
                }
            }
        }
        return problems
    }

    fileprivate func problems(inFields json: JSON) -> [FieldProblem] {
        guard let entities = json.object else { return [ValueProblem(.wrongType, ["expected": "object"]).on("fields")] }
        var problems: [FieldProblem] = []
        for (name, fields) in entities.sorted(by: { $0.key < $1.key }) {
            guard let entity = self[name], let fields = fields.object else {
                problems.append(ValueProblem(.unknownOption, ["option": String(name.prefix(60))]).on("fields"))
                continue
            }
            for (key, right) in fields.sorted(by: { $0.key < $1.key }) {
                let place = "fields.\(name).\(key.prefix(60))"
                guard let field = entity[key], !field.traits.contains(.secret) else {
                    problems.append(ValueProblem(.unknownField, ["field": String(key.prefix(60))]).on(place))
                    continue
                }
                guard let right = right.string.flatMap(FieldRight.init) else {
                    problems.append(ValueProblem(.unknownOption, ["option": String(right.text.prefix(60))]).on(place))
                    continue
                }
                // Without these no list can be shown, and search finds all that is not personal.
                let isNeeded = field.key == entity.title || field.traits.contains(.system) || (field.traits.contains(.searched) && !field.traits.contains(.personal))
                if right < .read, isNeeded { problems.append(ValueProblem(.notProtectable).on(place)) }
            }
        }
        return problems
    }
}
