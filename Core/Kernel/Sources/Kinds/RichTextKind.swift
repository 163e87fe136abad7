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
        var clean = try Self.safe(text)
        // What goes can bring a mark to a letter or a blank to the end, which is composed or trimmed in the next round.
        while case let next = try Self.safe(clean), !next.utf8.elementsEqual(clean.utf8) { clean = next }
        guard clean.unicodeScalars.count <= maximum else { throw ValueProblem(.tooLong, ["max": String(maximum)]) }
        return clean
    }

    private static func safe(_ text: String) throws(ValueProblem) -> String {
        SafeHTML.sanitized(try TextKind.cleaned(text, lines: true))
    }
}
