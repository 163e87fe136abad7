/// One line of text that must not lie open in the database, such as a key that another system knows too.
public struct SealedTextKind: TextualKind, SealedKind {
    public static let maximum = 500

    public init() {}

    public var name: String { "sealedText" }
    public var columns: [KindColumn] { [KindColumn(.text), KindColumn(.text, suffix: "_digest")] }
    public var operators: Set<Operator> { .equality }
    public var jsonSchema: JSON { ["type": "string", "maxLength": JSON(Self.maximum)] }

    public func check(_ text: String) throws(ValueProblem) -> String {
        let clean = try TextKind.cleaned(text, lines: false)
        guard clean.unicodeScalars.count <= Self.maximum else { throw ValueProblem(.tooLong, ["max": String(Self.maximum)]) }
        return clean
    }

    public func store(_ value: Value) -> [Stored] { [value.text.map(Stored.text) ?? .null, .null] }
}
