public import Foundation

/// A kind together with the Swift type of its values, so that a field of the wrong type does not compile.
public struct KindOf<V>: Sendable {
    let kind: any FieldKind

    init(_ kind: any FieldKind) { self.kind = kind }

    /// A value that follows from others by a formula such as `creditLimit - creditUsed`.
    public static func formula(_ source: String, as result: KindOf<V>) -> KindOf<V> {
        KindOf(FormulaKind(Formula(source), as: result.kind))
    }

    /// A number over the records of another entity that refer to this one.
    public static func rollUp(
        _ function: RollUpKind.Function, of entity: String, by reference: String, field: String? = nil,
        where condition: Rule = .always, as result: KindOf<V>
    ) -> KindOf<V> {
        KindOf(RollUpKind(function, of: entity, by: reference, field: field, where: condition, as: result.kind))
    }
}

extension KindOf<String> {
    public static var text: Self { text(200) }
    /// One line of at most so many characters.
    public static func text(_ maximum: Int) -> Self { Self(TextKind(.text, maximum: maximum)) }
    public static var longText: Self { longText(10_000) }
    /// The name of an entity; with a trait, such as `pooled`, of one that has it.
    public static func entity(with trait: String? = nil) -> Self { Self(TextKind(.text, maximum: Naming.maximumLength, naming: .entity(with: trait))) }
    /// Several lines of at most so many characters.
    public static func longText(_ maximum: Int) -> Self { Self(TextKind(.longText, maximum: maximum)) }
    public static var richText: Self { Self(RichTextKind(maximum: 100_000)) }
    public static var phone: Self { Self(PhoneKind()) }
    public static var mail: Self { Self(MailKind()) }
    public static var url: Self { Self(URLKind()) }
    public static var identityNumber: Self { Self(IdentityNumberKind()) }
    public static var sealedText: Self { Self(SealedTextKind()) }
}

extension KindOf<Int64> {
    public static var integer: Self { Self(IntegerKind()) }
    public static func integer(_ range: ClosedRange<Int64>) -> Self { Self(IntegerKind(range)) }
}

extension KindOf<Decimal> {
    public static var decimal: Self { Self(DecimalKind()) }
    public static func decimal(places: Int) -> Self { Self(DecimalKind(places: places)) }
    public static var percent: Self { Self(DecimalKind.percent()) }
}

extension KindOf<Money> {
    public static var money: Self { Self(MoneyKind()) }
}

extension KindOf<Bool> {
    public static var flag: Self { Self(FlagKind()) }
}

extension KindOf<Day> {
    public static var date: Self { Self(DayKind()) }
}

extension KindOf<Instant> {
    public static var dateTime: Self { Self(InstantKind()) }
}

extension KindOf<Address> {
    public static var address: Self { Self(AddressKind()) }
}

extension KindOf<RecordID> {
    /// The id of a record of any entity; another field says of which.
    public static var record: Self { Self(IDKind()) }
}

extension KindOf<Document> {
    public static var json: Self { Self(JSONKind()) }
    /// Keys of fields that can be hidden, of the entity that the field `key` names.
    public static func hideableFields(of key: String) -> Self { Self(JSONKind(naming: .hideableFields(of: key))) }
    public static var attachments: Self { Self(AttachmentsKind()) }
}

extension KindOf where V: Choice {
    public static var choice: Self { Self(ChoiceKind(V.options)) }

    /// A choice whose options depend on another choice of the same record.
    ///
    /// - Parameter under: the options of the other one beside which an option may be chosen; none means always.
    public static func choice<C: Choice>(controlledBy key: String, _ under: (V) -> [C]) -> Self {
        let options = V.allCases.map { Option($0.rawValue, $0.colour, under: under($0).map(\.rawValue)) }
        return Self(ChoiceKind(options, controlledBy: key))
    }
}

extension KindOf {
    public static func choices<C: Choice>() -> Self where V == [C] { Self(ChoicesKind(C.options)) }
    public static func reference<E: Entity>() -> Self where V == Reference<E> { Self(ReferenceKind(to: E.name)) }
    public static func references<E: Entity>() -> Self where V == [Reference<E>] { Self(ReferencesKind(to: E.name)) }
}
