/// What generic code sees of a field, built in or added at run time.
///
/// Immutable; a class because generic code passes it from hand to hand for every value.
public final class FieldDefinition: Sendable {
    public let key: String
    public let kind: any FieldKind
    public let traits: Set<Trait>
    /// A record without a value is refused.
    public let isRequired: Bool
    /// What a new record gets when nothing was said.
    public let standard: Value
    /// `familyName` → `family_name`; columns of a kind add their suffixes.
    public let column: String
    public let columns: [String]
    /// Nobody enters it: it is computed, or set by the system alone.
    public let isReadOnly: Bool
    /// Whether its values are kept encrypted.
    public let isSealed: Bool
    /// The rule by which a missing value is issued, when there is one.
    public let numbering: NumberRule?
    // What every change of every record asks of every field, found out once: a look into a set or at a type costs more than
    // all else that is done with an empty field.
    public let isSystem, isSecret, isFixed, isAudited, isComputed, isLine: Bool
    /// Its values lie in a table of their own.
    public let isLinked: Bool
    /// A text is kept as it stands and comes back as it was.
    public let keepsText: Bool
    /// The cells of no value, one for each column.
    public let nulls: [Stored]
    /// The entity whose records it refers to, one or several.
    public let target: String?

    public init(_ key: String, _ kind: any FieldKind, traits: Set<Trait> = [], isRequired: Bool = false, standard: Value = .null) {
        (self.key, self.kind, self.traits, self.isRequired, self.standard) = (key, kind, traits, isRequired, standard)
        let column = Self.snakeCase(key)
        self.column = column
        columns = kind.columns.map { column + $0.suffix }
        isSystem = traits.contains(.system)
        isSecret = traits.contains(.secret)
        isLine = traits.contains(.line)
        isFixed = traits.contains(.fixed) || isLine
        isAudited = !traits.contains(.unaudited) && !traits.contains(.secret)
        isComputed = kind is any ComputedKind
        keepsText = kind is any TextualKind && kind.store(.text("a")) == [.text("a")] && kind.load([.text("a")]) == .text("a")
        nulls = kind.columns.map { _ in .null }
        isLinked = kind is ReferencesKind
        target = (kind as? ReferenceKind)?.target ?? (kind as? ReferencesKind)?.target
        isSealed = kind is any SealedKind
        isReadOnly = isComputed || isSystem
        numbering = traits.lazy.compactMap { if case .numbered(let rule) = $0 { rule } else { nil } }.first
    }

    public var isRetired: Bool { traits.contains(.retired) }

    static func snakeCase(_ key: String) -> String {
        var name = ""
        for character in key {
            if character.isUppercase { name += "_" + character.lowercased() } else { name.append(character) }
        }
        return name
    }
}

/// What is special about a field.
public enum Trait: Sendable, Hashable {
    /// Stands in lists unless the user chose otherwise.
    case listed
    /// Its text is found by search.
    case searched
    /// No two living records have the same value.
    case unique
    /// Has an index, since lists often filter or sort by it.
    case indexed
    /// About a person; leaves the system only where that is allowed.
    case personal
    /// Set by the system alone.
    case system
    /// Set once, when the record is made.
    case fixed
    /// Never leaves the server, and no filter touches it.
    case secret
    /// Changes are not worth an audit row.
    case unaudited
    /// Issued by rule when it is missing.
    case numbered(NumberRule)
    /// Of a required reference: the records of the entity are the lines of the record that it refers to, as an order has lines. They
    /// have an order, go where their header goes, and who may see or edit it may see or edit them. Set once.
    case line
    /// Made at run time.
    case custom
    /// People must fill it in; records that were there before it may be without.
    case expected
    /// Out of use: its values are kept, but nobody is shown it or may give it new ones.
    case retired
}

/// One typed field of an entity. Immutable, hence `Sendable` unaided; a class, so that an entity is one word per field.
public final class Field<V: FieldValue>: DefinesField, Sendable {
    public let definition: FieldDefinition

    /// A field of a kind that holds values of this type.
    public init(_ key: String, _ kind: KindOf<V.Base>, _ traits: Trait..., standard: V? = nil) {
        definition = FieldDefinition(
            key, kind.kind, traits: Set(traits), isRequired: !V.isOptional, standard: standard?.value ?? .null)
    }

    public var key: String { definition.key }

    func accepts(_ value: Value) -> Bool { V(value) != nil }
}

/// The way from a typed field to its description, for the reflection of an entity's declaration.
protocol DefinesField: Sendable {
    var definition: FieldDefinition { get }
    /// Whether the field's type can hold the value.
    func accepts(_ value: Value) -> Bool
}

extension Field {
    public static func == (field: Field, value: V) -> Rule { .compare([field.key], .equal, value.value) }
    public static func != (field: Field, value: V) -> Rule { .compare([field.key], .different, value.value) }
    public static func < (field: Field, value: V) -> Rule { .compare([field.key], .less, value.value) }
    public static func <= (field: Field, value: V) -> Rule { .compare([field.key], .atMost, value.value) }
    public static func > (field: Field, value: V) -> Rule { .compare([field.key], .greater, value.value) }
    public static func >= (field: Field, value: V) -> Rule { .compare([field.key], .atLeast, value.value) }
    public func isOne(of values: [V]) -> Rule { .oneOf([key], values.map(\.value)) }
    public var isEmpty: Rule { .empty([key]) }
}
