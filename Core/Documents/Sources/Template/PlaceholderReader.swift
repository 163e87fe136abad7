/// Reads what stands between `{{` and `}}`.
enum PlaceholderReader {
    static func placeholder(_ text: Substring, at place: TemplatePlace) throws(DocumentError) -> Placeholder {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw DocumentError(.badPlaceholder, at: place, ["text": String(text)]) }
        let path = try path(parts[0], at: place)
        return Placeholder(path: path, format: parts.count == 2 ? try format(parts[1], at: place) : nil, place: place)
    }

    static func path(_ text: Substring, at place: TemplatePlace) throws(DocumentError) -> Path {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let path = Path(String(words[0])) else {
            // What mustache has beside these, and documents do not: raw values, partials, other brackets.
            let isRaw = words.first?.first == "&"
            throw DocumentError(isRaw ? .rawPlaceholder : .badPlaceholder, at: place, ["text": String(text)])
        }
        return path
    }

    private static func format(_ text: Substring, at place: TemplatePlace) throws(DocumentError) -> Format {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let name = words.first, let kind = Format.Kind(rawValue: name) else {
            throw DocumentError(
                .unknownFormat, at: place,
                ["format": words.first ?? "", "known": Format.Kind.allCases.map(\.rawValue).joined(separator: ", ")])
        }
        guard words.count <= 2, let format = Format(kind, argument: words.dropFirst().first) else {
            throw DocumentError(.badFormatArgument, at: place, ["format": name, "argument": words.dropFirst().joined(separator: " ")])
        }
        return format
    }
}
