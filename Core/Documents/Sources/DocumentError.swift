/// Why a template cannot be used, or a document cannot be drawn.
///
/// The sentence for people stands under `document.<code>` in `DocumentTexts`, and is filled with `values`.
public struct DocumentError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        case templateTooLarge, notADocument, tooDeep
        case unknownTag, misplacedTag, misplacedText, unclosedTag, unopenedTag, wrongClosingTag, badTag, unknownEntity
        case unknownAttribute, repeatedAttribute, missingAttribute, badAttribute, badValueInAttribute
        case badPlaceholder, rawPlaceholder, unknownPlaceholder, unknownFormat, badFormatArgument
        case unclosedSection, unopenedSection, wrongClosingSection, sectionAcrossTags
        case repeatedPart, tooManyCells, notFormattable
        case badImage, imageTooLarge, tooManyPages, tooMuchText, tooManyParts, tookTooLong, noRoom, drawingFailed
    }

    public let code: Code
    /// Where in the template; nil when no single place is to blame.
    public let place: TemplatePlace?
    /// What the sentence needs, by name: `tag`, `attribute`, `maximum`, …
    public let values: [String: String]

    init(_ code: Code, at place: TemplatePlace? = nil, _ values: [String: String] = [:]) {
        self.code = code
        self.place = place
        self.values = values.mapValues { String($0.prefix(100)) }
    }
}

/// Where something stands in the source of a template. Lines and columns count from 1, columns in characters.
public struct TemplatePlace: Sendable, Hashable {
    public let line: Int
    public let column: Int
}
