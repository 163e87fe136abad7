/// A template that was read and found right; drawn with values by a `DocumentRenderer`.
///
/// ```html
/// <document title="Letter to {{customer.name}}" paper="A4" margin="25mm 20mm">
///   <footer><p align="center">Page <page> of <pages></p></footer>
///   <h1>Dear {{customer.name}},</h1>
///   <table columns="* 30mm">{{#lines}}<tr><td>{{name}}</td><td align="right">{{price | money}}</td></tr>{{/lines}}</table>
/// </document>
/// ```
public struct DocumentTemplate: Sendable {
    let root: Element

    /// Throws the first mistake, with its place.
    public init(_ source: String, limits: DocumentLimits = .standard) throws(DocumentError) {
        root = try TemplateReader.document(source, within: limits)
        try Self.checkParts(of: root)
    }

    /// The values that it asks for as written, sections included; names within a section may belong to its items.
    public var paths: Set<String> { Node.paths(of: [.element(root)]) }

    /// A page has one header and one footer.
    private static func checkParts(of document: Element) throws(DocumentError) {
        var taken: Set<String> = []
        for case .element(let part) in document.children where part.tag == .header || part.tag == .footer {
            let pages = part.attributes.pages ?? .all
            let claimed: [Attributes.Pages] = pages == .all ? [.first, .others] : [pages]
            for page in claimed where !taken.insert("\(part.tag) \(page)").inserted {
                throw DocumentError(.repeatedPart, at: part.place, ["tag": part.tag.rawValue])
            }
        }
    }
}
