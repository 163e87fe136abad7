import CPango
public import Foundation
public import Kernel

/// What one document is made of, besides its template.
public struct DocumentInput: Sendable {
    public var values: JSON
    /// How dates and amounts are written, and by whose rules lines are broken.
    public var language: Language
    /// In which the day of a moment is told.
    public var zone: TimeZone
    /// PNG or JPEG by the name that `<img name="…">` asks for.
    public var images: [String: [UInt8]]
    /// Stands in the file; given, so that the same input makes the same bytes.
    public var created: Instant

    public init(values: JSON, language: Language, zone: TimeZone, images: [String: [UInt8]] = [:], created: Instant) {
        self.values = values
        self.language = language
        self.zone = zone
        self.images = images
        self.created = created
    }
}

public struct RenderedDocument: Sendable {
    /// A PDF.
    public let bytes: [UInt8]
    public let pageCount: Int
    /// Placeholders that found no value, each once; blank in the document.
    public let missing: [MissingValue]

    /// The whole file or none.
    public func write(to file: URL) throws { try Data(bytes).write(to: file, options: .atomic) }
}

/// Draws templates as PDF, one document at a time, on a queue of its own. The fonts that it has loaded stay with it.
public actor DocumentRenderer {
    private let executor = QueueExecutor(label: "guanxi.documents")
    private let limits: DocumentLimits
    private var fonts: Fonts?

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    public init(limits: DocumentLimits = .standard) { self.limits = limits }

    public func render(_ template: DocumentTemplate, _ input: DocumentInput) throws(DocumentError) -> RenderedDocument {
        try render(template, each: [input])
    }

    /// Draws one document for each input, all in one PDF; each counts its own pages, and has the limits of one.
    ///
    /// - Parameter telling: told after each document how many there are. When the task is cancelled, the next is not begun.
    public func render(
        _ template: DocumentTemplate, each inputs: [DocumentInput], telling: @Sendable (Int) -> Void = { _ in }
    ) throws(DocumentError) -> RenderedDocument {
        let fonts = self.fonts ?? Fonts()
        self.fonts = fonts
        let canvas = PDFCanvas(Sheet(template.root.attributes).size)
        var pageCount = 0, missing: [MissingValue] = []
        for (index, input) in inputs.enumerated() {
            guard !Task.isCancelled else { throw DocumentError(.drawingFailed) }
            let drawing = DocumentDrawing(input, language: fonts.context(for: input.language), limits: limits)
            let drawn = try drawing.draw(template, on: canvas, describing: index == 0)
            pageCount += drawn.pageCount
            for value in drawn.missing where !missing.contains(value) { missing.append(value) }
            telling(index + 1)
        }
        return RenderedDocument(bytes: try canvas.finish(), pageCount: pageCount, missing: missing)
    }
}

/// The machine's fonts, as Pango knows them. Pango's objects belong to one thread at a time: the actor's.
final class Fonts {
    private let map: UnsafeMutablePointer<PangoFontMap>
    private var contexts: [Language: OpaquePointer] = [:]

    init() {
        map = pango_cairo_font_map_new()
        // Fonts measured in points, as the paper is.
        pango_cairo_font_map_set_resolution(OpaquePointer(map), 72)
    }

    deinit {
        for context in contexts.values { g_object_unref(UnsafeMutableRawPointer(context)) }
        g_object_unref(map)
    }

    func context(for language: Language) -> OpaquePointer {
        if let context = contexts[language] { return context }
        guard let context = pango_font_map_create_context(map) else { preconditionFailure("Pango makes a context or ends the program") }
        pango_context_set_language(context, pango_language_from_string(language.rawValue))
        pango_context_set_round_glyph_positions(context, 0)
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        // Letters are spaced for paper, not for the pixels of a screen.
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        contexts[language] = context
        return context
    }
}
