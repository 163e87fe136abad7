/// An entity as generic code sees it, built in or made at run time: all that lists, forms, import, export, API,
/// permissions and audit read.
///
/// Immutable; a class because it is long and passed from hand to hand.
public final class EntityDefinition: Sendable {
    public let name: String
    public let plural: String
    /// The key of the field that names a record to people.
    public let title: String
    public let icon: String
    public let traits: Set<EntityTrait>
    /// The fields that every entity has, then its own.
    public let fields: [FieldDefinition]
    /// How its pages are laid out, as it was declared.
    public let layout: EntityLayout
    public let table: String
    public let searchTable: String
    public let searched: [FieldDefinition]
    public let uniques: [FieldDefinition]
    /// In the order of their declaration, in which they are computed.
    public let computed: [FieldDefinition]
    /// Those whose values the system alone does not set and that name other records.
    public let referring: [FieldDefinition]
    /// Those whose values lie in tables of their own.
    public let linked: [FieldDefinition]
    /// Those that must have a value, or keep the one they have; what is computed or the system's own has it anyway.
    public let demanding: [FieldDefinition]
    public let numbered: [FieldDefinition]
    /// Choices whose options depend on what another choice says.
    public let dependent: [FieldDefinition]
    /// The reference to the record whose lines its records are; nil where they are records of their own.
    public let header: FieldDefinition?
    public let secret: [FieldDefinition]
    /// What a new record has where nothing is said.
    public let blank: Values
    private let positions: [String: Int]

    public init(
        name: String, plural: String, title: String, icon: String = "description", traits: Set<EntityTrait> = [],
        fields own: [FieldDefinition], layout: EntityLayout = EntityLayout()
    ) {
        self.layout = layout
        (self.name, self.plural, self.title, self.icon, self.traits) = (name, plural, title, icon, traits)
        header = own.first(where: \.isLine)
        let fields = Common.fields(isOwned: traits.contains(.owned), isLine: header != nil) + own
        self.fields = fields
        table = FieldDefinition.snakeCase(name)
        searchTable = "search_" + table
        uniques = fields.filter { $0.traits.contains(.unique) }
        searched = fields.filter { $0.traits.contains(.searched) && !$0.isRetired }
        computed = fields.filter { $0.kind is FormulaKind }
        referring = fields.filter { $0.target != nil && !$0.isSystem }
        linked = fields.filter(\.isLinked)
        demanding = fields.filter { !$0.isReadOnly && ($0.isRequired || $0.isFixed || $0.traits.contains(.expected) || $0.hasRetiredOptions) }
        numbered = fields.filter { $0.numbering != nil }
        dependent = fields.filter { ($0.kind as? ChoiceKind)?.controller != nil }
        secret = fields.filter(\.isSecret)
        blank = Dictionary(fields.map { ($0.key, $0.kind.startsAtZero ? .integer(0) : $0.standard) }) { first, _ in first }
        positions = Dictionary(fields.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(key: String) -> FieldDefinition? { positions[key].map { fields[$0] } }

    public var isOwned: Bool { traits.contains(.owned) }
    public var isRetired: Bool { traits.contains(.retired) }
    public var isLine: Bool { header != nil }

    /// The member that holds the lines of a header of this entity's kind: `orderLines` of `order-lines`.
    public var linesKey: String {
        let words = plural.split(separator: "-")
        return (words.prefix(1).map(String.init) + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }).joined()
    }

    /// So many lines a record may have.
    public static let maximumLines = 500

    /// The fields that say to whom its records are shown; nil where roles decide that.
    public var publishing: (audience: String, roles: String)? {
        for case .published(let audience, let roles) in traits { return (audience, roles) }
        return nil
    }

    /// The fields that say on which record one of this entity hangs.
    public var attachment: (record: String, entity: String)? {
        for case .attached(let record, let entity) in traits { return (record, entity) }
        return nil
    }

    /// Whether records of the other entity can hang on its own.
    public func carries(_ part: EntityDefinition) -> Bool {
        attachment == nil || (traits.contains(.withFiles) && part.name == Self.files)
    }

    /// Which of two values stays when two of its records become one; nil where they cannot.
    public var survivorship: Survivorship? {
        for case .mergeable(let rule) in traits { return rule }
        return nil
    }

    /// The entity of files, the only one that hangs on what hangs on a record.
    private static let files = "attachment"

    /// Whether everybody who is logged in may use it without a role that says so.
    public var isOpen: Bool { publishing != nil || attachment != nil }

    /// The reference whose record gives this entity's records their bucket.
    public var parent: String? {
        for case .child(let key) in traits { return key }
        return header?.key
    }

    /// The references to the records on whose time lines it is told what happens to this entity's own; lines have a way of their own.
    public var tellers: [FieldDefinition] {
        guard header == nil else { return [] }
        let others = traits.compactMap { if case .told(let key) = $0 { key } else { nil } }.sorted()
        return ([parent].compactMap(\.self) + others).compactMap { self[$0] }.filter { $0.kind is ReferenceKind }
    }

    /// The reference to the record for which the title is another value, if the entity is one of such values of a field.
    public func namer(of entity: EntityDefinition, _ field: String) -> FieldDefinition? {
        for case .names(let key, field) in traits where (self[key]?.kind as? ReferenceKind)?.target == entity.name { return self[key] }
        return nil
    }

    /// The table of a field with several references.
    public func linkTable(_ field: FieldDefinition) -> String { table + "__" + field.column }
}

extension FieldKind {
    /// A new record has no children yet: their count is zero and not unknown.
    fileprivate var startsAtZero: Bool { (self as? RollUpKind)?.function == .count }
}

extension FieldDefinition {
    fileprivate var hasRetiredOptions: Bool {
        ((kind as? ChoiceKind)?.options ?? (kind as? ChoicesKind)?.options ?? []).contains(where: \.isRetired)
    }
}
