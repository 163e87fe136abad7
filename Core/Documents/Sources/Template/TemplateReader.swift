/// Reads the source of a template into a tree in which every element and section is closed where it should be.
///
/// Strict where browsers guess: whoever edits a template learns of a slip at once, with its place, and not from a customer.
struct TemplateReader {
    /// What waits to be closed.
    private enum Open {
        case element(Element)
        case section(Section)
    }

    private var source: SourceReader
    private let limits: DocumentLimits
    private var open: [Open] = []
    private var document: Element?

    static func document(_ source: String, within limits: DocumentLimits) throws(DocumentError) -> Element {
        guard source.utf8.count <= limits.templateBytes else {
            throw DocumentError(.templateTooLarge, ["maximum": String(limits.templateBytes)])
        }
        var reader = TemplateReader(source: SourceReader(source), limits: limits)
        return try reader.read()
    }

    private init(source: SourceReader, limits: DocumentLimits) {
        self.source = source
        self.limits = limits
    }

    private mutating func read() throws(DocumentError) -> Element {
        while !source.isAtEnd {
            let place = source.place
            if source.skip("<!--") {
                guard source.take(until: "-->") != nil else { throw DocumentError(.badTag, at: place, ["tag": "<!--"]) }
            } else if source.skip("</") {
                try closeElement(at: place)
            } else if source.skip("<") {
                try openElement(at: place)
            } else if source.skip("{{") {
                try placeholder(at: place)
            } else {
                try text(at: place)
            }
        }
        switch open.last {
        case .element(let element)?: throw DocumentError(.unclosedTag, at: element.place, ["tag": element.tag.rawValue])
        case .section(let section)?: throw DocumentError(.unclosedSection, at: section.place, ["section": section.path.description])
        case nil: break
        }
        guard let document else { throw DocumentError(.notADocument, at: source.place) }
        return document
    }

    // MARK: Elements

    private mutating func openElement(at place: TemplatePlace) throws(DocumentError) {
        let name = source.take { $0.isLetter || $0.isNumber || $0 == "-" }
        guard !name.isEmpty else { throw DocumentError(.badTag, at: place, ["tag": "<"]) }
        guard let tag = Tag(rawValue: name) else { throw DocumentError(.unknownTag, at: place, ["tag": name]) }
        guard document == nil, tag.mayStand(in: ancestors) else {
            throw DocumentError(.misplacedTag, at: place, ["tag": name, "parent": ancestors.last?.rawValue ?? ""])
        }
        var attributes = AttributeReader(tag: tag, place: place)
        let isClosed = try attributes.read(&source)
        let element = Element(tag: tag, attributes: attributes.attributes, place: place)
        if isClosed || tag.isVoid { try append(.element(element)) } else { try push(.element(element), at: place) }
    }

    private mutating func closeElement(at place: TemplatePlace) throws(DocumentError) {
        let name = source.take { $0.isLetter || $0.isNumber || $0 == "-" }
        _ = source.take { $0.isWhitespace }
        guard source.skip(">") else { throw DocumentError(.badTag, at: place, ["tag": "</" + name]) }
        switch open.popLast() {
        case .element(let element)? where element.tag.rawValue == name: try append(.element(element))
        case .element(let element)?:
            throw DocumentError(
                .wrongClosingTag, at: place,
                ["tag": name, "open": element.tag.rawValue, "line": String(element.place.line)])
        case .section(let section)?:
            throw DocumentError(
                .sectionAcrossTags, at: place,
                ["tag": name, "section": section.path.description, "line": String(section.place.line)])
        case nil: throw DocumentError(.unopenedTag, at: place, ["tag": name])
        }
    }

    // MARK: Placeholders

    private mutating func placeholder(at place: TemplatePlace) throws(DocumentError) {
        guard source.current != "{" else { throw DocumentError(.rawPlaceholder, at: place) }
        guard let text = source.take(until: "}}") else { throw DocumentError(.badPlaceholder, at: place, ["text": "{{"]) }
        let body = text.drop { $0.isWhitespace }
        switch body.first {
        case "!": return
        case "#", "^":
            try checkPlace(of: "{{\(body)}}", at: place)
            let path = try PlaceholderReader.path(body.dropFirst(), at: place)
            try push(.section(Section(path: path, isInverted: body.first == "^", place: place)), at: place)
        case "/": try closeSection(try PlaceholderReader.path(body.dropFirst(), at: place), at: place)
        default:
            try checkText("{{\(body)}}", at: place)
            try append(.value(try PlaceholderReader.placeholder(body, at: place)))
        }
    }

    private mutating func closeSection(_ path: Path, at place: TemplatePlace) throws(DocumentError) {
        switch open.popLast() {
        case .section(let section)? where section.path == path: try append(.section(section))
        case .section(let section)?:
            throw DocumentError(
                .wrongClosingSection, at: place,
                ["section": path.description, "open": section.path.description, "line": String(section.place.line)])
        case .element(let element)?:
            throw DocumentError(
                .sectionAcrossTags, at: place,
                ["tag": element.tag.rawValue, "section": path.description, "line": String(element.place.line)])
        case nil: throw DocumentError(.unopenedSection, at: place, ["section": path.description])
        }
    }

    // MARK: Text

    private mutating func text(at place: TemplatePlace) throws(DocumentError) {
        var text = ""
        while let character = source.current, character != "<", !source.begins(with: "{{") {
            text += character == "&" ? try CharacterReference.read(&source) : String(character)
            if character != "&" { _ = source.next() }
        }
        guard !text.allSatisfy(\.isWhitespace) || mayHoldText else { return }
        try checkText(text.trimmingPrefix { $0.isWhitespace }, at: place)
        try append(.text(text))
    }

    private func checkText(_ text: some StringProtocol, at place: TemplatePlace) throws(DocumentError) {
        guard mayHoldText else {
            throw DocumentError(.misplacedText, at: place, ["text": String(text.prefix(40)), "parent": ancestors.last?.rawValue ?? ""])
        }
    }

    private func checkPlace(of text: String, at place: TemplatePlace) throws(DocumentError) {
        guard !ancestors.isEmpty else { throw DocumentError(.misplacedText, at: place, ["text": text, "parent": ""]) }
    }

    // MARK: The tree

    private var ancestors: [Tag] { open.compactMap { if case .element(let element) = $0 { element.tag } else { nil } } }

    private var mayHoldText: Bool {
        switch ancestors.last?.content {
        case .inline?, .flow?: true
        default: false
        }
    }

    private mutating func push(_ opened: Open, at place: TemplatePlace) throws(DocumentError) {
        guard open.count < limits.depth else { throw DocumentError(.tooDeep, at: place, ["maximum": String(limits.depth)]) }
        open.append(opened)
    }

    private mutating func append(_ node: Node) throws(DocumentError) {
        switch open.popLast() {
        case .element(var element)?:
            element.children.append(node)
            open.append(.element(element))
        case .section(var section)?:
            section.children.append(node)
            open.append(.section(section))
        case nil:
            if case .element(let element) = node { document = element }
        }
    }
}
