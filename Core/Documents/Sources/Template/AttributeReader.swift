/// Reads the attributes of one element, up to its `>`.
struct AttributeReader {
    let tag: Tag
    let place: TemplatePlace
    private(set) var attributes = Attributes()
    private var seen: Set<Attributes.Name> = []

    init(tag: Tag, place: TemplatePlace) {
        self.tag = tag
        self.place = place
    }

    /// True for `<tag/>`.
    mutating func read(_ source: inout SourceReader) throws(DocumentError) -> Bool {
        while true {
            _ = source.take { $0.isWhitespace }
            let isClosed = source.skip("/")
            if source.skip(">") {
                if let missing = tag.requiredAttributes.subtracting(seen).first {
                    throw DocumentError(.missingAttribute, at: place, ["tag": tag.rawValue, "attribute": missing.rawValue])
                }
                return isClosed
            }
            try attribute(&source)
        }
    }

    private mutating func attribute(_ source: inout SourceReader) throws(DocumentError) {
        let place = source.place
        let key = source.take { $0.isLetter || $0.isNumber || $0 == "-" }
        guard !key.isEmpty, source.skip("="), let quote = source.next(), quote == "\"" || quote == "'" else {
            throw DocumentError(.badTag, at: place, ["tag": "<" + tag.rawValue])
        }
        guard let name = Attributes.Name(rawValue: key), tag.attributes.contains(name) else {
            throw DocumentError(
                .unknownAttribute, at: place,
                ["attribute": key, "tag": tag.rawValue, "known": tag.attributes.map(\.rawValue).sorted().joined(separator: ", ")])
        }
        guard seen.insert(name).inserted else { throw DocumentError(.repeatedAttribute, at: place, ["attribute": key]) }
        let value = try self.value(&source, until: quote, of: name, at: place)
        if name.takesPlaceholders {
            attributes.set(name, to: value)
        } else {
            let text = value.map { if case .text(let text) = $0 { text } else { "" } }.joined()
            guard attributes.set(name, to: text) else {
                throw DocumentError(.badAttribute, at: place, ["attribute": key, "value": text])
            }
        }
    }

    private func value(
        _ source: inout SourceReader, until quote: Character, of name: Attributes.Name, at place: TemplatePlace
    ) throws(DocumentError) -> [Node] {
        var nodes: [Node] = []
        var text = ""
        while let character = source.current, character != quote {
            let inner = source.place
            if source.skip("{{") {
                guard name.takesPlaceholders else { throw DocumentError(.badValueInAttribute, at: inner, ["attribute": name.rawValue]) }
                guard source.current != "{" else { throw DocumentError(.rawPlaceholder, at: inner) }
                guard let body = source.take(until: "}}") else { throw DocumentError(.badPlaceholder, at: inner, ["text": "{{"]) }
                nodes += [.text(text), .value(try PlaceholderReader.placeholder(body[...], at: inner))]
                text = ""
            } else if character == "&" {
                text += try CharacterReference.read(&source)
            } else if character == "<" {
                break
            } else {
                text.append(character)
                _ = source.next()
            }
        }
        guard source.current == quote, source.next() != nil else { throw DocumentError(.badTag, at: place, ["tag": "<" + tag.rawValue]) }
        return nodes + [.text(text)]
    }
}
