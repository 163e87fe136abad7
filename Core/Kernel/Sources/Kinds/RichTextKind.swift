/// Formatted text as a small, safe part of HTML. What is not on the list is taken out before it is kept, so that no reader
/// has to trust a writer.
public struct RichTextKind: TextualKind {
    public let maximum: Int

    public init(maximum: Int) { self.maximum = maximum }

    public var name: String { "richText" }
    public var operators: Set<Operator> { [.contains, .empty] }
    public var details: [String: JSON] { ["maximum": JSON(maximum)] }
    public var jsonSchema: JSON { ["type": "string", "maxLength": JSON(maximum), "contentMediaType": "text/html"] }

    public func check(_ text: String) throws(ValueProblem) -> String {
        let clean = SafeHTML.sanitized(try TextKind.cleaned(text, lines: true))
        guard clean.unicodeScalars.count <= maximum else { throw ValueProblem(.tooLong, ["max": String(maximum)]) }
        return clean
    }
}
