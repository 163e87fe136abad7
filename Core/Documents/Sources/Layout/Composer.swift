/// Turns filled elements into the pieces of a column.
struct Composer {
    let context: OpaquePointer
    let pictures: [String: Picture]
    var budget: Budget
    /// What `<page>` and `<pages>` say, in headers and footers.
    var pageNumbers = (page: "", pages: "")
    /// No image is taller than this.
    var maximumHeight = Double.infinity

    /// A column in the making: the space below a block waits for what follows.
    struct Column {
        let width: Double
        private(set) var pieces: [Piece] = []
        private var below = 0.0

        init(width: Double) { self.width = width }

        /// Of two spaces that meet, the larger one holds.
        mutating func append(_ block: [Piece], above: Double, below: Double) {
            guard !block.isEmpty else { return }
            let start = pieces.count
            pieces += block
            pieces[start].above = max(pieces[start].above, above, self.below)
            self.below = below
        }
    }

    /// The pieces of what may hold paragraphs, tables and bare text.
    mutating func flow(_ parts: [Part], _ style: BlockStyle, width: Double) throws(DocumentError) -> [Piece] {
        var column = Column(width: width)
        var text = InlineText()
        for part in parts {
            if case .element(let element) = part, !element.tag.isInline {
                try paragraph(&text, style, into: &column)
                try block(element, style, into: &column)
            } else {
                append(part, style.text, to: &text)
            }
        }
        try paragraph(&text, style, into: &column)
        return column.pieces
    }

    private mutating func block(_ element: FilledElement, _ parent: BlockStyle, into column: inout Column) throws(DocumentError) {
        let style = parent.applied(element)
        let attributes = element.attributes
        let size = style.text.size
        let (above, below) = Self.spaces(element, size: size)
        var pieces: [Piece]
        switch element.tag {
        case .h1, .h2, .h3, .p: pieces = try lines(of: element, style, width: column.width)
        case .ul, .ol: pieces = try list(element, style, width: column.width)
        case .table: pieces = try table(element, style, width: column.width)
        case .columns: pieces = [try columns(element, style, width: column.width)]
        case .img: pieces = picture(element, style, width: column.width)
        case .hr: pieces = [rule(element, style, width: column.width)]
        case .signature: pieces = try signature(element, style, width: column.width)
        case .space: pieces = [Piece(height: attributes.height?.points(of: maximumHeight, size: size) ?? 0)]
        case .pageBreak: pieces = [Piece(breaksPage: true)]
        default: pieces = []
        }
        let isHeading = [.h1, .h2, .h3].contains(element.tag)
        if isHeading || attributes.keepsWithNext == true {
            for index in pieces.indices { pieces[index].keepsWithNext = true }
        }
        column.append(pieces, above: above, below: below)
    }

    /// What stands above and below a block where the template does not say it.
    private static func spaces(_ element: FilledElement, size: Double) -> (above: Double, below: Double) {
        let usual: (Double, Double) =
            switch element.tag {
            case .h1: (0, 0.6)
            case .h2: (1.0, 0.45)
            case .h3: (0.8, 0.3)
            case .p, .ul, .ol: (0, 0.55)
            case .table, .columns: (0.5, 0.8)
            case .hr: (0.5, 0.6)
            case .img: (0, 0.5)
            default: (0, 0)
            }
        return (
            element.attributes.above?.points(of: 0, size: size) ?? usual.0 * size,
            element.attributes.below?.points(of: 0, size: size) ?? usual.1 * size
        )
    }

    // MARK: Text

    /// Text that stands beside blocks.
    private mutating func paragraph(_ text: inout InlineText, _ style: BlockStyle, into column: inout Column) throws(DocumentError) {
        text.trimEnd()
        defer { text = InlineText() }
        guard !text.isBlank else { return }
        column.append(try lines(of: text, style, width: column.width), above: 0, below: 0)
    }

    mutating func lines(of element: FilledElement, _ style: BlockStyle, width: Double) throws(DocumentError) -> [Piece] {
        var text = InlineText()
        for part in element.children { append(part, style.text, to: &text) }
        text.trimEnd()
        let indent = element.attributes.indent?.points(of: width, size: style.text.size) ?? 0
        return try lines(of: text, style, width: width, indent: indent, background: element.attributes.background)
    }

    /// One piece a line; the first two stay together, and the last two.
    private mutating func lines(
        of text: InlineText, _ style: BlockStyle, width: Double, indent: Double = 0, background: Colour? = nil
    ) throws(DocumentError) -> [Piece] {
        guard text.text.utf8.count <= budget.limits.paragraphBytes else {
            throw DocumentError(.tooMuchText, ["maximum": String(budget.limits.paragraphBytes)])
        }
        try budget.checkTime()
        let layout = TextLayout(text, base: style.text, in: context, width: width, align: style.align, indent: indent)
        var pieces = layout.lines.map { line in
            var drawings = [Drawing(thing: .line(line), x: line.x, y: line.baseline)]
            if let background {
                drawings.insert(Drawing(thing: .rectangle(Size(width: width, height: line.height), background), x: 0, y: 0), at: 0)
            }
            return Piece(drawings: drawings, height: line.height)
        }
        if pieces.count > 1 {
            pieces[0].keepsWithNext = true
            pieces[pieces.count - 2].keepsWithNext = true
        }
        return pieces
    }

