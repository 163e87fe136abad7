/// Rebuilds HTML from allowed tags without attributes (a link keeps its address); everything else becomes text or goes.
///
/// Every `<` and `>` of the result was written here, so that the result is safe however a browser reads the input. Works on
/// bytes: a combining mark behind a quote or a bracket makes another `Character` of it, but not another byte.
struct SafeHTML {
    private static let allowed: Set<String> = [
        "p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "code", "pre", "a",
        "table", "thead", "tbody", "tr", "th", "td", "hr",
    ]
    private static let empty: Set<String> = ["br", "hr"]
    /// Their content is code, not text, and goes with them.
    private static let swallowed: Set<String> = [
        "script", "style", "iframe", "object", "template", "svg", "math", "noscript", "title",
    ]
    private static let maximumDepth = 50

    private var rest: ArraySlice<UInt8>
    private var result: [UInt8] = []
    /// The tags that wait to be closed.
    private var open: [String] = []

    /// Sanitizing twice changes nothing more.
    static func sanitized(_ html: String) -> String {
        var reader = SafeHTML(rest: Array(html.utf8)[...])
        reader.read()
        return String(decoding: reader.result, as: UTF8.self)
    }

    private init(rest: ArraySlice<UInt8>) { self.rest = rest }

    private mutating func read() {
        result.reserveCapacity(rest.count)
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "<"): tag()
            case UInt8(ascii: ">"): result.append(contentsOf: "&gt;".utf8)
            default: result.append(byte)
            }
        }
        for name in open.reversed() { write("</\(name)>") }
    }

    /// Reads on behind a `<`.
    private mutating func tag() {
        if rest.starts(with: "!--".utf8) { return comment() }
        guard let tag = Tag(rest.prefix { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }), tag.end < rest.endIndex,
            rest[tag.end] == UInt8(ascii: ">")
        else { return write("&lt;") }
        rest = rest[(tag.end + 1)...]
        if Self.swallowed.contains(tag.name) {
            if !tag.isClosing { skip(to: tag.name) }
        } else if Self.allowed.contains(tag.name) {
            if tag.isClosing { close(tag.name) } else { begin(tag) }
        }
    }

    private mutating func begin(_ tag: Tag) {
        if Self.empty.contains(tag.name) { return write("<\(tag.name)>") }
        guard open.count < Self.maximumDepth else { return }
        open.append(tag.name)
        write(tag.link.map { "<a href=\"\($0)\" rel=\"noopener noreferrer\">" } ?? "<\(tag.name)>")
    }

    /// Closes what was opened since with it; a closing tag without its beginning goes.
    private mutating func close(_ name: String) {
        guard let start = open.lastIndex(of: name) else { return }
        for inner in open[start...].reversed() { write("</\(inner)>") }
        open.removeSubrange(start...)
    }

    private mutating func comment() {
        rest = rest.dropFirst(3)
        while !rest.isEmpty, !rest.starts(with: "-->".utf8) { rest = rest.dropFirst() }
        rest = rest.dropFirst(3)
    }

    /// To behind `</name…>`, or to the end.
    private mutating func skip(to name: String) {
        let closing = Array("</\(name)".utf8)
        while let byte = rest.first, byte != UInt8(ascii: "<") || !Self.begins(rest, with: closing) { rest = rest.dropFirst() }
        rest = rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
    }

    private static func begins(_ bytes: ArraySlice<UInt8>, with lowercase: [UInt8]) -> Bool {
        bytes.count >= lowercase.count && zip(bytes, lowercase).allSatisfy { $0.lowercased == $1 }
    }

    private mutating func write(_ text: String) { result.append(contentsOf: text.utf8) }

    private struct Tag {
        let name: String
        let isClosing: Bool
        let link: String?
        let end: Int

        /// What stands between `<` and `>`; nil when it is no tag.
        init?(_ text: ArraySlice<UInt8>) {
            isClosing = text.first == UInt8(ascii: "/")
            let body = isClosing ? text.dropFirst() : text
            guard let first = body.first, first.isLetter else { return nil }
            name = String(decoding: body.prefix { $0.isLetter || $0.isDigit }.map(\.lowercased), as: UTF8.self)
            link = name == "a" && !isClosing ? Self.address(in: body) : nil
            end = text.endIndex
        }

        /// The value of `href` when it is a whole address of a harmless scheme, without a byte that could end the attribute.
        private static func address(in text: ArraySlice<UInt8>) -> String? {
            var rest = text
            while !rest.isEmpty, !SafeHTML.begins(rest, with: Array("href=".utf8)) { rest = rest.dropFirst() }
            rest = rest.dropFirst(5)
            guard let quote = rest.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
            let link = rest.prefix { $0 != quote }
            guard link.endIndex < rest.endIndex, link.allSatisfy({ $0 > 0x20 && !"\"'`\\".utf8.contains($0) }) else { return nil }
            guard ["http://", "https://", "mailto:", "tel:"].contains(where: { SafeHTML.begins(link, with: Array($0.utf8)) }) else {
                return nil
            }
            return String(decoding: link, as: UTF8.self)
        }
    }
}
