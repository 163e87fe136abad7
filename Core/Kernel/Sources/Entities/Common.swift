/// The fields that every record has, by their keys.
public enum Common {
    public static let id = "id", version = "version"
    public static let createdAt = "createdAt", createdBy = "createdBy"
    public static let modifiedAt = "modifiedAt", modifiedBy = "modifiedBy"
    public static let deletedAt = "deletedAt"
    public static let owner = "owner", unit = "unit"
    /// The place of a line among those of its header.
    public static let position = "position"

    /// The entities that own and change records; the engine declares them.
    public static let userEntity = "user", unitEntity = "orgUnit"

    static func fields(isOwned: Bool, isLine: Bool) -> [FieldDefinition] {
        let user = ReferenceKind(to: userEntity)
        let kept: [FieldDefinition] = [
            FieldDefinition(id, IDKind(), traits: [.system], isRequired: true),
            FieldDefinition(version, IntegerKind(), traits: [.system, .unaudited], isRequired: true),
            FieldDefinition(createdAt, InstantKind(), traits: [.system, .unaudited], isRequired: true),
            FieldDefinition(createdBy, user, traits: [.system, .unaudited]),
            FieldDefinition(modifiedAt, InstantKind(), traits: [.system, .unaudited], isRequired: true),
            FieldDefinition(modifiedBy, user, traits: [.system, .unaudited]),
            FieldDefinition(deletedAt, InstantKind(), traits: [.system]),
        ]
        let owned: [FieldDefinition] = [
            FieldDefinition(owner, user, traits: [.listed]),
            FieldDefinition(unit, ReferenceKind(to: unitEntity), traits: [.listed]),
        ]
        let placed = [FieldDefinition(position, IntegerKind(), traits: [.system, .unaudited])]
        return kept + (isOwned ? owned : []) + (isLine ? placed : [])
    }
}