    private func append(_ part: Part, _ style: TextStyle, to text: inout InlineText) {
        switch part {
        case .text(let words): text.append(template: words, style)
        case .value(let words): text.append(value: words, style)
        case .element(let element):
            switch element.tag {
            case .br: text.breakLine(style)
            case .page: text.append(value: pageNumbers.page, style)
            case .pages: text.append(value: pageNumbers.pages, style)
            default: for child in element.children { append(child, style.applied(element), to: &text) }
            }
        }
    }

    // MARK: Lists

    private mutating func list(_ element: FilledElement, _ style: BlockStyle, width: Double) throws(DocumentError) -> [Piece] {
        let size = style.text.size
        var column = Column(width: width)
        var number = element.attributes.start ?? 1
        let indent = size * (element.tag == .ol ? 2 : 1.4)
        for case .element(let item) in element.children {
            var pieces = try flow(item.children, BlockStyle(text: style.text), width: width - indent).map { $0.moved(by: indent) }
            if pieces.isEmpty { pieces = [Piece(height: size * style.text.lineHeight)] }
            pieces[0].drawings += marker(element.tag == .ol ? "\(number)." : "•", style.text, width: indent)
            column.append(pieces, above: size * 0.2, below: size * 0.2)
            number += 1
        }
        return column.pieces
    }

    private func marker(_ sign: String, _ style: TextStyle, width: Double) -> [Drawing] {
        var text = InlineText()
        text.append(value: sign, style)
        let layout = TextLayout(text, base: style, in: context, width: width * 2, align: .left)
        return layout.lines.prefix(1).map { Drawing(thing: .line($0), x: style.size * 0.2, y: $0.baseline) }
    }

    // MARK: Images, rules and signatures

    /// As large as it says, or at 96 pixels an inch; smaller where there is no room. Nothing where no image was given.
    private func picture(_ element: FilledElement, _ style: BlockStyle, width: Double) -> [Piece] {
        guard let picture = pictures[element.name] else { return [] }
        let natural = picture.size
        let attributes = element.attributes
        let wantedWidth = attributes.width?.points(of: width, size: style.text.size)
        let wantedHeight = attributes.height?.points(of: maximumHeight, size: style.text.size)
        let scale: Double =
            switch (wantedWidth, wantedHeight) {
            case (let wantedWidth?, let wantedHeight?): min(wantedWidth / natural.width, wantedHeight / natural.height)
            case (let wantedWidth?, nil): wantedWidth / natural.width
            case (nil, let wantedHeight?): wantedHeight / natural.height
            case (nil, nil): 0.75
            }
        let fitting = min(scale, width / natural.width, maximumHeight / natural.height)
        let size = Size(width: natural.width * fitting, height: natural.height * fitting)
        let x = Self.offset(of: size.width, in: width, align: style.align)
        return [Piece(drawings: [Drawing(thing: .image(picture, size), x: x, y: 0)], height: size.height)]
    }

    private func rule(_ element: FilledElement, _ style: BlockStyle, width: Double) -> Piece {
        let attributes = element.attributes
        let length = min(width, attributes.width?.points(of: width, size: style.text.size) ?? width)
        let thickness = min(20, attributes.thickness?.points(of: 0, size: style.text.size) ?? 0.6)
        let size = Size(width: length, height: thickness)
        let x = Self.offset(of: length, in: width, align: style.align)
        return Piece(
            drawings: [Drawing(thing: .rectangle(size, attributes.colour ?? .line), x: x, y: 0)], height: thickness)
    }

    /// Room to sign, a line, and who signs below it.
    private mutating func signature(_ element: FilledElement, _ style: BlockStyle, width: Double) throws(DocumentError) -> [Piece] {
        let size = style.text.size
        let length = min(width, element.attributes.width?.points(of: width, size: size) ?? width)
        let room = element.attributes.height?.points(of: maximumHeight, size: size) ?? 42
        let x = Self.offset(of: length, in: width, align: style.align)
        let line = Drawing(thing: .rectangle(Size(width: length, height: 0.6), .black), x: x, y: room)
        let words = FilledElement(tag: .p, attributes: Attributes(), place: element.place, children: element.children)
        let label = try lines(of: words, BlockStyle(text: style.text), width: length)
        return [Piece(drawings: [line], height: room + 4, keepsWithNext: !label.isEmpty)] + label.map { $0.moved(by: x) }
    }

    private static func offset(of length: Double, in width: Double, align: Attributes.Alignment) -> Double {
        switch align {
        case .left, .justify: 0
        case .center: (width - length) / 2
        case .right: width - length
        }
    }
}
