/// How letters look. Each element hands it on to what stands in it, changed by its tag and its attributes.
struct TextStyle: Hashable {
    var family = "sans"
    var size = 10.5
    var isBold = false
    var isItalic = false
    var isUnderlined = false
    var isStruck = false
    /// Of the baseline, in points; below nothing it sinks.
    var rise = 0.0
    var colour = Colour.black
    var lineHeight = 1.5
    /// Digits of one width, so that columns of numbers stand in line.
    var isTabular = false

    mutating func apply(_ tag: Tag) {
        switch tag {
        case .h1: heading(1.7)
        case .h2: heading(1.25)
        case .h3: heading(1.08)
        case .b, .strong, .th: isBold = true
        case .i, .em: isItalic = true
        case .u: isUnderlined = true
        case .s: isStruck = true
        case .small: size = max(4, size * 0.85)
        case .sup: script(rise: 0.35)
        case .sub: script(rise: -0.15)
        case .table: isTabular = true
        default: break
        }
    }

    mutating func apply(_ attributes: Attributes) {
        if let font = attributes.font { family = font }
        if let size = attributes.size { self.size = min(96, max(4, size.points(of: self.size, size: self.size))) }
        if let colour = attributes.colour { self.colour = colour }
        if let lineHeight = attributes.lineHeight { self.lineHeight = lineHeight }
    }

    func applied(_ element: FilledElement) -> TextStyle {
        var style = self
        style.apply(element.tag)
        style.apply(element.attributes)
        return style
    }

    private mutating func heading(_ factor: Double) {
        size *= factor
        isBold = true
        lineHeight = min(lineHeight, 1.35)
    }

    private mutating func script(rise: Double) {
        self.rise += rise * size
        size = max(4, size * 0.65)
    }
}

/// What a container hands on to the blocks in it.
struct BlockStyle {
    var text = TextStyle()
    var align = Attributes.Alignment.left

    func applied(_ element: FilledElement) -> BlockStyle {
        BlockStyle(text: text.applied(element), align: element.attributes.align ?? align)
    }
}
