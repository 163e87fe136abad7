import Kernel

/// One document on its way from values to bytes: fill, compose, paginate, draw.
struct DocumentDrawing {
    private let input: DocumentInput
    private let context: OpaquePointer
    private let budget: Budget

    init(_ input: DocumentInput, language context: OpaquePointer, limits: DocumentLimits) {
        self.input = input
        self.context = context
        budget = Budget(limits)
    }

    /// - Parameter describing: whether its title and author are those of the file.
    func draw(
        _ template: DocumentTemplate, on canvas: PDFCanvas, describing: Bool
    ) throws(DocumentError) -> (pageCount: Int, missing: [MissingValue]) {
        var filling = Filling(input.values, language: input.language, zone: input.zone, budget: budget)
        let root = try filling.fill(template.root)
        let attributes = root.attributes
        let title = try filling.words(attributes.title ?? [])
        let author = try filling.words(attributes.author ?? [])
        let subject = try filling.words(attributes.subject ?? [])

        let sheet = Sheet(attributes)
        var composer = Composer(context: context, pictures: try pictures(), budget: filling.budget)
        let frame = try PageFrame(root, sheet, &composer)
        var paginator = Paginator(heights: (frame.first.height, frame.others.height), budget: composer.budget)
        composer.maximumHeight = min(frame.first.height, frame.others.height)
        let blocks = root.children.filter { part in
            if case .element(let element) = part { element.tag != .header && element.tag != .footer } else { true }
        }
        try paginator.place(try composer.flow(blocks, BlockStyle().applied(root), width: sheet.width))

        if describing { canvas.describe(title: title, author: author, subject: subject, created: input.created) }
        for (index, page) in paginator.pages.enumerated() {
            try budget.checkTime()
            try frame.draw(index, of: paginator.pages.count, on: canvas, &composer)
            let top = (index == 0 ? frame.first : frame.others).top
            for placed in page { canvas.draw(placed.piece, x: sheet.left, y: top + placed.y) }
            canvas.endPage()
        }
        return (paginator.pages.count, filling.missing)
    }

    private func pictures() throws(DocumentError) -> [String: Picture] {
        var pictures: [String: Picture] = [:]
        for (name, bytes) in input.images { pictures[name] = try Picture(bytes, named: name, within: budget.limits) }
        return pictures
    }
}

/// The paper and its margins, in points.
struct Sheet {
    let size: Size
    let top, right, bottom, left: Double

    init(_ attributes: Attributes) {
        let upright = (attributes.paper ?? .a4).size
        size = attributes.isLandscape == true ? Size(width: upright.height, height: upright.width) : upright
        let margin = attributes.margin ?? [.points(62), .points(57)]
        let whole = size.width
        let points = [margin[0], margin[1], margin.count > 2 ? margin[2] : margin[0], margin.count > 3 ? margin[3] : margin[1]]
            .map { $0.points(of: whole, size: 10.5) }
        // However wide the margins, a column remains that a word fits into.
        (top, bottom) = (min(points[0], size.height * 0.4), min(points[2], size.height * 0.4))
        (right, left) = (min(points[1], size.width * 0.4), min(points[3], size.width * 0.4))
    }

    var width: Double { size.width - left - right }
}

/// What stands above and below the text of the first page and of the others.
struct PageFrame {
    struct Area {
        let header: FilledElement?
        let footer: FilledElement?
        /// Where the text begins, from the top of the paper.
        let top: Double
        let height: Double
    }

    let first: Area
    let others: Area
    private let sheet: Sheet
    private let style: BlockStyle

    init(_ root: FilledElement, _ sheet: Sheet, _ composer: inout Composer) throws(DocumentError) {
        self.sheet = sheet
        style = BlockStyle().applied(root)
        first = try Self.area(.first, root, sheet, style, &composer)
        others = try Self.area(.others, root, sheet, style, &composer)
    }

    private static func area(
        _ pages: Attributes.Pages, _ root: FilledElement, _ sheet: Sheet, _ style: BlockStyle, _ composer: inout Composer
    ) throws(DocumentError) -> Area {
        let parts = root.children.compactMap { if case .element(let element) = $0 { element } else { nil } }
            .filter { [nil, .all, pages].contains($0.attributes.pages) }
        let header = parts.first { $0.tag == .header }
        let footer = parts.first { $0.tag == .footer }
        // As wide as the numbers can become, so that both fit into the lines that are kept free for them.
        composer.pageNumbers = ("888", "888")
        composer.maximumHeight = sheet.size.height / 4
        let above = try height(of: header, sheet, style, &composer)
        let below = try height(of: footer, sheet, style, &composer)
        let height = sheet.size.height - sheet.top - sheet.bottom - above - below
        guard height >= 72 else { throw DocumentError(.noRoom, at: (header ?? footer)?.place ?? root.place) }
        return Area(header: header, footer: footer, top: sheet.top + above, height: height)
    }

    private static let distance = 12.0

    private static func height(
        of part: FilledElement?, _ sheet: Sheet, _ style: BlockStyle, _ composer: inout Composer
    ) throws(DocumentError) -> Double {
        guard let part else { return 0 }
        return try composer.flow(part.children, style.applied(part), width: sheet.width).height + distance
    }

    func draw(_ index: Int, of count: Int, on canvas: PDFCanvas, _ composer: inout Composer) throws(DocumentError) {
        let area = index == 0 ? first : others
        composer.pageNumbers = (String(index + 1), String(count))
        composer.maximumHeight = sheet.size.height / 4
        if let header = area.header {
            canvas.draw(try composer.flow(header.children, style.applied(header), width: sheet.width), x: sheet.left, y: sheet.top)
        }
        if let footer = area.footer {
            let pieces = try composer.flow(footer.children, style.applied(footer), width: sheet.width)
            canvas.draw(pieces, x: sheet.left, y: sheet.size.height - sheet.bottom - pieces.height)
        }
    }
}
