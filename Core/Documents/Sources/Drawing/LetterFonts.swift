import CPango

/// The fonts of one document as the PDF shall hold them.
///
/// Cairo 1.16 leaves out parts of some glyphs when it cuts a subset of a CFF font such as Noto CJK: 如 stays blank. Fonts that it
/// takes for synthesized it rebuilds from their outlines instead, which is right and smaller (decision 043).
final class LetterFonts {
    private var kept: [UnsafeMutablePointer<PangoFont>: OpaquePointer] = [:]

    /// A bit that no version of Cairo knows: it makes a font count as synthesized, and changes no outline.
    private static let rebuilt: UInt32 = 1 << 8

    deinit {
        for (font, letters) in kept {
            cairo_scaled_font_destroy(letters)
            g_object_unref(font)
        }
    }

    /// Nil when the font cannot be loaded.
    func letters(of font: UnsafeMutablePointer<PangoFont>) -> OpaquePointer? {
        if let letters = kept[font] { return letters }
        guard let usual = pango_cairo_font_get_scaled_font(OpaquePointer(font)), let letters = Self.rebuilt(usual, of: font) else {
            return nil
        }
        // Another font could come to lie at the same address.
        g_object_ref(font)
        kept[font] = letters
        return letters
    }

    private static func rebuilt(_ usual: OpaquePointer, of font: UnsafeMutablePointer<PangoFont>) -> OpaquePointer? {
        let pattern = pango_fc_font_get_pattern(UnsafeMutableRawPointer(font).assumingMemoryBound(to: PangoFcFont.self))
        var format: UnsafeMutablePointer<FcChar8>?
        guard FcPatternGetString(pattern, "fontformat", 0, &format) == FcResultMatch, let format, String(cString: format) == "CFF" else {
            return cairo_scaled_font_reference(usual)
        }
        let face = cairo_ft_font_face_create_for_pattern(pattern)
        defer { cairo_font_face_destroy(face) }
        cairo_ft_font_face_set_synthesize(face, rebuilt)
        var (matrix, scale) = (cairo_matrix_t(), cairo_matrix_t())
        cairo_scaled_font_get_font_matrix(usual, &matrix)
        cairo_scaled_font_get_ctm(usual, &scale)
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_scaled_font_get_font_options(usual, options)
        guard let letters = cairo_scaled_font_create(face, &matrix, &scale, options) else { return nil }
        guard cairo_scaled_font_status(letters) == CAIRO_STATUS_SUCCESS else {
            cairo_scaled_font_destroy(letters)
            return nil
        }
        return letters
    }
}
