import CPango

/// Lines of text: glyphs with the characters that they stand for, so that text can be found and copied.
extension PDFCanvas {
    func draw(_ line: TextLayout.Line, x: Double, baseline: Double) {
        guard let text = pango_layout_get_text(line.pointer.pointee.layout) else { return }
        var x = x
        var next = line.pointer.pointee.runs
        while let node = next {
            if let run = node.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self) { x += draw(run, text, x: x, baseline: baseline) }
            next = node.pointee.next
        }
    }

    /// Letters of one font and style; returns how wide they are.
    private func draw(_ run: UnsafeMutablePointer<PangoGlyphItem>, _ text: UnsafePointer<CChar>, x: Double, baseline: Double) -> Double {
        let look = RunLook(run)
        let width = Self.points(pango_glyph_string_get_width(run.pointee.glyphs))
        let y = baseline - Self.points(run.pointee.y_offset)
        cairo_set_source_rgb(cairo, look.red, look.green, look.blue)
        if let glyphs = RunGlyphs(run, text, x: x, y: y), let font = run.pointee.item.pointee.analysis.font,
            let letters = fonts.letters(of: font)
        {
            glyphs.show(letters, cairo)
            for (offset, thickness) in look.strokes(font) {
                cairo_rectangle(cairo, x, y + offset, width, thickness)
                cairo_fill(cairo)
            }
        } else {
            // Boxes for characters that no font has, and lines that run from right to left.
            cairo_move_to(cairo, x, y)
            pango_cairo_show_glyph_item(cairo, text, run)
        }
        return width
    }

    static func points(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }
}

/// What the attributes of a run say beside its font.
private struct RunLook {
    var (red, green, blue) = (0.0, 0.0, 0.0)
    var isUnderlined = false
    var isStruck = false

    init(_ run: UnsafeMutablePointer<PangoGlyphItem>) {
        var next = run.pointee.item.pointee.analysis.extra_attrs
        while let node = next {
            if let attribute = node.pointee.data?.assumingMemoryBound(to: PangoAttribute.self) { read(attribute) }
            next = node.pointee.next
        }
    }

    private mutating func read(_ attribute: UnsafeMutablePointer<PangoAttribute>) {
        if let colour = pango_attribute_as_color(attribute)?.pointee.color, attribute.pointee.klass.pointee.type == PANGO_ATTR_FOREGROUND {
            (red, green, blue) = (Double(colour.red) / 65535, Double(colour.green) / 65535, Double(colour.blue) / 65535)
        } else if let number = pango_attribute_as_int(attribute)?.pointee.value {
            if attribute.pointee.klass.pointee.type == PANGO_ATTR_UNDERLINE { isUnderlined = number != 0 }
            if attribute.pointee.klass.pointee.type == PANGO_ATTR_STRIKETHROUGH { isStruck = number != 0 }
        }
    }

    /// From the baseline down to the top of a line, and its thickness.
    func strokes(_ font: UnsafeMutablePointer<PangoFont>) -> [(Double, Double)] {
        guard isUnderlined || isStruck, let metrics = pango_font_get_metrics(font, nil) else { return [] }
        defer { pango_font_metrics_unref(metrics) }
        var strokes: [(Double, Double)] = []
        if isUnderlined {
            strokes.append(
                (
                    -PDFCanvas.points(pango_font_metrics_get_underline_position(metrics)),
                    PDFCanvas.points(pango_font_metrics_get_underline_thickness(metrics))
                ))
        }
        if isStruck {
            strokes.append(
                (
                    -PDFCanvas.points(pango_font_metrics_get_strikethrough_position(metrics)),
                    PDFCanvas.points(pango_font_metrics_get_strikethrough_thickness(metrics))
                ))
        }
        return strokes
    }
}

/// The glyphs of a run with their places, and which characters each group of them shows.
private struct RunGlyphs {
    private var glyphs: [cairo_glyph_t] = []
    private var clusters: [cairo_text_cluster_t] = []
    private let text: UnsafePointer<CChar>
    private let length: Int32

    /// Nil for what Pango has to draw itself.
    init?(_ run: UnsafeMutablePointer<PangoGlyphItem>, _ text: UnsafePointer<CChar>, x: Double, y: Double) {
        let item = run.pointee.item.pointee
        guard item.analysis.level.isMultiple(of: 2) else { return nil }
        self.text = text + Int(item.offset)
        length = item.length
        let count = Int(run.pointee.glyphs.pointee.num_glyphs)
        let infos = UnsafeBufferPointer(start: run.pointee.glyphs.pointee.glyphs, count: count)
        let starts = UnsafeBufferPointer(start: run.pointee.glyphs.pointee.log_clusters, count: count)
        var place = x
        for (index, info) in infos.enumerated() {
            guard info.glyph & Self.unknown == 0 else { return nil }
            let isFirst = index == 0 || starts[index] != starts[index - 1]
            if isFirst {
                let end = starts[index...].first { $0 > starts[index] } ?? length
                clusters.append(cairo_text_cluster_t(num_bytes: end - starts[index], num_glyphs: 0))
            }
            if info.glyph != Self.empty {
                let offset = (PDFCanvas.points(info.geometry.x_offset), PDFCanvas.points(info.geometry.y_offset))
                glyphs.append(cairo_glyph_t(index: UInt(info.glyph), x: place + offset.0, y: y + offset.1))
                clusters[clusters.count - 1].num_glyphs += 1
            }
            place += PDFCanvas.points(info.geometry.width)
        }
    }

    func show(_ letters: OpaquePointer, _ cairo: OpaquePointer) {
        guard !glyphs.isEmpty else { return }
        cairo_set_scaled_font(cairo, letters)
        cairo_show_text_glyphs(
            cairo, text, length, glyphs, Int32(glyphs.count), clusters, Int32(clusters.count), cairo_text_cluster_flags_t(0))
    }

    /// `PANGO_GLYPH_EMPTY` and `PANGO_GLYPH_UNKNOWN_FLAG`, which are casts in the header.
    private static let empty: UInt32 = 0x0FFF_FFFF
    private static let unknown: UInt32 = 0x1000_0000
}
