import Kernel

/// What one role says, read from its documents.
final class RoleRights: Sendable {
    /// By entity and verb; `*` stands for all that are not named.
    private let grants: [String: [String: Set<Scope>]]
    private let fields: [String: [String: FieldRight]]
    /// For personal fields that are not named.
    private let personal: FieldRight

    /// Reads `{"customer": {"read": "subtree", "edit": ["own", "team"]}, "*": {"read": "all"}}` and
    /// `{"customer": {"mobile": "masked"}}`; what is unknown there gives no right.
    init(grants: JSON?, fields: JSON?, personal: FieldRight) {
        self.grants = (grants?.object ?? [:]).mapValues { verbs in
            (verbs.object ?? [:]).mapValues { Set(Self.scopeNames($0).compactMap(Scope.init)) }
        }
        self.fields = (fields?.object ?? [:]).mapValues { fields in
            (fields.object ?? [:]).mapValues { $0.string.flatMap(FieldRight.init) ?? .hidden }
        }
        self.personal = personal
    }

    static func scopeNames(_ json: JSON) -> [String] { json.array?.compactMap(\.string) ?? json.string.map { [$0] } ?? [] }

    func scopes(_ verb: Verb, _ entity: EntityDefinition) -> Set<Scope> {
        if verb == .read, entity.traits.contains(.open) { return [.all] }
        let (verb, name) = entity.right(to: verb)
        let verbs = grants[name] ?? grants["*"] ?? [:]
        // Actions that are not named go by the word for all of them.
        return verbs[verb.name] ?? (verb.isAction && !Verb.common.contains(verb) ? verbs["act"] ?? [] : [])
    }

    func right(_ field: FieldDefinition, of entity: EntityDefinition) -> FieldRight {
        fields[entity.name]?[field.key] ?? (field.traits.contains(.personal) ? personal : .write)
    }
}
