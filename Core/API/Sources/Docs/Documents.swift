import Engine
import Kernel

/// The documents that do not change while the server runs, in both languages.
struct Documents: Sendable {
    let openAPI: [Language: Document]
    let docs: [Language: Document]
    let start: [Language: Document]
    let style = Document(Stylesheet.text)

    /// A text with its entity tag.
    struct Document: Sendable {
        let text: String
        let tag: String

        init(_ text: String) {
            self.text = text
            tag = "\"\(fingerprint(Array(text.utf8)))\""
        }
    }

    init(_ catalogue: Catalogue, _ cookie: SessionCookie) {
        var openAPI: [Language: Document] = [:], docs: [Language: Document] = [:], start: [Language: Document] = [:]
        for language in Language.allCases {
            let json = OpenAPIDocument(catalogue, language, cookie).json, labels = Labels(catalogue, language)
            openAPI[language] = Document(json.text)
            docs[language] = Document(DocsPage(json, labels).html)
            start[language] = Document(StartPage(labels).html)
        }
        (self.openAPI, self.docs, self.start) = (openAPI, docs, start)
    }
}
