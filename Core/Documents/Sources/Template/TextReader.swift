/// Reads a text with placeholders. The tag of a section or a comment that has a line to itself takes the line with it.
struct TextReader {
    private var source: SourceReader
    private let limits: DocumentLimits
    private var nodes: [Node] = []
    private var open: [Section] = []
    /// What was read since the last node.
    private var text = ""
    /// Whether nothing but blanks stands on this line so far.
    private var isLineBlank = true

    static func nodes(_ source: String, within limits: DocumentLimits) throws(DocumentError) -> [Node] {
        guard source.utf8.count <= limits.templateBytes else { throw DocumentError(.templateTooLarge, ["maximum": String(limits.templateBytes)]) }
        var reader = TextReader(source: SourceReader(source), limits: limits)
        return try reader.read()
    }

    private init(source: SourceReader, limits: DocumentLimits) { (self.source, self.limits) = (source, limits) }

    private mutating func read() throws(DocumentError) -> [Node] {
        while let character = source.current {
            let place = source.place
            if source.skip("{{") {
                try placeholder(at: place)
            } else {
                text.append(character)
                isLineBlank = character.isNewline || (isLineBlank && character.isWhitespace)
                _ = source.next()
            }
        }
        endText()
        if let section = open.last { throw DocumentError(.unclosedSection, at: section.place, ["section": section.path.description]) }
        return nodes
    }

    private mutating func placeholder(at place: TemplatePlace) throws(DocumentError) {
        guard source.current != "{" else { throw DocumentError(.rawPlaceholder, at: place) }
        guard let inside = source.take(until: "}}") else { throw DocumentError(.badPlaceholder, at: place, ["text": "{{"]) }
        let body = inside.drop { $0.isWhitespace }
        switch body.first {
        case "!": takeLine()
        case "#", "^":
            takeLine()
            endText()
            guard open.count < limits.depth else { throw DocumentError(.tooDeep, at: place, ["maximum": String(limits.depth)]) }
            open.append(Section(path: try PlaceholderReader.path(body.dropFirst(), at: place), isInverted: body.first == "^", place: place))
        case "/":
            takeLine()
            endText()
            try close(try PlaceholderReader.path(body.dropFirst(), at: place), at: place)
        default:
            endText()
            isLineBlank = false
            append(.value(try PlaceholderReader.placeholder(body, at: place)))
        }
    }

    private mutating func close(_ path: Path, at place: TemplatePlace) throws(DocumentError) {
        guard let section = open.popLast() else { throw DocumentError(.unopenedSection, at: place, ["section": path.description]) }
        guard section.path == path else {
            throw DocumentError(
                .wrongClosingSection, at: place,
                ["section": path.description, "open": section.path.description, "line": String(section.place.line)])
        }
        append(.section(section))
    }

    private mutating func takeLine() {
        var ahead = source
        _ = ahead.take { $0 == " " || $0 == "\t" }
        guard isLineBlank, ahead.current?.isNewline ?? true else {
            isLineBlank = false
            return
        }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        _ = ahead.next()
        source = ahead
    }

    private mutating func endText() {
        if !text.isEmpty { append(.text(text)) }
        text = ""
    }

    private mutating func append(_ node: Node) {
        if open.isEmpty { nodes.append(node) } else { open[open.count - 1].children.append(node) }
    }
}
