/// An entity as generic code sees it, built in or made at run time: all that lists, forms, import, export, API,
/// permissions and audit read.
public struct EntityDefinition: Sendable {
    public let name: String
    public let plural: String
    /// The key of the field that names a record to people.
    public let title: String
    public let icon: String
    public let traits: Set<EntityTrait>
    /// The fields that every entity has, then its own.
    public let fields: [FieldDefinition]
    public let table: String
    public let searchTable: String
    public let searched: [FieldDefinition]
    public let uniques: [FieldDefinition]
    /// In the order of their declaration, in which they are computed.
    public let computed: [FieldDefinition]
    private let positions: [String: Int]

    public init(
        name: String, plural: String, title: String, icon: String = "description", traits: Set<EntityTrait> = [],
        fields own: [FieldDefinition]
    ) {
        (self.name, self.plural, self.title, self.icon, self.traits) = (name, plural, title, icon, traits)
        let fields = Common.fields(isOwned: traits.contains(.owned)) + own
        self.fields = fields
        table = FieldDefinition.snakeCase(name)
        searchTable = "search_" + table
        uniques = fields.filter { $0.traits.contains(.unique) }
        searched = fields.filter { $0.traits.contains(.searched) && !$0.isRetired }
        computed = fields.filter { $0.kind is FormulaKind }
        positions = Dictionary(fields.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(key: String) -> FieldDefinition? { positions[key].map { fields[$0] } }

    public var isOwned: Bool { traits.contains(.owned) }
    public var isRetired: Bool { traits.contains(.retired) }

    /// The reference whose record gives this entity's records their bucket.
    public var parent: String? {
        for case .child(let key) in traits { return key }
        return nil
    }

    /// The table of a field with several references.
    public func linkTable(_ field: FieldDefinition) -> String { table + "__" + field.column }

}
