/// A kind of record, declared once: a struct whose stored properties are its fields.
///
/// ```swift
/// public struct Contact: Entity {
///     public let name = Field<String>("name", .text(80), .listed, .searched)
///     public let mobile = Field<String?>("mobile", .phone, .searched)
///     public static let schema = Schema<Contact>(plural: "contacts", title: \.name)
///     public init() {}
/// }
/// ```
public protocol Entity: Sendable {
    init()
    /// `Contact` is called `contact` wherever a text names it.
    static var name: String { get }
    static var schema: Schema<Self> { get }
}

extension Entity {
    public static var name: String {
        let type = String(describing: Self.self)
        return type.prefix(1).lowercased() + type.dropFirst()
    }

    /// A rule over the fields of this entity: `Customer.rule { $0.grade == .vip }`.
    public static func rule(_ build: (Self) -> Rule) -> Rule { build(schema.columns) }
}

/// An entity's declaration, read once per type by reflection, never per record.
public struct Schema<E: Entity>: Sendable {
    /// In one place on the heap: a schema is handed over for every typed access, and a struct of fifty fields would be copied.
    private let declaration: Declaration

    private final class Declaration: Sendable {
        let columns: E
        let definition: EntityDefinition
        let declared: [any DefinesField]
        /// Those whose type says more than their kind: a value is demanded, or one of certain options.
        let exacting: [any DefinesField]

        init(_ columns: E, _ definition: EntityDefinition, _ declared: [any DefinesField]) {
            (self.columns, self.definition, self.declared) = (columns, definition, declared)
            exacting = declared.filter { $0.definition.isRequired || $0.definition.kind is ChoiceKind || $0.definition.kind is ChoicesKind }
        }
    }

    public var columns: E { declaration.columns }
    public var definition: EntityDefinition { declaration.definition }
    /// The typed fields in the order of their declaration.
    var declared: [any DefinesField] { declaration.declared }
    var exacting: [any DefinesField] { declaration.exacting }

    /// The key of a field.
    func key<V: FieldValue>(_ path: KeyPath<E, Field<V>>) -> String { declaration.columns[keyPath: path].key }

    /// - Parameters:
    ///   - plural: the name of the resource in addresses, in kebab case.
    ///   - title: the field that names a record to people.
    ///   - sections: how its fields are laid out on a page; all of them in one where nothing is said.
    ///   - facts: up to four fields for the head of a record's page.
    ///   - chips: choices and flags that stand beside the title.
    public init(
        plural: String, title: KeyPath<E, Field<String>>, icon: String = "description", _ traits: EntityTrait...,
        sections: [Section<E>] = [], facts: [PartialKeyPath<E>] = [], chips: [PartialKeyPath<E>] = []
    ) {
        let columns = E()
        let declared = Mirror(reflecting: columns).children.compactMap { $0.value as? any DefinesField }
        let definition = EntityDefinition(
            name: E.name, plural: plural, title: columns[keyPath: title].key, icon: icon, traits: Set(traits),
            fields: declared.map(\.definition),
            layout: EntityLayout(
                sections: sections.map { EntityLayout.Section(key: $0.key, fields: $0.fields.map(columns.key)) },
                facts: facts.map(columns.key), chips: chips.map(columns.key)))
        declaration = Declaration(columns, definition, declared)
    }
}

/// What is special about an entity.
public enum EntityTrait: Sendable, Hashable {
    /// Its records have an owner and a unit, which decide who sees them.
    case owned
    /// Its ids draw a bucket of their own; all that refers to its records takes that bucket.
    case root
    /// Its records lie in the bucket of the record that this reference names.
    case child(of: String)
    /// What happens to its records is told on the time line of the record that this reference names, beside that of the one they are children of.
    case told(on: String)
    /// What its records are called is another value of the field `field` of the record that this reference names: in files it leads there as well.
    case names(by: String, field: String)
    /// Whoever has any role reads all its records: they are words that other records are described with.
    case open
    /// Only administrators change its records.
    case administered
    /// Only administrators see its records.
    case confined
    /// Everybody makes records of their own, and shows them to as many as the field `by` says: an `Audience`. To show them to all, or
    /// to make them what people of some roles find first (`asDefaultOf`), is left to administrators.
    case published(by: String, asDefaultOf: String)
    /// Its records hang on those of any entity: `in` names the record, `of` its entity. Who sees the one sees the other.
    case attached(in: String, of: String)
    /// Its records may lie in a public pool, from which people claim them; it has the fields of `Pooled`.
    case pooled
    /// It is kept who opens its records, and for whom that was.
    case watched
    /// Of what is attached itself: files can hang on its records, as on a mail.
    case withFiles
    /// Two of its records can be made one, by this rule where nobody says otherwise.
    case mergeable(Survivorship)
    /// Made at run time.
    case custom
    /// Out of use: its records are kept and can be read, but neither made nor changed.
    case retired
}
