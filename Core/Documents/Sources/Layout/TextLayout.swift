import CPango

/// A paragraph broken into lines by Pango, which knows where Chinese lines may end. Lives as long as one of its lines is needed.
final class TextLayout {
    struct Line {
        let layout: TextLayout
        let pointer: UnsafeMutablePointer<PangoLayoutLine>
        /// From the left edge of the paragraph.
        let x: Double
        let height: Double
        /// Below the top of the line.
        let baseline: Double
    }

    private let layout: OpaquePointer

    /// - Parameters:
    ///   - width: of a line, in points.
    ///   - indent: of the first line.
    init(
        _ text: InlineText, base: TextStyle, in context: OpaquePointer, width: Double, align: Attributes.Alignment, indent: Double = 0
    ) {
        layout = pango_layout_new(context)
        pango_layout_set_text(layout, text.text, Int32(text.text.utf8.count))
        pango_layout_set_width(layout, Self.units(max(1, width)))
        // Between words where possible, within a word that is longer than a line.
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_indent(layout, Self.units(indent))
        pango_layout_set_auto_dir(layout, 1)
        switch align {
        case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .center: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        case .justify: pango_layout_set_justify(layout, 1)
        }
        let list = pango_attr_list_new()
        defer { pango_attr_list_unref(list) }
        // An empty line has a height too: that of the paragraph's own letters.
        Self.add(base, from: 0, to: UInt32.max, to: list)
        for run in text.runs where run.style != base {
            Self.add(run.style, from: UInt32(run.bytes.lowerBound), to: UInt32(run.bytes.upperBound), to: list)
        }
        pango_layout_set_attributes(layout, list)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    var lines: [Line] {
        var lines: [Line] = []
        guard let iterator = pango_layout_get_iter(layout) else { return lines }
        defer { pango_layout_iter_free(iterator) }
        repeat {
            guard let pointer = pango_layout_iter_get_line_readonly(iterator) else { continue }
            var logical = PangoRectangle()
            pango_layout_iter_get_line_extents(iterator, nil, &logical)
            let baseline = pango_layout_iter_get_baseline(iterator) - logical.y
            lines.append(
                Line(
                    layout: self, pointer: pointer, x: Self.points(logical.x), height: Self.points(logical.height),
                    baseline: Self.points(baseline)))
        } while pango_layout_iter_next_line(iterator) != 0
        return lines
    }

    private static func add(_ style: TextStyle, from start: UInt32, to end: UInt32, to list: OpaquePointer?) {
        var attributes: [UnsafeMutablePointer<PangoAttribute>?] = [
            pango_attr_family_new(family(style.family)), pango_attr_size_new(units(style.size)),
            pango_attr_line_height_new_absolute(units(style.size * style.lineHeight)),
            pango_attr_weight_new(style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL),
            pango_attr_style_new(style.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL),
            // A long code must not seem to have a hyphen.
            pango_attr_insert_hyphens_new(0),
            pango_attr_foreground_new(part(style.colour.red), part(style.colour.green), part(style.colour.blue)),
        ]
        if style.isUnderlined { attributes.append(pango_attr_underline_new(PANGO_UNDERLINE_SINGLE)) }
        if style.isStruck { attributes.append(pango_attr_strikethrough_new(1)) }
        if style.rise != 0 { attributes.append(pango_attr_rise_new(units(style.rise))) }
        if style.isTabular { attributes.append(pango_attr_font_features_new("tnum=1")) }
        for case let attribute? in attributes {
            attribute.pointee.start_index = start
            attribute.pointee.end_index = end
            pango_attr_list_change(list, attribute)
        }
    }

    private static func family(_ name: String) -> String {
        switch name {
        case "sans": "Noto Sans CJK SC"
        case "serif": "Noto Serif CJK SC"
        default: "\(name), Noto Sans CJK SC"
        }
    }

    private static func units(_ points: Double) -> Int32 { Int32((points * Double(PANGO_SCALE)).rounded()) }
    private static func points(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }
    private static func part(_ colour: Double) -> UInt16 { UInt16(colour * 65535) }
}
