/// Which parts are the text of a message, and which hang on it (the rules of RFC 8621, section 4.1.4).
struct MessageBodies {
    private(set) var text: [Int] = []
    private(set) var html: [Int] = []
    /// In the order in which they stand in the message, also pictures between texts.
    var files: [Int] { (attached + shown).sorted() }

    private var attached: [Int] = []
    private var shown: Set<Int> { Set((text + html).filter { !parts[$0].type.hasPrefix("text/") }).subtracting(attached) }
    private let parts: [MIMEPart]

    init(_ parts: [MIMEPart]) {
        self.parts = parts
        sort([0], within: "mixed", isAlternative: false, asText: true, asHTML: true)
    }

    private mutating func sort(_ numbers: [Int], within kind: String, isAlternative: Bool, asText: Bool, asHTML: Bool) {
        var (asText, asHTML) = (asText, asHTML)
        let before = (text: text.count, html: html.count)
        for (index, number) in numbers.enumerated() {
            let part = parts[number]
            if part.isMultipart {
                let inner = String(part.type.dropFirst("multipart/".count))
                sort(part.children, within: inner, isAlternative: isAlternative || inner == "alternative", asText: asText, asHTML: asHTML)
            } else if !isInline(part, isFirst: index == 0, within: kind) {
                attached.append(number)
            } else if kind == "alternative" {
                switch part.type {
                case "text/plain": text.append(number)
                case "text/html": html.append(number)
                default: attached.append(number)
                }
            } else {
                if isAlternative, part.type == "text/plain" { asHTML = false }
                if isAlternative, part.type == "text/html" { asText = false }
                if asText { text.append(number) }
                if asHTML { html.append(number) }
                if !(asText && asHTML), !part.type.hasPrefix("text/") { attached.append(number) }
            }
        }
        // One form alone stands for both.
        guard kind == "alternative", asText, asHTML else { return }
        if text.count == before.text { text += html[before.html...] } else if html.count == before.html { html += text[before.text...] }
    }

    private func isInline(_ part: MIMEPart, isFirst: Bool, within kind: String) -> Bool {
        let disposition = part.header("content-disposition").map(HeaderParameters.init)
        let isMedia = ["image/", "audio/", "video/"].contains { part.type.hasPrefix($0) }
        guard disposition?.value != "attachment", isMedia || part.type == "text/plain" || part.type == "text/html" else { return false }
        return isFirst || kind != "related" && (isMedia || MailAttachment.name(of: part, disposition) == nil)
    }
}
