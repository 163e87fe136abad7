/// What one document may cost.
public struct DocumentLimits: Sendable {
    /// Of the source of a template, in bytes of UTF-8.
    public var templateBytes = 256 * 1024
    /// Of tags and sections within each other.
    public var depth = 32
    public var pages = 500
    /// Elements, texts and values, after all sections have been repeated.
    public var parts = 200_000
    /// Of all text of a document, in bytes of UTF-8.
    public var textBytes = 4 * 1024 * 1024
    /// Of one paragraph. A line of text is broken as a whole, and nothing can interrupt that.
    public var paragraphBytes = 64 * 1024
    /// Of one image as it is given.
    public var imageBytes = 8 * 1024 * 1024
    /// Of one image: width times height.
    public var imagePixels = 16_000_000
    public var time: Duration = .seconds(30)

    public static let standard = DocumentLimits()

    public init() {}
}
