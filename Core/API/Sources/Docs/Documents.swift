import Engine
import Kernel
import Synchronization

/// The documents that change with the catalogue alone, in both languages.
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

extension Documents {
    /// Keeps the documents of the catalogue in force, made when they are first asked for.
    final class Shelf: Sendable {
        private let engine: Engine
        private let cookie: SessionCookie
        private let kept = Mutex<(generation: Int64, documents: Documents)?>(nil)

        init(_ engine: Engine, _ cookie: SessionCookie) { (self.engine, self.cookie) = (engine, cookie) }

        var current: Documents {
            get async throws {
                try await engine.keepUp()
                let catalogue = engine.catalogue
                if let kept = kept.withLock({ $0 }), kept.generation == catalogue.generation { return kept.documents }
                let made = Documents(catalogue, cookie)
                kept.withLock { kept in
                    if kept.map({ $0.generation <= catalogue.generation }) ?? true { kept = (catalogue.generation, made) }
                }
                return made
            }
        }
    }
}
